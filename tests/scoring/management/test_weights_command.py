"""`manage.py weights`."""

import pytest
from django.core.management import CommandError, call_command

from scoring.models import WeightApproval, WeightProposal
from tests import people
from tests.factories.awards import Award, scored, scored_award, tiny_award
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    made = tiny_award(weights=FROM_SURVEY)
    for needs in (20, 30, 40, 50, 60):
        made.expects({"needs": needs, "solution": 100 - needs})
    return made


def _said(capsys: pytest.CaptureFixture[str], *args: str, **options: object) -> str:
    call_command("weights", *args, **options)
    return " ".join(capsys.readouterr().out.split())


def test_weights_are_shown_proposed_and_approved(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    alma, clara = people.alma(), people.clara()

    shown = _said(capsys, "2026")
    assert "needs │ 39.90 │" in shown
    assert "5 of 5 answers count. Shoppers, not customers." in shown
    assert "Nobody has proposed weights." in shown
    assert not WeightProposal.objects.exists()

    proposed = _said(capsys, "2026", propose=True, by=alma.email)
    assert "Proposed by Alma Aas. Another coordinator approves with: manage.py weights 2026" in (
        proposed
    )
    assert "proposed already" in _said(capsys, "2026", propose=True, by=alma.email)
    assert "Proposed by Alma Aas." in _said(capsys, "2026")
    assert WeightProposal.objects.count() == 1

    approved = _said(capsys, "2026", approve=True, by=clara.email, yes=True)
    assert "Approved by Clara Coll, proposed by Alma Aas." in approved
    assert WeightApproval.objects.get().approved_by == clara


def test_the_year_before_stands_beside_with_the_test(
    award: Award, capsys: pytest.CaptureFixture[str]
) -> None:
    before = scored_award("2025", weights=FROM_SURVEY)
    for needs in (50, 60, 60, 70, 80):
        before.expects({"needs": needs, "solution": 100 - needs})
    scored(before)

    shown = _said(capsys, "2026")

    # 0.95 x (0.8 x 0.64 + 0.1)
    assert "│ 58.14 │" in shown
    assert "Against 2025: chi-squared" in shown
    assert "on 1 degrees of freedom, p = 0.0" in shown


@pytest.mark.usefixtures("few_answers_do")
def test_fewer_than_five_show_no_weight(capsys: pytest.CaptureFixture[str]) -> None:
    award = tiny_award(weights=FROM_SURVEY)
    for _ in range(4):
        award.expects({"needs": 50, "solution": 50})

    shown = _said(capsys, "2026")

    assert "4 complete answers: fewer than 5 would show what single shoppers said." in shown
    assert "47.50" not in shown


def test_what_cannot_be_done_is_said_and_nothing_is_stored(award: Award) -> None:
    alma = people.alma()
    for options, sentence in (
        ({"propose": True}, "Say who settles the weights"),
        ({"approve": True, "by": alma.email}, "no proposed weights to approve"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("weights", "2026", **options)
    assert not WeightProposal.objects.exists()

    call_command("weights", "2026", propose=True, by=alma.email)
    with pytest.raises(CommandError, match="Somebody else must approve"):
        call_command("weights", "2026", approve=True, by=alma.email, yes=True)
    with pytest.raises(CommandError, match="Nobody can be asked here"):
        call_command("weights", "2026", approve=True, by=people.clara().email)
    assert not WeightApproval.objects.exists()
