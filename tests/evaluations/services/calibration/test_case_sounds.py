"""The sound of an acted call: sent in one, made anew, fixed once raters are asked."""

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from evaluations.enums import CalibrationRefusal, Channel
from evaluations.models import CalibrationCase, CaseSound
from evaluations.queries.calibration.case_sounds import oldest_due
from evaluations.services.calibrating.preparing import discard, open_session, remove_case
from evaluations.services.calibrating.sounds import (
    SoundGone,
    add_sound,
    check_sound,
    read_sound,
    remove_sound,
    sweep_sounds,
)
from evaluations.services.reports.attachment_files import folder_of, kept_bytes
from evaluations.services.reports.attachment_refusals import LARGEST_RECORDING, FileTooLarge
from shoppers.models import User
from tests.evaluations.services.calibration_refusals import refused
from tests.factories.awards import Award
from tests.factories.calibrations import cases, prepared
from tests.factories.recordings import recording, tagged

pytestmark = pytest.mark.django_db


def _sent(case: CalibrationCase, by: User, content: bytes = b"") -> CaseSound:
    content = content or recording()
    return add_sound(case=case, parts=[content[:1000], content[1000:]], size=len(content), by=by)


def test_a_sound_is_made_anew_and_fixed_by_the_opening(
    award: Award,
    alma: User,
    selma: User,
    nora: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    made = prepared(award.programme, alma, raters=[selma, nora], channels=[Channel.PHONE])
    (case,) = cases(made)
    with refused(CalibrationRefusal.NOT_A_COORDINATOR):
        _sent(case, selma)
    sound = _sent(case, alma, tagged())
    assert oldest_due() == sound.received_at
    with refused(CalibrationRefusal.SOUND_NOT_READY):
        open_session(calibration=made, by=alma)
    with pytest.raises(SoundGone):
        read_sound(sound)

    assert sweep_sounds() == 1
    assert not check_sound(sound.pk)

    sound.refresh_from_db()
    assert (sound.state, sound.fault, oldest_due()) == ("ready", "", None)
    assert b"canary" not in read_sound(sound)
    assert [each.name for each in folder_of(sound.pk).iterdir()] == ["kept"]
    open_session(calibration=made, by=alma)
    with refused(CalibrationRefusal.NOT_A_DRAFT):
        remove_sound(case=case, by=alma)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        CaseSound.objects.update(kept_size=1)
    assert read_sound(sound) == kept_bytes(sound.pk)
    (folder_of(sound.pk) / "kept").write_bytes(b"another")
    with pytest.raises(SoundGone):
        read_sound(sound)


def test_what_is_no_sound_keeps_the_session_closed_and_leaves_no_byte(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = prepared(award.programme, alma, raters=[selma, nora], channels=[Channel.PHONE])
    (case,) = cases(made)
    with pytest.raises(FileTooLarge):
        add_sound(case=case, parts=[b"x"], size=LARGEST_RECORDING + 1, by=alma)
    assert not CaseSound.objects.exists()

    sound = _sent(case, alma, b"<svg/>")
    assert check_sound(sound.pk)

    sound.refresh_from_db()
    assert (sound.state, sound.fault) == ("refused", "not_sound")
    assert not folder_of(sound.pk).exists()
    with refused(CalibrationRefusal.SOUND_NOT_READY):
        open_session(calibration=made, by=alma)
    remove_sound(case=case, by=alma)
    open_session(calibration=made, by=alma)


def test_a_sound_that_took_its_workers_with_it_is_given_up(award: Award, alma: User) -> None:
    made = prepared(award.programme, alma)
    sound = _sent(cases(made)[0], alma)
    CaseSound.objects.update(lease=3)

    assert check_sound(sound.pk)

    sound.refresh_from_db()
    assert (sound.state, sound.fault) == ("refused", "sound_too_costly")


def test_the_bytes_go_with_what_they_belong_to(
    award: Award, alma: User, django_capture_on_commit_callbacks: Any
) -> None:
    made = prepared(award.programme, alma)
    first, second = cases(made)
    with django_capture_on_commit_callbacks(execute=True):
        old, new = _sent(first, alma), _sent(first, alma)
    assert not folder_of(old.pk).exists()
    assert list(CaseSound.objects.all()) == [new]
    with django_capture_on_commit_callbacks(execute=True):
        remove_case(case=first, by=alma)
    assert not folder_of(new.pk).exists()
    last = _sent(second, alma)
    with django_capture_on_commit_callbacks(execute=True):
        discard(calibration=made, by=alma)
    assert not folder_of(last.pk).exists()
    assert not CaseSound.objects.exists()
