"""A client in its preview, one report in it, and an arbiter who has no part in that."""

from dataclasses import dataclass
from typing import Any

from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Objection,
    ObjectionDecision,
    ObjectionWithdrawal,
    TimeDisclosure,
)
from evaluations.services.review.reviewing import approve
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.casting import Cast
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import DAY, objection_to, preview_window
from tests.factories.reports import submitted_report


@dataclass(slots=True)
class Preview:
    """Selma's report about alfa, approved by Alma; Clara has no part in it."""

    cast: Cast
    clients: TwoClients
    clara: User
    report: Evaluation

    def object(self, question: str = "wait") -> Objection:
        """Kari objects."""
        return objection_to(self.report, self.clients.client, self.clients.kari, question)

    def fresh(self) -> Evaluation:
        """The report as it stands."""
        return Evaluation.objects.get(pk=self.report.pk)

    def is_over(self) -> None:
        """The window has just ended."""
        preview_window(self.cast.award.programme, -2 * DAY, -DAY / 1000)


def begin_preview(cast: Cast) -> tuple[TwoClients, User, Evaluation]:
    """What a module begins with; `Preview` is made of it for each test."""
    award = cast.award
    report = submitted_report(award, cast.selma, cast.alma)
    approve(evaluation=report, by=cast.alma)
    companies = [award.company("alfa")], [award.company("beta")]
    clients = two_clients(own=companies[0], others=companies[1], by=cast.alma)
    preview_window(award.programme, -2 * DAY, DAY)
    return clients, people.clara(), Evaluation.objects.get(pk=report.pk)


def rows() -> list[Any]:
    """Every row that an objection consists of or moves: a refusal leaves them as they are."""
    models = (
        Objection,
        ObjectionDecision,
        ObjectionWithdrawal,
        TimeDisclosure,
        Evaluation,
        EvaluationEvent,
        Notice,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]
