"""Corrections: why a release takes another's place, and who is told."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.models import ClientMember
from scoring.models import CorrectionTold, Release
from scoring.queries.releases.corrections import is_correction, untold_corrections
from scoring.refusals import Refusal, Refused
from shoppers.languages import Language
from shoppers.models import Notice

REASON_LENGTH = 500
NOTICE = "correction"  # the kind of its mail


def reason_for(release: Release, typed: Mapping[str, str]) -> dict[str, str]:
    """The public sentence of a release that is about to be made, by language.

    Raises Refused where a correction has none, a first release has one, or one is too long.
    """
    known = set(Language.values)
    said = {language: " ".join(words.split()) for language, words in typed.items()}
    reason = {language: words for language, words in said.items() if words and language in known}
    if is_correction(release) and not reason:
        raise Refused(Refusal.CORRECTION_WITHOUT_REASON)
    if reason and not is_correction(release):
        raise Refused(Refusal.NOTHING_TO_CORRECT)
    if any(len(words) > REASON_LENGTH for words in reason.values()):
        raise Refused(Refusal.REASON_TOO_LONG)
    return reason


def tell_corrections() -> int:
    """Owe a mail to every client member, once, for each correction that clients now read.

    Of clients' reading no record is kept, so all of their members count as readers of the release
    before, when it was open to them. How many corrections were told.
    """
    told = 0
    for release in untold_corrections(now=timezone.now()):
        with transaction.atomic():
            # Whoever sweeps at the same time waits here, and finds it told.
            _row, new = CorrectionTold.objects.get_or_create(release=release)
            if new:
                _owe_mails(release)
                told += 1
    return told


def _owe_mails(release: Release) -> None:
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=reader,
                kind=NOTICE,
                about=release.pk,
                cause=f"{NOTICE}:{release.pk.hex}:{reader.hex}",
            )
            for reader in ClientMember.objects.values_list("user", flat=True)
        ],
        ignore_conflicts=True,
    )
