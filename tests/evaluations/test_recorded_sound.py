"""Hostile sound files: each is refused with its reason; of what is taken only sound is left."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from evaluations.enums import AttachmentFault
from evaluations.reencoding import ENVIRONMENT, command, sound
from evaluations.reencoding.bounds import REFUSED, SOUND, Untaken
from tests.factories.recordings import HOSTILE, recording, tagged


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    make, reason = HOSTILE[name]
    (tmp_path / "sent").write_bytes(make())

    with pytest.raises(Untaken, match=f"^{reason}$"):
        sound.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    assert reason in AttachmentFault.values


@pytest.mark.parametrize(
    ("kind", "encoding", "rate", "channels", "made_rate"),
    [
        ("MP3", "", 44_100, 2, 22_050),
        ("WAV", "ULAW", 8_000, 1, 8_000),
        ("WAVEX", "PCM_24", 48_000, 2, 16_000),
        ("WAV", "FLOAT", 32_000, 1, 16_000),
        ("FLAC", "PCM_16", 48_000, 2, 16_000),
        ("OGG", "VORBIS", 44_100, 2, 22_050),
        ("OGG", "OPUS", 16_000, 1, 16_000),
    ],
)
def test_what_is_kept_is_a_plain_mp3_of_the_same_tone(
    tmp_path: Path, kind: str, encoding: str, rate: int, channels: int, made_rate: int
) -> None:
    encoding = encoding or "MPEG_LAYER_III"
    content = recording(kind, encoding, rate=rate, channels=channels)
    (tmp_path / "sent").write_bytes(content)

    sound.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    with soundfile.SoundFile(tmp_path / "made") as made:
        assert (made.format, made.channels, made.samplerate) == ("MP3", 1, made_rate)
        heard = made.read()
    assert abs(len(heard) / made_rate - 2) < 0.1
    loudest = np.abs(np.fft.rfft(heard)).argmax() * made_rate / len(heard)
    assert abs(loudest - 440) < 2
    assert 0.2 < np.abs(heard).max() < 0.4


def test_words_and_what_hangs_behind_are_gone(tmp_path: Path) -> None:
    sent = tagged()
    assert sent.count(b"canary") == 2
    (tmp_path / "sent").write_bytes(sent)

    sound.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    made = (tmp_path / "made").read_bytes()
    assert b"canary" not in made
    assert not made.startswith(b"ID3")
    assert made[0] == 0xFF


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    wild = np.full(8000, np.nan)
    wild[::2] = np.inf
    soundfile.write(tmp_path / "sent", wild, 8000, format="WAV", subtype="FLOAT")

    sound.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    heard, _rate = soundfile.read(tmp_path / "made")
    assert np.abs(heard).max() < 0.01


def test_the_process_says_by_its_status_whether_it_took_the_file(tmp_path: Path) -> None:
    for name, content in {"fine": recording(), "zip": b"PK\x03\x04"}.items():
        (tmp_path / name).write_bytes(content)
        done = subprocess.run(
            command(SOUND, tmp_path / name, tmp_path / f"{name}.made"),
            capture_output=True,
            text=True,
            env=dict(ENVIRONMENT),
            timeout=60,
            check=False,
        )
        expected = (0, "") if name == "fine" else (REFUSED, "not_sound\n")
        assert (done.returncode, done.stdout) == expected

    assert soundfile.info(tmp_path / "fine.made").format == "MP3"
