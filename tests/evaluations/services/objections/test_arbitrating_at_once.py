"""Two arbiters at once: one decides, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from evaluations.enums import ObjectionOutcome, Remedy
from evaluations.models import Evaluation, EvaluationEvent, ObjectionDecision
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.objections.arbitrating import Ruling, decide
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.clients import two_clients
from tests.factories.objections import DAY, objection_to, preview_window, reviewed_by, ruling
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_arbiters_one_decides() -> None:
    award, alma = tiny_award(), people.alma()
    clara = people.clara()
    berit = people.person("berit@award.example", "Berit Berg", Role.COORDINATOR)
    report = reviewed_by(award.contact("alfa", PERFECT), alma)
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)
    preview_window(award.programme, -2 * DAY, DAY)
    objection_to(report, clients.client, clients.kari)
    rulings = {
        clara: ruling(report),
        berit: ruling(report, ObjectionOutcome.ACCEPTED, Remedy.REJECT),
    }
    together = Barrier(2)

    def take(step: tuple[User, Ruling]) -> str:
        by, said = step
        try:
            together.wait()
            decide(evaluation=Evaluation.objects.get(pk=report.pk), ruling=said, by=by)
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(take, rulings.items()))

    assert outcomes[0] == "decided"
    assert outcomes[1] in {"objections_changed", "state_changed"}
    decision = ObjectionDecision.objects.get()
    assert EvaluationEvent.objects.filter(event__in=["stand", "reject"]).get() == decision.step
    assert decision.step.author == decision.by
