"""What comparing reports has named: in the queue, on the report's page, and dismissed there."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Evaluation, FlagDismissal, ProgrammeScreening, ScreeningFlag
from evaluations.services.review.reviewing import approve
from evaluations.services.review.screening import dismiss, sweep_screenings
from tests.evaluations.web.review.compared_reports import WORDS, alike, another
from tests.evaluations.web.review.conftest import Begin
from tests.evaluations.web.review_desk import ReviewDesk, address

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"


@pytest.fixture(scope="module")
def begin() -> Begin:
    return alike


def _rows(browser: Browser, query: str = "") -> list[tuple[str, list[str]]]:
    answer = browser.get(QUEUE + query)
    assert answer.status_code == 200
    return [(row.company, [chip.label for chip in row.flags]) for row in answer.context["rows"]]


def test_the_queue_counts_filters_and_sorts(desk: ReviewDesk, reviewer: Browser) -> None:
    _alfa, beta, gamma = desk.begun
    another(gamma, "too_fast", p=0.001, statistic=2.5)
    another(gamma, "together", p=0.001)

    rows = dict(_rows(reviewer, "?sort=-flags"))

    assert [*rows] == ["Gamma", "Beta", "Alfa"]
    assert rows["Gamma"] == ["2 things to look at"]
    assert rows["Beta"] == ["1 thing to look at", "Comments to moderate"]
    assert rows["Alfa"] == ["Comments to moderate"]
    for word, found in (
        ("any", ["Beta", "Gamma"]),
        ("too_fast", ["Gamma"]),
        ("same_words", ["Beta"]),
        ("flat_answers", []),
        ("comments", ["Alfa", "Beta"]),
    ):
        assert [company for company, _ in _rows(reviewer, f"?flag={word}")] == found

    dismiss(flag=ScreeningFlag.objects.get(evaluation=beta), reason="Asked alike", by=desk.alma)
    assert [company for company, _ in _rows(reviewer, "?flag=any")] == ["Gamma"]


def test_flags_of_a_shopper_stand_with_each_of_her_reports(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    alfa = desk.begun[0]
    desk.claras_report("delta")
    facts = {"look_at": ["0", "5"], "figures": {"waits": 24, "ending": 21}}
    flag = another(alfa, "too_fast", statistic=2)
    ScreeningFlag.objects.filter(pk=flag.pk).update(kind="heaped_waits", evaluation=None, **facts)

    assert [company for company, _ in _rows(reviewer, "?flag=heaped_waits")] == [
        "Alfa",
        "Beta",
        "Gamma",
    ]
    page = reviewer.get(address(alfa)).content.decode()
    assert "Of the 24 waits that the shopper typed in this programme, 21 end in 0, 5." in page


def test_the_page_shows_the_words_side_by_side(desk: ReviewDesk, reviewer: Browser) -> None:
    alfa, beta, gamma = desk.begun

    answer = reviewer.get(address(beta, query="?category=bank"))

    (flag,) = answer.context["look_at"].flags
    (other,) = flag.others
    assert (flag.kind, flag.chance, flag.dismissed) == ("Words of another report", "", False)
    assert flag.sentence == (
        "A comment is 98 % the same as one in an earlier report (runs of five characters)."
    )
    assert (other.own, other.other) == (("Words", WORDS + "!"), ("Words", WORDS))
    assert (other.what, other.url) == (
        "Alfa, Phone, by S-900",
        address(alfa, query="?category=bank"),
    )
    page = answer.content.decode()
    assert "Compared with the 3 reports of the programme." in page
    assert "Nothing stands out." in reviewer.get(address(gamma)).content.decode()


def test_a_report_that_was_not_compared_yet_says_so(desk: ReviewDesk, reviewer: Browser) -> None:
    late = desk.report("delta")

    assert "is compared with the others within" in reviewer.get(address(late)).content.decode()


def test_her_own_report_is_named_without_a_way_there(desk: ReviewDesk) -> None:
    own = desk.claras_report("alfa", comments={"c_words": WORDS})
    other = desk.report("delta", comments={"c_words": WORDS + "?"})
    ProgrammeScreening.objects.update(rests_until=None)
    sweep_screenings()
    clara = desk.browser_of(desk.clara)

    (flag,) = clara.get(address(other)).context["look_at"].flags

    assert [each.url for each in flag.others if each.what.endswith("S-950")] == [""]
    page = clara.get(address(own)).content.decode()
    assert "What to look at" not in page
    mine = ScreeningFlag.objects.get(evaluation=own)
    answer = _say(clara, own, mine, "dismiss", "It is mine")
    assert answer.status_code == 403
    assert not FlagDismissal.objects.exists()


def _say(
    browser: Browser,
    report: Evaluation,
    flag: ScreeningFlag,
    act: str,
    reason: str,
    *,
    htmx: bool = False,
    typed: Mapping[str, str] | None = None,
) -> Any:
    said = {f"flag-{flag.pk}-act": act, f"flag-{flag.pk}-reason": reason}
    headers = {"hx-request": "true"} if htmx else {}
    url = reverse("settle_flag", args=[report.pk, flag.pk])
    return browser.post(url, said | dict(typed or {}), headers=headers)


def test_a_flag_is_dismissed_and_looked_at_again(desk: ReviewDesk, reviewer: Browser) -> None:
    beta = desk.begun[1]
    flag = ScreeningFlag.objects.get(evaluation=beta)

    part = _say(reviewer, beta, flag, "dismiss", "The same question was asked", htmx=True)

    assert part.status_code == 200
    words = part.content.decode()
    assert "Dismissed: Words of another report" in words
    assert "The same question was asked" in words
    assert "<html" not in words
    answer = _say(reviewer, beta, flag, "look_again", "Not quite")
    assert answer.headers["Location"] == address(beta) + f"#flag-{flag.pk}"
    assert [*flag.dismissals.values_list("act", "reason", "by")] == [
        ("dismiss", "The same question was asked", desk.alma.pk),
        ("look_again", "Not quite", desk.alma.pk),
    ]


def test_a_second_reviewer_does_not_see_what_the_first_one_said(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report("delta", answers=None)
    flag = another(report, "together", p=0.01)
    dismiss(flag=flag, reason="It was a holiday", by=desk.alma)
    approve(evaluation=report, by=desk.alma)
    clara = desk.browser_of(desk.clara)

    assert "It was a holiday" in reviewer.get(address(report)).content.decode()
    page = clara.get(address(report)).content.decode()
    assert "No single figure stands out" in page
    assert "It was a holiday" not in page
    assert "Dismissed:" not in page
    # Nor does the queue tell: nothing is dismissed for her, and it still is for the first.
    chips = dict(_rows(clara, "?flag=any"))["Delta"]
    assert "1 thing to look at" in chips
    assert "Delta" not in dict(_rows(reviewer, "?flag=any"))
    part = _say(clara, report, flag, "dismiss", "Nobody was there", htmx=True)

    assert part.status_code == 200
    assert "Nobody was there" in part.content.decode()
    assert "It was a holiday" not in part.content.decode()
    assert flag.dismissals.count() == 2


def test_a_word_that_is_not_taken_changes_nothing(desk: ReviewDesk, reviewer: Browser) -> None:
    alfa, beta, _gamma = desk.begun
    flag = ScreeningFlag.objects.get(evaluation=beta)

    empty = _say(reviewer, beta, flag, "dismiss", " ", htmx=True)
    early = _say(reviewer, beta, flag, "look_again", "Why", htmx=True)
    whole = _say(reviewer, beta, flag, "dismiss", "", typed={"reason": "Which day?"})
    wrong = _say(reviewer, beta, flag, "approve", "Why")
    other = _say(reviewer, alfa, flag, "dismiss", "Why")

    assert (empty.status_code, early.status_code) == (422, 422)
    assert "Please give a reason." in empty.content.decode()
    assert "This flag is to be looked at already." in early.content.decode()
    assert (whole.status_code, wrong.status_code, other.status_code) == (422, 422, 404)
    # What else was typed is still there.
    assert "Which day?" in whole.content.decode()
    assert not FlagDismissal.objects.exists()


def test_a_flag_that_fell_meanwhile_says_so(desk: ReviewDesk, reviewer: Browser) -> None:
    beta = desk.begun[1]
    flag = ScreeningFlag.objects.get(evaluation=beta)
    ScreeningFlag.objects.update(standing=False)

    part = _say(reviewer, beta, flag, "dismiss", "Why", htmx=True)
    page = _say(reviewer, beta, flag, "dismiss", "Why")

    assert (part.status_code, page.status_code) == (422, 409)
    for answer in (part, page):
        assert "This flag no longer stands" in answer.content.decode()


@pytest.mark.parametrize("flags", [1, 3])
def test_the_number_of_queries_does_not_grow(
    desk: ReviewDesk,
    reviewer: Browser,
    flags: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    beta = desk.begun[1]
    for kind in ("together", "outside_hours", "recognised")[:flags]:
        dismiss(flag=another(beta, kind), reason="Asked alike", by=desk.alma)

    with django_assert_num_queries(13):
        reviewer.get(QUEUE)
    with django_assert_num_queries(21):
        reviewer.get(address(beta))


def test_shoppers_and_clients_are_kept_out(desk: ReviewDesk) -> None:
    beta = desk.begun[1]
    flag = ScreeningFlag.objects.get(evaluation=beta)

    assert _say(desk.browser_of(desk.selma), beta, flag, "dismiss", "Why").status_code == 403
    assert not FlagDismissal.objects.exists()
