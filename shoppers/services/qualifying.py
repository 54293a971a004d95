"""Publishing qualification tests, trying them, and giving one more try."""

import uuid
from collections.abc import Mapping

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shoppers.models import (
    ExtraTry,
    QualificationTest,
    QualificationTry,
    QualificationVersion,
    Shopper,
    User,
)
from shoppers.qualification import QualificationDocument, document_hash
from shoppers.queries.qualifications import document_of, newest_version, standing_of
from shoppers.queries.shoppers import held_shopper

_log = structlog.get_logger(__name__)


class QualifyingRefused(Exception):
    """A step that was not taken; `code` is for programs, the text for people."""

    code = "qualifying_refused"


class AnswersMissing(QualifyingRefused):
    """The try does not count yet: `keys` are the questions without an answer."""

    code = "answers_missing"

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(_("Some questions still need an answer."))


class NoTryLeft(QualifyingRefused):
    """Every try is used up."""

    code = "no_try_left"

    def __init__(self) -> None:
        super().__init__(_("There is no try left. A coordinator can give one more."))


class AlreadyPassed(QualifyingRefused):
    """The test is passed; it is taken once."""

    code = "already_passed"

    def __init__(self) -> None:
        super().__init__(_("The test is passed already."))


class StillHasTries(QualifyingRefused):
    """One more is given when none is left."""

    code = "still_has_tries"

    def __init__(self) -> None:
        super().__init__(_("This shopper still has a try left."))


class WhyMissing(QualifyingRefused):
    """An exception is explained."""

    code = "why_missing"

    def __init__(self) -> None:
        super().__init__(_("Please say why."))


@transaction.atomic
def publish_test(*, key: str, document: QualificationDocument, by: User) -> QualificationVersion:
    """Ask this from now on; the same as before stays the version that it is.

    Who has passed an earlier version has passed.
    """
    test, _made = QualificationTest.objects.get_or_create(key=key)
    QualificationTest.objects.select_for_update().get(pk=test.pk)
    content = document.model_dump(mode="json")
    newest = newest_version(test)
    if newest is not None and newest.document_hash == document_hash(content):
        return newest
    version = QualificationVersion.objects.create(
        test=test,
        version=(newest.version if newest else 0) + 1,
        document=content,
        document_hash=document_hash(content),
        published_at=timezone.now(),
        published_by=by,
    )
    _log.info("qualification_published", test=key, version=version.version, by=str(by.pk))
    return version


@transaction.atomic
def take_test(
    *,
    version: QualificationVersion,
    shopper: Shopper,
    answers: Mapping[str, str],
    key: uuid.UUID,
) -> QualificationTry:
    """Count a try at the version that she had before her; with a known `key` it is that try.

    Raises AnswersMissing, which costs no try, AlreadyPassed, NoTryLeft.
    """
    held_shopper(shopper)
    known = QualificationTry.objects.filter(shopper=shopper, key=key).first()
    if known is not None:
        return known
    standing = standing_of(version.test, shopper)
    if standing.passed:
        raise AlreadyPassed
    if not standing.left:
        raise NoTryLeft
    document = document_of(version)
    if missing := document.unanswered(answers):
        raise AnswersMissing(missing)
    right = document.right_answers(answers)
    asked = [question.key for question in document.questions]
    return QualificationTry.objects.create(
        version=version,
        shopper=shopper,
        key=key,
        number=len(standing.tries) + 1,
        answers={name: answers[name] for name in asked},
        right=right,
        asked=len(asked),
        passed=right >= document.passing,
        at=timezone.now(),
    )


@transaction.atomic
def give_try(*, test: QualificationTest, shopper: Shopper, reason: str, by: User) -> ExtraTry:
    """One more try, for somebody who has none left.

    Raises AlreadyPassed, StillHasTries, WhyMissing.
    """
    held_shopper(shopper)
    if not reason.strip():
        raise WhyMissing
    standing = standing_of(test, shopper)
    if standing.passed:
        raise AlreadyPassed
    if standing.left:
        raise StillHasTries
    given = ExtraTry.objects.create(
        test=test, shopper=shopper, reason=reason.strip(), by=by, at=timezone.now()
    )
    _log.info("extra_try_given", test=test.key, shopper=shopper.code, by=str(by.pk))
    return given
