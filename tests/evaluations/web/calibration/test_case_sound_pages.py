"""The sound of an acted call on pages: sent at the desk, saved by who rates the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evaluations.enums import Channel
from evaluations.models import CaseSound
from evaluations.services.calibrating.preparing import open_session
from evaluations.services.calibrating.sounds import sweep_sounds
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calibrations import CASE_WORDS, prepared
from tests.factories.recordings import recording

pytestmark = pytest.mark.django_db


def _in(user: User) -> Client:
    browser = Client(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def test_an_acted_call_is_sent_checked_and_heard(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = prepared(award.programme, alma, raters=[selma], channels=[Channel.PHONE])
    desk, where = _in(alma), [award.programme.slug, made.pk, 1]
    page, sound = reverse("calibration_case", args=where), reverse("case_sound", args=where)
    heard = reverse("my_case_sound", args=[made.pk, 1])
    assert "Send the sound" in desk.get(page).text
    assert desk.get(sound).status_code == 404
    nothing = desk.post(sound)
    assert (nothing.status_code, CASE_WORDS in nothing.text) == (422, True)
    desk.post(sound, {"sound": SimpleUploadedFile("a.mp3", b"no sound")})
    assert "Received, being checked" in desk.get(page).text
    assert sweep_sounds() == 1
    assert "This is no MP3, WAV, Ogg or FLAC recording." in desk.get(page).text

    sent = desk.post(sound, {"sound": SimpleUploadedFile("a.mp3", recording())}, follow=True)
    assert "The sound is here and is being checked." in sent.text
    assert sweep_sounds() == 1
    file = desk.get(sound)
    assert (file.status_code, file.headers["Content-Type"]) == (200, "audio/mpeg")
    assert file.headers["Content-Disposition"] == 'attachment; filename="case-1.mp3"'
    assert file.headers["Content-Security-Policy"] == "sandbox"
    hers = _in(selma)
    # Nobody hears a case before she is asked about it.
    assert hers.get(heard).status_code == 404
    made.raters.create(user=nora, invited_by=alma, invited_at=made.created_at)
    open_session(calibration=made, by=alma)

    text = hers.get(reverse("rate_case", args=[made.pk, 1])).text
    assert (f'href="{heard}"' in text, CASE_WORDS in text) == (True, True)
    assert hers.get(heard).content == file.content
    assert _in(people.kari()).get(heard).status_code == 403
    assert hers.get(sound).status_code == 403
    late = desk.post(reverse("remove_case_sound", args=where), follow=True).text
    assert "its cases and master answers stay as they are" in late
    assert CaseSound.objects.get().state == "ready"
