"""A coordinator at the desk, and a shopper with calls of two years."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client as Browser
from django.utils import timezone

from evaluations.enums import RelationKind, TestCallState
from evaluations.models import Relation, TestCall
from evaluations.services.roster import relations
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award

SELMA = "/desk/shoppers/S-900/"


@dataclass
class Scene:
    """Alma at the desk, and Selma with calls of two years."""

    browser: Browser
    alma: User
    selma: Shopper
    award: Award
    old: Award

    def call(
        self,
        company: str,
        state: TestCallState = TestCallState.OFFERED,
        *,
        due: int | None = None,
        award: Award | None = None,
        channel: str = "phone",
    ) -> TestCall:
        """One of her calls, due in so many days."""
        award = award or self.award
        return TestCall.objects.create(
            participation=award.participations[company],
            channel=channel,
            scenario=award.scenarios["ask"],
            shopper=self.selma,
            state=state,
            due_on=None if due is None else timezone.localdate() + dt.timedelta(days=due),
        )

    def relate(self, company: str, kind: RelationKind) -> Relation:
        """What she is to a company."""
        return relations.add(
            shopper=self.selma, company=self.award.company(company), kind=kind, by=self.alma
        )

    def read(self, query: str = "") -> str:
        """Her page."""
        answer = self.browser.get(SELMA + query)
        assert answer.status_code == 200
        return answer.content.decode()


def make_scene() -> Scene:
    """Alma signed in, Selma without calls or relations."""
    browser = Browser(headers={"accept-language": "en"})
    alma, user = people.sign_in(browser, people.alma()), people.selma()
    selma = Shopper.objects.get(user=user)
    return Scene(browser, alma, selma, tiny_award("2026"), tiny_award("2025"))
