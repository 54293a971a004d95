"""Comparing a programme's reports: once for the same reports, told as flags, dismissed in words."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import FlagKind
from evaluations.models import Evaluation, FlagDismissal, ProgrammeScreening, ScreeningFlag
from evaluations.queries.review.review_desk import Wanted, reports
from evaluations.queries.review.screening import (
    flags_of_report,
    flags_to_look_at,
    has_flag,
    oldest_due,
)
from evaluations.screening.facts import Rule
from evaluations.services.lifecycle import ReasonMissing
from evaluations.services.reports.evaluating import Recognised, recognitions
from evaluations.services.review import screening
from evaluations.services.review.reviewing import OwnReport, approve, send_back
from evaluations.services.review.screening import (
    FlagGone,
    FlagOpen,
    dismiss,
    look_again,
    sweep_screenings,
)
from evaluations.tasks import sweep_screenings as task
from shoppers.models import User
from shoppers.services.own_data import own_data
from tests import people
from tests.factories.awards import Award
from tests.factories.reports import MONDAY_AT_TEN, attempt, handed_in_again, submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
WORDS = "The agent let me wait for a while but then she answered all of my questions."
ALIKE = WORDS + "!"


def _two_alike(award: Award, selma: User, alma: User) -> tuple[Evaluation, Evaluation]:
    """The second says nearly what the first says."""
    first = submitted_report(award, selma, alma, comments={"c_words": WORDS})
    second = submitted_report(
        award, selma, alma, PERFECT | {"mood": "up"}, company="beta", comments={"c_words": ALIKE}
    )
    return first, second


def _rested() -> None:
    ProgrammeScreening.objects.update(rests_until=None)


def _flags(**wanted: Any) -> list[tuple[str, Any]]:
    found = ScreeningFlag.objects.filter(standing=True, **wanted).order_by("pk")
    return list(found.values_list("kind", "evaluation"))


def test_kinds_are_the_words_of_the_rules() -> None:
    assert set(FlagKind.values) == {rule.value for rule in Rule}


def test_the_same_reports_are_compared_once(award: Award, alma: User, selma: User) -> None:
    first, second = _two_alike(award, selma, alma)

    task()
    row = ProgrammeScreening.objects.get()
    flag = ScreeningFlag.objects.get()
    # Swept again, also after it has rested: the reports are the same.
    assert sweep_screenings() == 0
    _rested()
    assert sweep_screenings() == 0

    assert (row.reports, row.tested, row.flags, row.failures) == (2, 0, 1, 0)
    assert (flag.kind, flag.evaluation, flag.shopper) == ("same_words", second, selma.shopper)
    assert (flag.p, flag.adjusted_p, flag.look_at) == (None, None, [str(first.pk)])
    assert flag.statistic == pytest.approx(72 / 73)
    assert flag.figures == {
        "pairs": [
            {
                "own": "c_words",
                "report": str(first.pk),
                "other": "c_words",
                "alike": pytest.approx(72 / 73),
            }
        ]
    }
    assert ScreeningFlag.objects.get().seen_at == flag.seen_at


def test_a_new_report_shows_once_the_programme_has_rested(
    award: Award, alma: User, selma: User
) -> None:
    _two_alike(award, selma, alma)
    assert sweep_screenings() == 1
    third = submitted_report(
        award,
        selma,
        alma,
        PERFECT | {"correct": "no"},
        company="gamma",
        attempts=[attempt(MONDAY_AT_TEN - dt.timedelta(days=1))],
    )
    for said in recognitions(third, Recognised(recognised=True), by=selma, at=timezone.now()):
        said.save()

    assert sweep_screenings() == 0
    _rested()
    assert sweep_screenings() == 1

    assert _flags(evaluation=third) == [
        ("critical", third.pk),
        ("outside_hours", third.pk),
        ("recognised", third.pk),
    ]
    assert ScreeningFlag.objects.get(kind="critical").look_at == ["correct"]
    assert ProgrammeScreening.objects.get().flags == 4


def test_a_report_that_nobody_compares_is_owed(award: Award, alma: User, selma: User) -> None:
    report = submitted_report(award, selma, alma)
    assert oldest_due() == report.submitted_at
    assert sweep_screenings() == 1
    assert oldest_due() is None

    send_back(evaluation=report, reason="Say more", remarks={}, by=alma)
    report = handed_in_again(report, selma)
    row = ProgrammeScreening.objects.get()
    # Nothing is owed while the programme rests.
    assert oldest_due() == row.rests_until
    _rested()
    assert oldest_due() == report.submitted_at

    assert sweep_screenings() == 1
    assert oldest_due() is None


def test_a_programme_without_a_report_that_waits_is_left_alone(
    award: Award, alma: User, selma: User
) -> None:
    assert sweep_screenings() == 0
    approve(evaluation=submitted_report(award, selma, alma), by=alma)

    assert sweep_screenings() == 0
    assert not ProgrammeScreening.objects.exists()


def test_a_dismissal_stands_while_its_ground_does(award: Award, alma: User, selma: User) -> None:
    _first, second = _two_alike(award, selma, alma)
    sweep_screenings()
    (flag,) = flags_of_report(second)
    assert _to_look_at(second) == 1

    said = dismiss(flag=flag, reason=" The same question was asked. ", by=alma)
    again = dismiss(flag=flag, reason="The same question was asked.", by=alma)
    submitted_report(award, selma, alma, company="gamma")
    _rested()
    sweep_screenings()

    assert again == said
    assert (said.reason, said.act, said.by) == ("The same question was asked.", "dismiss", alma)
    assert ScreeningFlag.objects.get().seen_at > flag.seen_at
    assert _to_look_at(second) == 0

    # Handed in again it is another report, and somebody has to look at it anew.
    send_back(evaluation=second, reason="Your own words, please", remarks={}, by=alma)
    second = handed_in_again(second, selma, comments={"c_words": WORDS})
    _rested()
    sweep_screenings()

    (fresh,) = flags_of_report(second)
    assert (fresh.pk != flag.pk, fresh.statistic, _to_look_at(second)) == (True, 1.0, 1)
    flag.refresh_from_db()
    assert not flag.standing
    with pytest.raises(FlagGone):
        look_again(flag=flag, reason="After all", by=alma)


def _to_look_at(report: Evaluation) -> int:
    reader = User.objects.get(email="alma@award.example")
    found = reports(Wanted(), reader=reader).annotate(
        count=flags_to_look_at(reader), some=has_flag(reader), words=has_flag(reader, "same_words")
    )
    row = found.values_list("count", "some", "words").get(pk=report.pk)
    assert row[1] == row[2] == (row[0] > 0)
    return int(row[0])


def test_a_dismissal_is_undone_by_another_word(award: Award, alma: User, selma: User) -> None:
    _first, second = _two_alike(award, selma, alma)
    sweep_screenings()
    (flag,) = flags_of_report(second)
    clara = people.clara()
    with pytest.raises(FlagOpen):
        look_again(flag=flag, reason="It is open", by=alma)
    dismiss(flag=flag, reason="Asked alike", by=alma)

    look_again(flag=flag, reason="The answer is the same too", by=clara)

    assert _to_look_at(second) == 1
    assert [*flag.dismissals.values_list("act", "by__name")] == [
        ("dismiss", alma.name),
        ("look_again", clara.name),
    ]


def test_a_word_without_reason_or_about_her_own_report_is_refused(
    award: Award, alma: User, selma: User
) -> None:
    _first, second = _two_alike(award, selma, alma)
    sweep_screenings()
    (flag,) = flags_of_report(second)

    with pytest.raises(ReasonMissing):
        dismiss(flag=flag, reason="  ", by=alma)
    with pytest.raises(OwnReport):
        dismiss(flag=flag, reason="It is mine", by=selma)

    assert not FlagDismissal.objects.exists()
    assert _to_look_at(second) == 1


def test_a_fault_leaves_everything_and_is_tried_a_few_times(
    award: Award, alma: User, selma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_alike(award, selma, alma)

    def breaks(*_arguments: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(screening, "_store", breaks)
        for _attempt in range(screening.MOST_FAILURES):
            _rested()
            assert sweep_screenings() == 0
    _rested()
    assert sweep_screenings() == 0

    row = ProgrammeScreening.objects.get()
    assert (row.failures, row.error, row.fingerprint) == (5, "RuntimeError", "")
    # Given up is not done: whoever looks at the health of the service sees it.
    assert oldest_due() is not None
    assert not ScreeningFlag.objects.exists()

    submitted_report(award, selma, alma, company="gamma")
    assert sweep_screenings() == 1
    row.refresh_from_db()
    assert (row.failures, row.error, row.flags) == (0, "", 1)


def test_what_is_noted_is_in_her_own_data(award: Award, alma: User, selma: User) -> None:
    _first, second = _two_alike(award, selma, alma)
    sweep_screenings()
    (flag,) = flags_of_report(second)
    dismiss(flag=flag, reason="Asked alike", by=alma)
    for kind in ("critical", "heaped_waits"):
        ScreeningFlag.objects.create(
            programme=award.programme,
            evaluation=second if kind == "critical" else None,
            shopper=selma.shopper,
            kind=kind,
            ground="0" * 64,
            found_at=flag.found_at,
            seen_at=flag.seen_at,
        )

    document = own_data(selma.shopper)

    reports = {call["company"]: call["report"] for call in document["calls"]}
    assert reports["Alfa"]["noted"] == []
    # What an answer is worth is no fact about her.
    (noted,) = reports["Beta"]["noted"]
    assert (noted["what"], noted["holds_now"]) == ("same_words", True)
    assert [(each["what"], each["reason"], each["by"]) for each in noted["said_about_it"]] == [
        ("dismiss", "Asked alike", "a coordinator")
    ]
    (together,) = document["noted_about_reports_together"]
    assert (together["what"], together["programme"]) == ("heaped_waits", "2026")
