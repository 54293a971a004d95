"""release, as an operator types it."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from scoring.models import Release, ReleaseConfirmation
from tests.factories.awards import scored, scored_award, tiny_award
from tests.factories.releases import ReadyAward, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _typed(*words: str, **options: Any) -> None:
    """Without a worker: this process drafts at once what it proposes."""
    call_command(*words, **{"wait": True, "patience": 0.0, **options})


def _printed(capsys: pytest.CaptureFixture[str], *words: str, **options: Any) -> str:
    capsys.readouterr()
    _typed(*words, **options)
    return capsys.readouterr().out


def test_release_proposes_and_says_who_must_confirm(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    alma, clara = ready.alma, ready.clara

    printed = _printed(capsys, "release", "2026", by=alma.email, yes=True)

    assert "Changes against no release" in printed
    assert "category bank" in printed
    assert "manage.py release 2026 --confirm --by OTHER" in printed
    assert not ReleaseConfirmation.objects.exists()

    printed = _printed(capsys, "release", "2026", by=clara.email, confirm=True, yes=True)
    assert "Release 1 is confirmed" in printed
    assert ReleaseConfirmation.objects.get().confirmed_by == clara

    printed = _printed(capsys, "release", "2026", by=clara.email, confirm=True)
    assert printed == "Release 1 is confirmed already.\n"


@pytest.mark.parametrize("demo", [False, True])
def test_release_waits_for_the_other_coordinator_and_for_its_times(
    ready: ReadyAward,
    demo: bool,  # noqa: FBT001 - a parameter of the test
    capsys: pytest.CaptureFixture[str],
    settings: Any,
) -> None:
    settings.DEMO = demo
    alma, clara = ready.alma, ready.clara

    printed = _printed(
        capsys,
        "release",
        "2026",
        "--public-from=2030-06-01T09:00",
        "--clients-from=2030-05-01T09:00+02:00",
        by=alma.email,
        yes=True,
    )

    assert printed.endswith("manage.py release 2026 --confirm --by OTHER\n")
    assert not ReleaseConfirmation.objects.exists()
    printed = _printed(capsys, "release", "2026", by=clara.email, confirm=True, yes=True)
    assert "clients read it from 2030-05-01 09:00, the public from 2030-06-01 09:00." in printed
    assert ReleaseConfirmation.objects.get().confirmed_by == clara


@pytest.mark.parametrize("audience", ["clients", "public"])
def test_release_in_the_past_is_refused_in_words(ready: ReadyAward, audience: str) -> None:
    alma = ready.alma

    with pytest.raises(CommandError, match="cannot be read from a time that has passed"):
        _typed("release", "2026", f"--{audience}-from=2026-01-31T09:00", by=alma.email, yes=True)

    assert not Release.objects.exists()


def test_release_of_an_old_year_is_read_from_its_confirmation_on(
    ready: ReadyAward,
    capsys: pytest.CaptureFixture[str],
) -> None:
    alma, clara, award = ready.alma, ready.clara, scored_award("2019")
    scored(award)
    _typed("release", "2019", by=alma.email, yes=True)

    printed = _printed(capsys, "release", "2019", by=clara.email, confirm=True, yes=True)

    confirmed_at = ReleaseConfirmation.objects.get().confirmed_at
    minute = f"{timezone.localtime(confirmed_at):%Y-%m-%d %H:%M}"
    assert f"clients read it from {minute}, the public from {minute}." in printed


def test_release_of_nothing_new_does_nothing_and_says_so(
    ready: ReadyAward,
    capsys: pytest.CaptureFixture[str],
) -> None:
    there = released(ready)
    scored(there.award)

    printed = _printed(capsys, "release", "2026", by=there.alma.email)

    assert printed == "Nothing has changed since release 1.\n"
    assert Release.objects.count() == 1


def test_release_without_a_terminal_wants_yes(ready: ReadyAward) -> None:
    alma = ready.alma

    with pytest.raises(CommandError, match="--yes"):
        _typed("release", "2026", by=alma.email)

    assert not Release.objects.exists()


@pytest.mark.parametrize(("answer", "releases"), [("y", 1), ("", 0), ("no", 0)])
def test_release_asks_at_a_terminal(
    ready: ReadyAward, answer: str, releases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alma = ready.alma
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    if releases:
        _typed("release", "2026", by=alma.email)
    else:
        with pytest.raises(CommandError, match="Nothing was done"):
            _typed("release", "2026", by=alma.email)

    assert Release.objects.count() == releases


def test_release_by_who_proposed_it_is_not_confirmed(ready: ReadyAward) -> None:
    proposed(ready.award, ready.run, by=ready.alma)

    with pytest.raises(CommandError, match="Somebody else must confirm"):
        _typed("release", "2026", by=ready.alma.email, confirm=True, yes=True)


def test_release_without_a_run_or_a_proposal_is_a_clear_error(ready: ReadyAward) -> None:
    alma = ready.alma
    tiny_award("2025")

    with pytest.raises(CommandError, match="no complete run"):
        _typed("release", "2025", by=alma.email, yes=True)
    with pytest.raises(CommandError, match="no proposal to confirm"):
        _typed("release", "2025", by=alma.email, confirm=True)


@pytest.mark.parametrize("time", ["soon", "2026-02-31T09:00"])
def test_release_wants_a_time_it_can_read(time: str) -> None:
    with pytest.raises(CommandError, match="is not a time"):
        _typed("release", "2026", f"--public-from={time}", by="alma@award.example")


def test_release_shows_rejected_contacts(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    alma, award = ready.alma, ready.award
    award.rejected("gamma", None, by=alma, reason="No recording")
    award.contact("delta", PERFECT, channel="email")
    scored(award)

    printed = _printed(capsys, "release", "2026", by=alma.email, yes=True)

    assert "No recording" in printed
    assert "1 → 3" in printed
    assert "71.43 → 53.57" in printed


def test_release_that_moves_nobody_says_so(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    there = released(ready)
    there.award.contact("delta", PERFECT, channel="email")
    scored(there.award)

    with pytest.raises(CommandError, match="Say in a sentence for everybody why"):
        _typed("release", "2026", by=there.alma.email, yes=True)
    assert Release.objects.count() == 1
    printed = _printed(
        capsys,
        "release",
        "2026",
        by=there.alma.email,
        yes=True,
        reason=["A contact was missing.", "nb=En kontakt manglet."],
    )

    assert Release.objects.get(number=2).correction == {
        "en": "A contact was missing.",
        "nb": "En kontakt manglet.",
    }
    assert "Changes against release 1" in printed
    assert "Every title and every place stays as it is." in printed
    assert "Companies with another total in the same place: 1" in printed


def test_confirming_asks_at_a_terminal(ready: ReadyAward, monkeypatch: pytest.MonkeyPatch) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "n")

    with pytest.raises(CommandError, match="Nothing was done"):
        _typed("release", "2026", by=ready.clara.email, confirm=True)

    assert not ReleaseConfirmation.objects.exists()


def test_release_takes_a_named_run(ready: ReadyAward) -> None:
    alma, award, run = ready.alma, ready.award, ready.run
    award.contact("alfa", PERFECT)
    scored(award)

    _typed("release", "2026", by=alma.email, run=str(run.pk), yes=True)

    assert Release.objects.get().run == run
