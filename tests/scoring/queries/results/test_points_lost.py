"""The losses of companies of the tiny award, computed by hand."""

from decimal import Decimal

import pytest

from evaluations.visibility import DESK, PUBLIC, client_reader
from scoring.formulas.lost_figures import Figure, Lost
from scoring.models import Release, ReleasedRanking
from scoring.queries.results.points_lost import CompanyLoss, company_loss
from tests import people
from tests.factories.awards import scored, tiny_award
from tests.factories.releases import Released, proposed, released_award
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db


def _row(release: Release, company: str) -> ReleasedRanking:
    return ReleasedRanking.objects.select_related("company").get(
        release=release, company__key=company
    )


def _loss(release: Release, company: str) -> CompanyLoss:
    found = company_loss(release, _row(release, company), reader=DESK)
    assert found is not None
    return found


def _figure(shown: str, exact: str, contacts: int) -> Figure:
    return Figure(Decimal(shown), Decimal(exact), contacts)


NOTHING = _figure("0.00", "0", 0)


@pytest.fixture
def there() -> Released:
    return released_award()


def test_an_unanswered_contact_of_three_costs_a_third(there: Released) -> None:
    figures = _loss(there.release, "alfa").figures

    third = _figure("33.33", "33.333333333333", 1)
    assert figures.whole == third
    assert figures.unanswered == third
    assert figures.sections == {"waiting": NOTHING, "needs": NOTHING, "solution": NOTHING}
    assert (figures.channels, figures.unanswered_on) == ({"phone": third}, {"phone": third})


def test_four_of_ten_points_of_a_section_cost_its_share(there: Released) -> None:
    # waiting and solution weigh 2/7 and 5/7; fits got 4 of 8, so 4 of the section's 10 are gone.
    figures = _loss(there.release, "beta").figures

    lost = _figure("28.57", "28.571428571429", 3)
    assert figures.whole == lost
    assert figures.sections == {"waiting": NOTHING, "solution": lost}
    assert figures.questions == {
        Lost("waiting", "wait", critical=False): NOTHING,
        Lost("solution", "correct", critical=False): NOTHING,
        Lost("solution", "fits", critical=False): lost,
    }
    assert figures.channels == {"phone": lost}


def test_the_channel_is_the_contacts_own(there: Released) -> None:
    figures = _loss(there.release, "delta").figures

    lost = _figure("14.29", "14.285714285714", 1)
    assert figures.channels == {"email": lost}
    assert figures.sections["waiting"] == lost
    assert figures.unanswered == NOTHING


def test_a_critical_answer_is_a_line_of_its_own() -> None:
    alma, award = people.alma(), tiny_award()
    award.contact("alfa", PERFECT | {"correct": "no"})
    award.contact("alfa", PERFECT | NEEDS | {"found": "na", "mood": "down"}, scenario="buy")
    award.contact("alfa", None, channel="email")

    release = proposed(award, scored(award), by=alma)
    loss = _loss(release, "alfa")

    assert loss.row.total == Decimal("42.857142857143")
    figures = loss.figures
    assert figures.whole == _figure("57.14", "57.142857142857", 2)
    assert figures.unanswered == _figure("33.33", "33.333333333333", 1)
    assert figures.sections["solution"] == _figure("23.81", "23.809523809524", 1)
    assert figures.questions[Lost("solution", "correct", critical=False)] == _figure(
        "4.76", "4.761904761905", 1
    )
    assert figures.questions[Lost("solution", "correct", critical=True)] == _figure(
        "19.05", "19.047619047619", 1
    )
    assert Lost("needs", "found", critical=False) not in figures.questions
    assert figures.channels == {
        "phone": _figure("23.81", "23.809523809524", 1),
        "email": _figure("33.33", "33.333333333333", 1),
    }
    assert [checklist.key for checklist in loss.checklists] == ["tiny"]


def test_losses_are_for_those_who_may_read_the_contacts(there: Released) -> None:
    row = _row(there.release, "alfa")

    assert company_loss(there.release, row, reader=client_reader(there.clients.client))
    # Oda's client does not own alfa, and gamma is in the package of Kari's without being hers.
    assert company_loss(there.release, row, reader=client_reader(there.clients.other)) is None
    assert company_loss(there.release, row, reader=PUBLIC) is None
    rival = _row(there.release, "gamma")
    assert company_loss(there.release, rival, reader=client_reader(there.clients.client)) is None
