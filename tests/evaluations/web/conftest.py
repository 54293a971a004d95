"""An award with imports, the coordinator, and people who are none."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from evaluations.enums import ImportReason, ImportState
from evaluations.models import Import, ImportProblem
from evaluations.services.importing.sentences import Sentence
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored_award

LogIn = Callable[[User], Browser]


@dataclass(slots=True)
class Desk:
    """An award with an import, the coordinator and somebody who is none."""

    award: Award
    alma: User
    selma: User
    kari: User

    def imported(self, state: ImportState = ImportState.COMPLETE, **facts: object) -> Import:
        """An import of the award's programme."""
        finished = None if state == ImportState.RUNNING else timezone.now()
        return Import.objects.create(
            programme=self.award.programme, by=self.alma, state=state, finished_at=finished, **facts
        )

    def problem(
        self,
        reason: ImportReason,
        *,
        raw: str = "{",
        closed: bool = False,
        external_id: str = "",
        sentence: Sentence | None = None,
    ) -> ImportProblem:
        """A kept line of a first import."""
        number = ImportProblem.objects.count() + 1
        return ImportProblem.objects.create(
            programme=self.award.programme,
            first_import=Import.objects.first() or self.imported(),
            line=number,
            external_id=external_id,
            reason=reason,
            message=sentence.text if sentence else "Sentence %(number)d.",
            message_values=dict(sentence.values) if sentence else {"number": number},
            raw=raw,
            raw_hash=f"{number:064}",
            closed_at=timezone.now() if closed else None,
        )


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nobody owes a second factor here."""
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    selma = people.selma()
    return Desk(scored_award(), people.alma(), selma, people.kari())


@pytest.fixture
def log_in() -> LogIn:
    """A browser in which the person is signed in and reads English."""

    def browser_of(user: User) -> Browser:
        browser = Browser(headers={"accept-language": "en"})
        browser.force_login(user)
        return browser

    return browser_of


@pytest.fixture
def reader(alma: User) -> Browser:
    """Alma's browser, in English; her second factor is shown."""
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, alma)
    return browser
