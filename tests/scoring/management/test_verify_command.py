"""verify, as an operator types it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from evaluations.models import Points, Programme
from scoring.services.verifying.whole import one_moment
from tests.factories.awards import tiny_award
from tests.factories.releases import ReadyAward, proposed, released_award


@pytest.mark.django_db(transaction=True)
def test_verify_reads_one_moment_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    there = released_award()

    call_command("verify", "2026", format="json")

    document = json.loads(capsys.readouterr().out)
    assert document["verified"] is True
    assert document["differences"] == []
    assert document["content_hash"] == there.release.content_hash
    assert document["checked"]["scoring_releaseconfirmation"] == 1
    with pytest.raises(DatabaseError, match="read-only"), one_moment():
        Programme.objects.update(name="Other")
    assert Programme.objects.get().name == "Best in test 2026"


@pytest.mark.django_db
def test_verify_says_what_was_looked_at(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    release = proposed(ready.award, ready.run, by=ready.alma)

    call_command("verify", "2026", release=1)

    printed = capsys.readouterr()
    assert "  evaluations_evaluation                     10\n" in printed.out
    assert printed.out.endswith(
        "Best in test 2026, release 1 is what its contacts' answers give.\n"
        f"sha256 {release.content_hash}\n"
    )
    assert "Verifying 2026" in printed.err


@pytest.mark.django_db
def test_verify_says_what_differs_and_where(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    points = Points.objects.order_by("pk").first()
    assert points is not None
    Points.objects.filter(pk=points.pk).update(channel="chat")

    with pytest.raises(CommandError, match="release 1 does not verify: 1 difference"):
        call_command("verify", "2026")

    said = (
        f"evaluations_points, {points.pk}, channel: stored chat, computed anew {points.channel}\n"
    )
    assert capsys.readouterr().out.startswith(said)


@pytest.mark.django_db
def test_verify_needs_a_release() -> None:
    tiny_award("2024")

    with pytest.raises(CommandError, match="The programme 2024 has no release"):
        call_command("verify", "2024")
    with pytest.raises(CommandError, match="The programme 2024 has no release 3"):
        call_command("verify", "2024", release=3)
