"""Recordings that are fine, sound files that are not what they say, and who allows to record."""

import datetime as dt
import io
import struct
from collections.abc import Callable
from functools import cache

import numpy as np
import soundfile
from django.utils import timezone

from evaluations.enums import RecordingBasis
from evaluations.models import Participation
from evaluations.queries.companies.recordings import RecordingTerms, recording_terms
from evaluations.services.companies.recordings import allow_recordings
from shoppers.models import User

PURPOSE = "To hear again what was said"
_ENCODING = {"WAV": "PCM_16", "FLAC": "PCM_16", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}


@cache
def recording(
    kind: str = "MP3",
    encoding: str = "",
    *,
    rate: int = 44_100,
    channels: int = 2,
    seconds: int = 2,
) -> bytes:
    """A tone of 440 Hz."""
    moments = np.arange(rate * seconds) / rate
    tone = 0.3 * np.sin(2 * np.pi * 440 * moments)
    made = io.BytesIO()
    sound = np.repeat(tone[:, np.newaxis], channels, axis=1)
    soundfile.write(made, sound, rate, format=kind, subtype=encoding or _ENCODING[kind])
    return made.getvalue()


def tagged() -> bytes:
    """An MP3 that tells where it was recorded, with a page behind its sound."""
    words = b"TIT2\x00\x00\x00\x12\x00\x00\x00canary-of-a-place"
    tag = b"ID3\x03\x00\x00" + struct.pack(">I", len(words)) + words
    return tag + recording() + b"PK\x03\x04<script>canary-behind</script>"


def terms(**changes: object) -> RecordingTerms:
    """What a company usually allows."""
    facts = {
        "basis": RecordingBasis.LEGITIMATE_INTERESTS,
        "purpose": PURPOSE,
        "told_on": timezone.localdate() - dt.timedelta(days=30),
        "days": 60,
    }
    return RecordingTerms(**facts | changes)  # type: ignore[arg-type]  # each by its own name


def allowed(participation: Participation, by: User, **changes: object) -> Participation:
    """A company whose staff knows of the tests, and that its calls may be recorded."""
    participation.signed_up, participation.staff_informed_on = True, timezone.localdate()
    participation.save(update_fields=["signed_up", "staff_informed_on"])
    allow_recordings(
        participation=participation,
        terms=terms(**changes),
        seen=recording_terms(participation),
        by=by,
    )
    return participation


def _wav(**header: int) -> bytes:
    """A WAV with another number in its header."""
    made = bytearray(recording("WAV", rate=8000, channels=1, seconds=1))
    places = {"rate": (24, "<I"), "channels": (22, "<H"), "length": (40, "<I")}
    for name, value in header.items():
        place, form = places[name]
        struct.pack_into(form, made, place, value)
    return bytes(made)


def _flac(frames: int) -> bytes:
    """A FLAC that says that it has so many frames: the last 36 bits of its head's eight bytes."""
    made = bytearray(recording("FLAC"))
    (told,) = struct.unpack_from(">Q", made, 18)
    struct.pack_into(">Q", made, 18, told >> 36 << 36 | frames)
    return bytes(made)


def _silence() -> bytes:
    """A FLAC of an hour and a second, which takes a few kB."""
    made = io.BytesIO()
    soundfile.write(made, np.zeros(8000 * 3601, np.int16), 8000, format="FLAC")
    return made.getvalue()


def _ogg_of_another_kind() -> bytes:
    return recording("OGG").replace(b"\x01vorbis", b"\x80theora", 1)


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _noise_within(content: bytes) -> bytes:
    half = len(content) // 2
    return content[:half] + bytes(range(200)) + content[half + 200 :]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty riff": (lambda: b"RIFF\x24\x00\x00\x00WAVEfmt ", "sound_damaged"),
    "one byte": (lambda: b"\xff", "not_sound"),
    "picture": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "not_sound"),
    "webp in riff": (lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), "not_sound"),
    "zip called m4a": (lambda: b"PK\x03\x04" + bytes(100), "not_sound"),
    "page before its sound": (lambda: b"<!doctype html>" + recording(), "not_sound"),
    "playlist": (lambda: b"#EXTM3U\nhttp://127.0.0.1/a.mp3\n", "not_sound"),
    "pdf": (lambda: b"%PDF-1.7\n" + recording(), "not_sound"),
    "aiff": (lambda: recording("AIFF", "PCM_16"), "not_sound"),
    "core audio": (lambda: recording("CAF", "PCM_16"), "not_sound"),
    "aiff behind words": (
        lambda: b"ID3\x03\x00\x00\x00\x00\x00\x00" + recording("AIFF", "PCM_16"),
        "not_sound",
    ),
    "words without an end": (lambda: b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + bytes(50), "not_sound"),
    "film in ogg": (_ogg_of_another_kind, "not_sound"),
    "packed wav": (lambda: recording("WAV", "IMA_ADPCM", rate=8000, channels=1), "not_sound"),
    "m4a": (lambda: b"\x00\x00\x00\x1cftypM4A " + bytes(200), "other_sound"),
    "aac": (lambda: b"\xff\xf1\x50\x80" + bytes(200), "other_sound"),
    "amr": (lambda: b"#!AMR\n" + bytes(200), "other_sound"),
    "96 kHz": (lambda: recording("WAV", rate=96_000, seconds=1), "unusual_sound"),
    "three channels": (lambda: recording("WAV", rate=8000, channels=3), "unusual_sound"),
    "4 GHz": (lambda: _wav(rate=2**31 - 1), "unusual_sound"),
    "no rate": (lambda: _wav(rate=0), "sound_damaged"),
    "60,000 channels": (lambda: _wav(channels=60_000), "sound_damaged"),
    "wav longer than its file": (lambda: _wav(length=2**31), "sound_damaged"),
    "wav of unknown length": (lambda: _wav(length=2**32 - 1), "sound_damaged"),
    "wav of nothing": (lambda: _wav(length=0), "sound_damaged"),
    "flac longer than its file": (lambda: _flac(44_100 * 60), "sound_damaged"),
    "flac of 18 days": (lambda: _flac(2**36 - 1), "too_long"),
    "an hour and a second": (_silence, "too_long"),
    "half a wav": (lambda: _half(recording("WAV")), "sound_damaged"),
    "half a flac": (lambda: _half(recording("FLAC")), "sound_damaged"),
    "half an mp3": (lambda: _half(recording("MP3")), "sound_damaged"),
    "half a vorbis": (lambda: _half(recording("OGG")), "sound_damaged"),
    "half an opus": (lambda: _half(recording("OGG", "OPUS", rate=48_000)), "sound_damaged"),
    "beginning of an ogg": (lambda: recording("OGG")[:40], "sound_damaged"),
    "noise in a flac": (lambda: _noise_within(recording("FLAC")), "sound_damaged"),
    "noise in a vorbis": (lambda: _noise_within(recording("OGG")), "sound_damaged"),
    "mp3 of noise": (lambda: b"\xff\xfb" + bytes(range(256)) * 20, "sound_damaged"),
    "beginning of an mp3": (lambda: recording("MP3")[:20], "sound_damaged"),
}
