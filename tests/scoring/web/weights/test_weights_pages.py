"""Weights on the desk: numbers, proposal, approval; and where released weights are read."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.surveys.services.opening import close_survey
from scoring.models import Release, WeightApproval, WeightProposal, WeightSet
from scoring.queries.weights import weight_estimates
from scoring.queries.weights.weight_basis import Basis, ChangeTest, Raking, YearBefore
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from scoring.services.weights.weight_drafts import sweep_weights
from scoring.web.presenters.weights.weight_sentences import chance, change_sentence, sentences
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored, scored_award, tiny_award
from tests.factories.surveys import opened_survey
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
PAGE, PROPOSE, APPROVE = (
    reverse(name, args=["2026"]) for name in ("weights", "propose_weights", "approve_weights")
)
NEEDS = "39.90"  # 0.95 x (0.8 x 0.4 + 0.1)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_estimates, "DRAWS", 40)


@pytest.fixture
def award() -> Award:
    made = scored_award(weights=FROM_SURVEY)
    _say(made, 20, 30, 40, 50, 60)
    return made


def _say(award: Award, *needs: int) -> None:
    for one in needs:
        award.expects({"needs": one, "solution": 100 - one})


def _desk(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def desk(alma: User) -> Browser:
    return _desk(alma)


def _words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def _read(browser: Browser, address: str = PAGE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return _words(answer.content)


def _decisions() -> tuple[int, int, int]:
    return (
        WeightSet.objects.count(),
        WeightProposal.objects.count(),
        WeightApproval.objects.count(),
    )


def test_weights_are_proposed_by_one_and_approved_by_another(award: Award, desk: Browser) -> None:
    other = _desk(people.clara())
    shown = _read(desk)
    assert NEEDS in shown
    assert "Not settled" in shown
    assert "Shoppers answered, not customers" in shown
    # A look stores nothing.
    assert _decisions() == (0, 0, 0)

    assert desk.post(PROPOSE)["location"] == PAGE
    assert sweep_weights() == 1
    own, others = _read(desk), _read(other)
    assert "You proposed these weights, so you cannot approve them." in own
    assert "Approve these weights" not in own
    assert "Approve these weights" in others
    assert "Waits for a second coordinator" in _read(desk, reverse("programme", args=["2026"]))

    proposal = WeightProposal.objects.get()
    assert other.post(APPROVE, {"proposal": proposal.pk})["location"] == PAGE
    done = _read(desk)
    assert "Approved" in done
    assert "by Clara Coll" in done
    assert "Propose these weights" not in done
    run = scored(award)
    assert "Proposed by Alma Aas and approved by Clara Coll" in _read(
        desk, reverse("run", args=[run.pk])
    )


def test_what_is_refused_is_said_and_changes_nothing(
    award: Award, alma: User, desk: Browser
) -> None:
    proposal = propose_weights(programme=award.programme, by=alma).proposal
    before = _decisions()

    answer = desk.post(APPROVE, {"proposal": proposal.pk})
    assert answer.status_code == 409
    assert "Somebody else must approve" in _words(answer.content)
    for key in (uuid.uuid4(), "no-key", ""):
        assert desk.post(APPROVE, {"proposal": key}).status_code == 404
    assert desk.get(APPROVE).status_code == desk.get(PROPOSE).status_code == 405
    for name in ("weights", "propose_weights", "approve_weights"):
        assert desk.post(reverse(name, args=["2099"])).status_code in {404, 405}
    assert desk.get(reverse("weights", args=["2099"])).status_code == 404
    assert _decisions() == before

    approve_weights(proposal=proposal, by=people.clara())
    answer = desk.post(PROPOSE)
    assert answer.status_code == 409
    assert "are approved already" in _words(answer.content)


@pytest.mark.parametrize("who", ["stranger", "selma", "kari"])
def test_nobody_else_reads_or_settles_weights(award: Award, who: str) -> None:
    browser = Browser()
    if who != "stranger":
        people.sign_in(browser, getattr(people, who)())

    for answer in (browser.get(PAGE), browser.post(PROPOSE), browser.post(APPROVE)):
        assert answer.status_code in {302, 403, 404}
        assert NEEDS.encode() not in answer.content
    assert _decisions() == (0, 0, 0)


def test_changed_answers_are_told_and_have_to_be_proposed_anew(
    award: Award, alma: User, desk: Browser
) -> None:
    propose_weights(programme=award.programme, by=alma)
    assert NEEDS in _read(desk)

    _say(award, 100)

    changed = _read(desk)
    assert "Answers have changed since these weights were proposed." in changed
    assert NEEDS not in changed
    assert "Propose these weights" in changed


def test_no_number_stands_there_while_answers_are_taken_nor_for_fewer_than_five(
    award: Award, alma: User, desk: Browser
) -> None:
    survey = opened_survey(award, alma)
    running = _read(desk)
    close_survey(survey=survey, by=alma)
    assert NEEDS in _read(desk)
    few = tiny_award("2027", weights=FROM_SURVEY)
    _say(few, 10, 20, 30, 40)
    of_few = _read(desk, reverse("weights", args=["2027"]))

    assert "The survey takes answers" in running
    assert NEEDS not in running
    assert "Propose" not in running
    assert "so few that the weights would show what single shoppers said" in of_few
    assert "28.50" not in of_few  # 0.95 x (0.8 x 0.25 + 0.1)


def test_a_programme_without_answers_or_without_a_survey_says_so(desk: Browser) -> None:
    tiny_award("2026", weights=FROM_SURVEY)
    tiny_award("2027")

    assert "has no complete answer to compute weights from" in _read(desk)
    assert "states the weights itself" in _read(desk, reverse("weights", args=["2027"]))


def test_the_table_is_a_file_with_the_year_before(award: Award, desk: Browser) -> None:
    before = scored_award("2025", weights=FROM_SURVEY)
    _say(before, 50, 60, 60, 70, 80)
    scored(before)

    page = desk.get(PAGE)
    lines = desk.get(PAGE, {"format": "csv"}).content.decode("utf-8-sig").splitlines()

    assert lines[0] == "section,name,percent,fraction,low,high,this_year_alone,year_before"
    needs = lines[2].split(",")
    assert needs[:4] == ["needs", "Needs", "39.900000000000", "399/1000"]
    assert Decimal(needs[4]) < Decimal("39.9") < Decimal(needs[5])
    assert needs[6:] == ["39.900000000000", "58.140000000000"]
    # Drawn and said: dot, whisker and ring.
    assert page.content.count(b'class="mark-before"') == 3
    assert "Needs: 39.90%, interval " in page.content.decode()
    assert "the year before 58.14%" in page.content.decode()
    # No answer moves what the method fixes.
    assert "Waiting 5.00 – 5.00" in _words(page.content)


def test_a_release_says_how_sure_its_weights_are_and_who_settled_them(
    award: Award, alma: User, desk: Browser
) -> None:
    run, clara = scored(award), people.clara()
    release = propose_release(programme=award.programme, run=run, by=alma).release
    confirm_release(release=release, by=clara)
    method = reverse("method", args=["2026"])

    public = _read(Browser(headers={"accept-language": "en"}), method)
    assert "The weights come from 5 complete answers of shoppers." in public
    assert "An interval holds 95% of the weights" in public
    assert "approved by the second coordinator together with the release" in public
    assert "took the weights of its moment" in _read(desk, reverse("run", args=[run.pk]))

    proposal = propose_weights(programme=award.programme, by=alma).proposal
    approve_weights(proposal=proposal, by=clara)
    corrected = propose_release(
        programme=award.programme,
        run=scored(award),
        by=alma,
        reason={"en": "Weights were settled."},
    ).release
    assert corrected != release
    assert "settled these weights before the release" in _read(
        desk, reverse("release", args=[corrected.pk])
    )
    # What was published stays as it was.
    assert not Release.objects.get(pk=release.pk).weights["approved"]


def _basis(**facts: object) -> Basis:
    stored = {"responses": 98, "complete": 91, "shares": {}, **facts}
    return Basis.read(stored, {})


def test_sentences_say_what_was_done_to_the_answers() -> None:
    raking = {
        "design_effect": "1.250000",
        "effective": "72.800000",
        "unknown": 2,
        "margins": {"gender": [["f"], ["m", "x"]], "region": [["Oslo"], ["Troms"]]},
    }

    said = sentences(_basis(raking=raking, prior_answers=40, weak=True))

    assert said == [
        "91 of 98 answers count.",
        "Shoppers answered, not customers: the weights say what they expect.",
        "Last year's weights count as 40 answers beside this year's.",
        (
            "Answers are weighted until they stand for the population. That costs precision: with a"
            " design effect of 1.25, 91 answers say as much as 73 of equal weight."
        ),
        "Too few answered in some groups, which are taken together: m + x.",
        "2 answers come from people in none of the groups and count once.",
        (
            "The ratings hardly tell the sections apart, so the weights stretch small differences."
            " Another way of asking would say more."
        ),
    ]
    assert len(sentences(_basis())) == 2
    assert _basis(raking=raking).raking == Raking(
        Decimal("1.25"),
        Decimal("72.8"),
        2,
        raking["margins"],  # type: ignore[arg-type]  # a literal
    )


@pytest.mark.parametrize(
    ("p_value", "begins", "ends"),
    [
        ("0.049", "The weights have changed since 2025:", "χ²(5) = 11.1, p = 0.049)."),
        (
            "0.05",
            "That the weights have changed since 2025 cannot be shown:",
            "χ²(5) = 11.1, p = 0.050).",
        ),
    ],
)
def test_a_change_is_one_sentence(p_value: str, begins: str, ends: str) -> None:
    test = ChangeTest(Decimal("11.07"), 5, Decimal(p_value))

    said = change_sentence(YearBefore("2025", {}, test))

    assert said.startswith(begins)
    assert said.endswith(ends)


def test_a_change_that_cannot_be_tested_is_said() -> None:
    assert "cannot be tested" in change_sentence(YearBefore("2025", {}, None))
    assert chance(Decimal("0.000999")) == "p < 0.001"
    assert chance(Decimal("0.001")) == "p = 0.001"
