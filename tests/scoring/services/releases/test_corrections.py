"""A release that follows a released one says why, and tells those who read the old one."""

import datetime as dt
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.visibility import Audience
from scoring.models import CorrectionTold, Release
from scoring.queries.releases.corrections import Correction, corrections_of
from scoring.queries.releases.verification import recomputed_hash
from scoring.refusals import Refused
from scoring.services.releases.corrections import tell_corrections
from scoring.services.releases.releasing import confirm_release, propose_release
from shoppers.models import Notice
from shoppers.services.mail import compose
from tests.factories.awards import scored
from tests.factories.releases import ReadyAward, Released, proposed, released
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
REASON = {"nb": "En kontakt manglet.", "en": "A contact was missing."}


def _refusal(there: Released, reason: dict[str, str] | None) -> str:
    before = Release.objects.count()
    with pytest.raises(Refused) as refused:
        propose_release(
            programme=there.award.programme, run=scored(there.award), by=there.alma, reason=reason
        )
    assert Release.objects.count() == before
    return refused.value.code


def _corrected(there: Released, **times: dt.datetime) -> Release:
    there.award.contact("alfa", PERFECT)
    release = propose_release(
        programme=there.award.programme,
        run=scored(there.award),
        by=there.alma,
        reason=REASON,
        **times,
    ).release
    confirm_release(release=release, by=there.clara)
    return Release.objects.get(pk=release.pk)


@pytest.mark.parametrize("reason", [None, {}, {"en": "  "}, {"de": "Ein Kontakt fehlte."}])
def test_a_correction_without_a_sentence_is_refused(
    ready: ReadyAward, reason: dict[str, str] | None
) -> None:
    there = released(ready)
    there.award.contact("alfa", PERFECT)

    assert _refusal(there, reason) == "correction_without_reason"


def test_a_sentence_has_an_end(ready: ReadyAward) -> None:
    there = released(ready)
    there.award.contact("alfa", PERFECT)

    assert _refusal(there, {"en": "x" * 501}) == "reason_too_long"


def test_a_first_release_corrects_nothing(ready: ReadyAward) -> None:
    with pytest.raises(Refused) as refused:
        propose_release(
            programme=ready.award.programme, run=ready.run, by=ready.alma, reason=REASON
        )

    assert refused.value.code == "nothing_to_correct"
    assert not Release.objects.exists()


def test_a_proposal_that_nobody_confirmed_was_read_by_nobody(ready: ReadyAward) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    ready.award.contact("alfa", PERFECT)

    second = propose_release(
        programme=ready.award.programme, run=scored(ready.award), by=ready.alma
    ).release

    assert (second.number, second.correction) == (2, {})


def test_the_sentence_is_frozen_with_the_release_and_shown_with_its_time(
    ready: ReadyAward,
) -> None:
    there = released(ready)
    public = timezone.now() + dt.timedelta(days=2)

    release = _corrected(there, public_from=public)

    assert release.correction == REASON
    assert recomputed_hash(release) == release.content_hash
    release.correction = {**REASON, "en": "A contact was counted twice."}
    assert recomputed_hash(release) != release.content_hash
    assert corrections_of(there.release, audience=Audience.PUBLIC) == []
    assert corrections_of(release, audience=Audience.PUBLIC) == [Correction(2, public, REASON)]
    assert corrections_of(release, audience=Audience.CLIENT) == [
        Correction(2, release.clients_since, REASON)
    ]


def test_every_client_member_is_told_once(ready: ReadyAward) -> None:
    there = released(ready)
    release = _corrected(there)

    assert [tell_corrections(), tell_corrections()] == [1, 0]

    owed = Notice.objects.filter(kind="correction", about=release.pk)
    people = {there.clients.kari.pk, there.clients.kjell.pk, there.clients.oda.pk}
    assert sorted(owed.values_list("recipient", flat=True)) == sorted(people)
    assert CorrectionTold.objects.get().release == release
    letter = compose(owed.get(recipient=there.clients.kari))
    assert letter is not None
    assert letter.subject == "Results of Best in test 2026 were corrected"
    assert "A contact was missing." in letter.body
    assert "/results/2026/" in letter.body
    assert mail.outbox == []


def test_nobody_is_told_before_she_can_read_it(ready: ReadyAward) -> None:
    there = released(ready)
    later = timezone.now() + dt.timedelta(days=2)
    release = _corrected(there, clients_from=later)

    assert tell_corrections() == 0

    with mock.patch.object(timezone, "now", return_value=later):
        assert tell_corrections() == 1
    owed = Notice.objects.filter(about=release.pk)
    assert compose(owed.get(recipient=there.clients.kari)) is None  # as of today
    assert owed.count() == 3


def test_nobody_is_told_of_a_correction_of_what_nobody_could_read(ready: ReadyAward) -> None:
    later = timezone.now() + dt.timedelta(days=2)
    first = propose_release(
        programme=ready.award.programme, run=ready.run, by=ready.alma, clients_from=later
    ).release
    confirm_release(release=first, by=ready.clara)
    ready.award.contact("alfa", PERFECT)
    second = proposed(ready.award, scored(ready.award), by=ready.alma)
    confirm_release(release=second, by=ready.clara)

    assert tell_corrections() == 0
    assert not CorrectionTold.objects.exists()
