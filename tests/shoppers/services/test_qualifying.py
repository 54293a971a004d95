"""Short tests: tries are counted, kept, and given with a reason."""

import uuid

import pytest
from pydantic import ValidationError

from shoppers.models import ExtraTry, QualificationTry, QualificationVersion, User
from shoppers.qualification import QualificationDocument
from shoppers.queries.qualifications import standing_of
from shoppers.services.qualifying import (
    AlreadyPassed,
    AnswersMissing,
    NoTryLeft,
    StillHasTries,
    WhyMissing,
    give_try,
    publish_test,
    take_test,
)
from tests import people
from tests.factories.certification import RIGHT, WRONG, document_of_test

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def selma() -> User:
    return people.selma()


@pytest.fixture
def version(alma: User) -> QualificationVersion:
    return publish_test(key="calls", document=document_of_test(), by=alma)


def _try(
    version: QualificationVersion,
    selma: User,
    answers: dict[str, str],
    key: uuid.UUID | None = None,
) -> QualificationTry:
    return take_test(
        version=version, shopper=selma.shopper, answers=answers, key=key or uuid.uuid4()
    )


def test_a_try_is_kept_with_its_answers(version: QualificationVersion, selma: User) -> None:
    made = _try(version, selma, WRONG | {"wait": "hang_up"})

    assert (made.number, made.right, made.asked, made.passed) == (1, 1, 2, False)
    assert made.answers == WRONG | {"wait": "hang_up"}
    standing = standing_of(version.test, selma.shopper)
    assert (standing.passed, standing.left) == (False, 1)


def test_the_same_try_sent_twice_is_one(version: QualificationVersion, selma: User) -> None:
    key = uuid.uuid4()

    assert _try(version, selma, WRONG, key) == _try(version, selma, RIGHT, key)
    assert QualificationTry.objects.count() == 1


def test_who_has_passed_tries_no_more(version: QualificationVersion, selma: User) -> None:
    assert _try(version, selma, RIGHT).passed

    with pytest.raises(AlreadyPassed):
        _try(version, selma, RIGHT)
    assert QualificationTry.objects.count() == 1


def test_a_missing_answer_costs_no_try(version: QualificationVersion, selma: User) -> None:
    for answers in ({}, {"wait": "hang_up"}, RIGHT | {"names": "nonsense"}):
        with pytest.raises(AnswersMissing) as refusal:
            _try(version, selma, answers)
        assert "names" in refusal.value.keys
    assert not QualificationTry.objects.exists()


def test_one_more_try_is_given_when_none_is_left(
    version: QualificationVersion, alma: User, selma: User
) -> None:
    _try(version, selma, WRONG)
    with pytest.raises(StillHasTries):
        give_try(test=version.test, shopper=selma.shopper, reason="Asked me.", by=alma)
    _try(version, selma, WRONG)
    with pytest.raises(NoTryLeft):
        _try(version, selma, RIGHT)
    with pytest.raises(WhyMissing):
        give_try(test=version.test, shopper=selma.shopper, reason="  ", by=alma)
    assert (QualificationTry.objects.count(), ExtraTry.objects.count()) == (2, 0)

    give_try(test=version.test, shopper=selma.shopper, reason="Asked me.", by=alma)

    assert standing_of(version.test, selma.shopper).left == 1
    assert _try(version, selma, RIGHT).passed
    with pytest.raises(AlreadyPassed):
        give_try(test=version.test, shopper=selma.shopper, reason="Again.", by=alma)


def test_who_passed_an_earlier_version_has_passed(
    version: QualificationVersion, alma: User, selma: User
) -> None:
    _try(version, selma, RIGHT)

    same = publish_test(key="calls", document=document_of_test(), by=alma)
    newer = publish_test(key="calls", document=document_of_test(tries=1), by=alma)

    assert (same.version, newer.version) == (1, 2)
    assert standing_of(newer.test, selma.shopper).passed


@pytest.mark.parametrize(
    "change",
    [
        {"passing": 3},
        {"passing": 0},
        {"tries": 0},
        {"questions": []},
        {"more": 1},
    ],
)
def test_a_test_that_cannot_be_passed_is_none(change: dict[str, object]) -> None:
    document = document_of_test().model_dump(mode="json") | change

    with pytest.raises(ValidationError):
        QualificationDocument.model_validate(document)


def test_every_question_has_one_right_answer_and_a_key_of_its_own() -> None:
    document = document_of_test().model_dump(mode="json")
    first = document["questions"][0]
    for wrong in (
        [first | {"right": "nonsense"}],
        [first, first],
        [first | {"options": [first["options"][0]] * 2}],
    ):
        with pytest.raises(ValidationError):
            QualificationDocument.model_validate(document | {"questions": wrong, "passing": 1})
