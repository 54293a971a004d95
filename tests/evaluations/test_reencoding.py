"""Hostile files: each is refused with its reason, and none costs more than its process may."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from evaluations.reencoding import ENVIRONMENT, command
from evaluations.reencoding import picture as reencoding
from evaluations.reencoding.bounds import PICTURE, REFUSED, SOUND, Bounds, Untaken
from tests.factories.hostile import corpus, photograph, picture, png_of

CORPUS = corpus()


def _run(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(PICTURE, source, target),
        capture_output=True,
        text=True,
        env=dict(ENVIRONMENT),
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    content, reason = CORPUS[name]
    (tmp_path / "sent").write_bytes(content)

    with pytest.raises(Untaken, match=f"^{reason}$"):
        reencoding.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    assert not (tmp_path / "made").exists()


def test_a_photograph_loses_all_but_its_pixels(tmp_path: Path) -> None:
    sent = photograph()
    assert b"canary-of-a-place" in sent
    assert b"canary-maker" in sent
    (tmp_path / "sent").write_bytes(sent)

    reencoding.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    made = (tmp_path / "made").read_bytes()
    assert b"canary" not in made
    assert b"Exif" not in made
    with Image.open(tmp_path / "made") as found:
        # Turned as it was taken: 60 × 40 lies on its side.
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (40, 60), {})
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    "sent",
    [
        picture() + b"PK\x03\x04<script>canary-behind</script>",
        picture("WEBP"),
        picture("PNG"),
    ],
    ids=["something behind", "webp", "png"],
)
def test_what_is_kept_is_a_plain_jpeg(tmp_path: Path, sent: bytes) -> None:
    (tmp_path / "sent").write_bytes(sent)

    reencoding.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    made = (tmp_path / "made").read_bytes()
    assert b"canary" not in made
    assert made.endswith(b"\xff\xd9")
    with Image.open(tmp_path / "made") as found:
        assert found.mode == "RGB"
        red, green, blue = found.tobytes()[:3]
        assert red > 180
        assert max(green, blue) < 60


def test_what_was_transparent_is_white_and_what_is_large_is_made_smaller(tmp_path: Path) -> None:
    Image.new("RGBA", (3100, 10), (0, 0, 0, 0)).save(tmp_path / "sent", "PNG")

    reencoding.reencode(str(tmp_path / "sent"), str(tmp_path / "made"))

    with Image.open(tmp_path / "made") as found:
        assert (found.size, found.getpixel((5, 5))) == ((3000, 10), (255, 255, 255))


def test_a_picture_out_of_its_memory_ends_within_its_bounds(tmp_path: Path) -> None:
    """As many pixels as may be, with what needs them all twice: it is given up, nothing else is."""
    sent = tmp_path / "sent"
    sent.write_bytes(picture("WEBP", (5000, 5000), method=0))
    began = time.monotonic()

    done = _run(sent, tmp_path / "made")

    assert (done.returncode, done.stdout) == (REFUSED, "too_costly\n")
    assert time.monotonic() - began < 20


def test_as_many_pixels_as_may_be_are_read_within_the_bounds(tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(png_of(5000, 5000, 5000))

    done = _run(tmp_path / "sent", tmp_path / "made")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with Image.open(tmp_path / "made") as found:
        assert found.size == (3000, 3000)


@pytest.mark.parametrize(
    ("bounds", "seconds", "largest"), [(PICTURE, 5, 18_000_000), (SOUND, 120, 60_000_000)]
)
def test_the_process_may_take_300_mb_and_so_much_time(
    bounds: Bounds, seconds: int, largest: int
) -> None:
    asked = "import resource as r; from evaluations.reencoding.bounds import PICTURE, SOUND; "
    asked += f"{bounds.maker.upper()}.bind(); "
    asked += "print([r.getrlimit(each) for each in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)])"

    told = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(reencoding.__file__).parents[2],
    )

    assert told.stdout == f"{[(each, each) for each in (314_572_800, seconds, largest)]}\n"
