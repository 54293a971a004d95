"""What is asked before the first call: publishing it, signing it, passing it, checking it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.enums import FirstStep, SignedText
from evaluations.models import Admission, Briefing, Programme, Signature
from evaluations.queries.roster.certification import certification_of, newest_briefing
from evaluations.services.lifecycle import LifecycleError
from shoppers.conduct import code_of_conduct
from shoppers.languages import Language
from shoppers.models import QualificationTry, QualificationVersion, Shopper, User
from shoppers.qualification import QualificationDocument
from shoppers.services import qualifying

_log = structlog.get_logger(__name__)


class CertifyingRefused(LifecycleError):
    """A step before the first call that was not taken."""

    code = "certifying_refused"


class NotAdmittedYet(CertifyingRefused):
    """Only who is admitted to a programme signs in it."""

    code = "not_admitted_yet"

    def __init__(self) -> None:
        super().__init__(_("You are not admitted to this programme."))


class TextChanged(CertifyingRefused):
    """Another text is signed now than the one that she had before her."""

    code = "text_changed"

    def __init__(self) -> None:
        super().__init__(_("The text has been changed in the meantime. Please read it again."))


class NotCertified(CertifyingRefused):
    """She has something to do before her first call; `step` says what is next."""

    code = "not_certified"

    def __init__(self, programme: Programme, step: FirstStep) -> None:
        self.programme, self.step = programme, step
        super().__init__(
            {
                FirstStep.CODE: _("Before you take your first call, sign the code of conduct."),
                FirstStep.BRIEFING: _(
                    "Before you take your first call, read and sign the briefing."
                ),
                FirstStep.TEST: _("Before you take your first call, pass the short test."),
                FirstStep.CALIBRATION: _(
                    "Before you take your first call, your answers in a calibration must agree"
                    " enough with the master answers."
                ),
            }[step]
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a programme asks for: a briefing in every language, and a test."""

    briefing: Mapping[Language, str]
    test: QualificationDocument


@transaction.atomic
def publish(*, programme: Programme, asked: Asked, by: User) -> Briefing:
    """Ask this from now on; what is the same as before stays the version that it is.

    Who has signed or passed an earlier version has done so: it is once in a programme.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    version = qualifying.publish_test(
        key=held.qualification.key if held.qualification else f"programme-{held.slug}",
        document=asked.test,
        by=by,
    )
    programme.qualification = version.test
    programme.save(update_fields=["qualification"])
    text = {str(language): words for language, words in asked.briefing.items()}
    newest = newest_briefing(programme)
    if newest is not None and newest.text_hash == digest(text):
        return newest
    _log.info("briefing_published", programme=programme.slug, by=str(by.pk))
    return Briefing.objects.create(
        programme=programme,
        version=(newest.version if newest else 0) + 1,
        text=text,
        text_hash=digest(text),
        published_at=timezone.now(),
        published_by=by,
    )


def text_to_sign(programme: Programme, signed: SignedText) -> tuple[int, str]:
    """Version and hash of what is signed today. Raises LookupError where there is nothing."""
    if signed is SignedText.CODE:
        code = code_of_conduct()
        return code.version, code.text_hash
    briefing = newest_briefing(programme)
    if briefing is None:
        raise LookupError(f"{programme} has no briefing.")
    return briefing.version, briefing.text_hash


@transaction.atomic
def sign(  # noqa: PLR0913 - a signature with all that it says
    *,
    programme: Programme,
    shopper: Shopper,
    signed: SignedText,
    seen: str,
    language: Language,
    by: User,
) -> Signature:
    """Note that she has read the text whose hash is `seen`, in this language; once.

    A second time the first signature stands. Raises NotAdmittedYet, TextChanged.
    """
    if not Admission.objects.filter(shopper=shopper, programme=programme).exists():
        raise NotAdmittedYet
    known = Signature.objects.filter(shopper=shopper, programme=programme, signed=signed).first()
    if known is not None:
        return known
    version, text_hash = text_to_sign(programme, signed)
    if seen != text_hash:
        raise TextChanged
    signature, _made = Signature.objects.get_or_create(
        shopper=shopper,
        programme=programme,
        signed=signed,
        defaults={
            "version": version,
            "text_hash": text_hash,
            "language": language,
            "by": by,
            "at": timezone.now(),
        },
    )
    return signature


def take_test(
    *,
    programme: Programme,
    shopper: Shopper,
    version: QualificationVersion,
    answers: Mapping[str, str],
    key: uuid.UUID,
) -> QualificationTry:
    """Count a try at the programme's test. Raises NotAdmittedYet, QualifyingRefused."""
    if not Admission.objects.filter(shopper=shopper, programme=programme).exists():
        raise NotAdmittedYet
    return qualifying.take_test(version=version, shopper=shopper, answers=answers, key=key)


def check_certified(shopper: Shopper, programme: Programme) -> None:
    """Whether she has done what the programme asks for. Raises NotCertified."""
    if not programme.asks_certification:
        return
    step = certification_of(shopper, programme).next_step
    if step is not None:
        raise NotCertified(programme, step)
