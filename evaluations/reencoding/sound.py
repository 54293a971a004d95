"""A recording made anew: what comes out is a plain MP3 of one channel that holds nothing but sound.

Only MP3, WAV, Ogg (Vorbis, Opus) and FLAC are taken: libsndfile reads them itself, and knows
neither network nor playlists.
"""

import os
import re
import struct
from typing import BinaryIO

import numpy as np
import soundfile

from evaluations.reencoding.bounds import Untaken

NOT_SOUND, OTHER_SOUND, UNUSUAL_SOUND = "not_sound", "other_sound", "unusual_sound"
TOO_LONG, SOUND_DAMAGED, SOUND_TOO_COSTLY = "too_long", "sound_damaged", "sound_too_costly"

LONGEST_SECONDS = 60 * 60
MOST_CHANNELS = 2
# What MP3 knows, and how many samples of each become one: a telephone carries no more.
_TAKEN_TOGETHER = {48_000: 3, 44_100: 2, 32_000: 2} | dict.fromkeys(
    (24_000, 22_050, 16_000, 12_000, 11_025, 8_000), 1
)
_BLOCK = 6 * 8192  # frames; whole at each of them
_SPEECH = {"bitrate_mode": "VARIABLE", "compression_level": 0.5}
# MP3 and Ogg tell their length only roughly; of others a sample less is a damage.
_LEAST_OF_IT = {"MP3": 0.97, "OGG": 0.97}
_ENCODINGS = {
    "WAV": {"PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"},
    "FLAC": {"PCM_S8", "PCM_16", "PCM_24"},
    "OGG": {"VORBIS", "OPUS"},
    "MP3": {"MPEG_LAYER_III"},
}
_WAV = re.compile(rb"RIFF....WAVE", re.DOTALL)
_OGG = re.compile(rb"OggS\x00.{21}\x01.(OpusHead|\x01vorbis)", re.DOTALL)
_MP3 = re.compile(rb"\xff[\xe2\xe3\xea\xeb\xf2\xf3\xfa\xfb]")
# What phones record with, and nothing here reads: MPEG-4, AAC, AMR.
_OTHER = re.compile(rb"....ftyp|\xff[\xf0\xf1\xf8\xf9]|ADIF|#!AMR", re.DOTALL)
# Of an Ogg file the last page: that it is the last, and how long the whole is.
_LAST_PAGE = struct.Struct("<4sxBQ")
_LONGEST_PAGE = 65_307
_IS_LAST = 4
_OPUS_RATE = 48_000
_MOST_CHUNKS = 1000


def reencode(source: str, target: str) -> None:
    """Write the recording anew. Raises Untaken."""
    try:
        with open(source, "rb", buffering=0) as file:  # noqa: PTH123 - as the picture's
            _write_anew(file, target)
    except Untaken:
        raise
    except MemoryError:
        raise Untaken(SOUND_TOO_COSTLY) from None
    except Exception:  # noqa: BLE001 - decoders of broken files raise anything
        raise Untaken(SOUND_DAMAGED) from None


def _write_anew(file: BinaryIO, target: str) -> None:
    """All of it, or nothing that counts. Raises anything."""
    kind = sniffed(file)
    length = _told_by_ogg(file) if kind == "OGG" else 0
    if kind == "WAV":
        _check_wav(file)
    file.seek(0)
    # By its handle: no name, so no type guessed by a name.
    with soundfile.SoundFile(file.fileno(), closefd=False) as sound:
        _check(sound, kind)
        frames = _write(sound, target)
        if sound.subtype == "OPUS":
            length = length * sound.samplerate // _OPUS_RATE
        if frames < max(1, max(length, sound.frames) * _LEAST_OF_IT.get(kind, 1)):
            raise Untaken(SOUND_DAMAGED)


def sniffed(file: BinaryIO) -> str:
    """The format that a file's first bytes show, whatever it is called. Raises Untaken."""
    head = file.read(64)
    if head.startswith(b"ID3"):
        # What stands behind the words must be MP3: libsndfile would look for any format there.
        file.seek(_behind_words(head))
        head = file.read(2)
    elif head.startswith(b"fLaC"):
        return "FLAC"
    elif _WAV.match(head):
        return "WAV"
    elif _OGG.match(head):
        return "OGG"
    if _MP3.match(head):
        return "MP3"
    raise Untaken(OTHER_SOUND if _OTHER.match(head) else NOT_SOUND)


def _behind_words(head: bytes) -> int:
    """Where the first ID3 tag ends: its length has seven bits in a byte."""
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def _check_wav(file: BinaryIO) -> None:
    """Whether its sound is as long as its header says: libsndfile puts up with less.

    Raises Untaken.
    """
    size, at, name = file.seek(0, os.SEEK_END), 12, b""
    for _ in range(_MOST_CHUNKS):
        if name == b"data" or at + 8 > size:
            break
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        at += 8 + int(length) + int(length) % 2
    # The last chunk's filling byte is often left out.
    if name != b"data" or at > size + 1:
        raise Untaken(SOUND_DAMAGED)


def _told_by_ogg(file: BinaryIO) -> int:
    """How many samples its last page tells; it must say that it is the last. Raises Untaken."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_PAGE))
    end = file.read(_LONGEST_PAGE)
    page = end.rfind(b"OggS")
    if page < 0 or len(end) < page + _LAST_PAGE.size:
        raise Untaken(SOUND_DAMAGED)
    _mark, flags, samples = _LAST_PAGE.unpack_from(end, page)
    if not flags & _IS_LAST:
        raise Untaken(SOUND_DAMAGED)
    return int(samples)


def _check(sound: soundfile.SoundFile, kind: str) -> None:
    """Whether the open file is what it began as and no more than is taken. Raises Untaken."""
    # WAV has two headers for the same.
    if sound.format.removesuffix("EX") != kind or sound.subtype not in _ENCODINGS[kind]:
        raise Untaken(NOT_SOUND)
    if sound.samplerate not in _TAKEN_TOGETHER or sound.channels > MOST_CHANNELS:
        raise Untaken(UNUSUAL_SOUND)
    if sound.frames > LONGEST_SECONDS * sound.samplerate:
        raise Untaken(TOO_LONG)


def _write(sound: soundfile.SoundFile, target: str) -> int:
    """How many frames there were; an hour takes no more memory than a second. Raises anything."""
    together, frames = _TAKEN_TOGETHER[sound.samplerate], 0
    with soundfile.SoundFile(
        target, "w", sound.samplerate // together, 1, "MPEG_LAYER_III", format="MP3", **_SPEECH
    ) as made:
        while len(block := sound.read(_BLOCK, dtype="float32", always_2d=True)):
            frames += len(block)
            if frames > LONGEST_SECONDS * sound.samplerate:
                raise Untaken(TOO_LONG)
            made.write(_plain(block, together))
    return frames


def _plain(block: np.ndarray, together: int) -> np.ndarray:
    """One channel, no louder than may be, at the lower rate."""
    samples = np.nan_to_num(block.mean(axis=1), nan=0.0, posinf=0.0, neginf=0.0).clip(-1, 1)
    whole = len(samples) // together * together
    lower: np.ndarray = samples[:whole].reshape(-1, together).mean(axis=1)
    return lower
