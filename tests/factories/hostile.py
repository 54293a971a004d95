"""Pictures that are fine, and files that are not what they say."""

import io
import random
import struct
import zlib

from PIL import Image

# Where the photograph was taken; nothing of it may be kept.
GPS_WORDS = b"canary-of-a-place"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A red picture."""
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **options)
    return made.getvalue()


def photograph() -> bytes:
    """A photograph lying on its side, which tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010F] = "canary-maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 23.0, 30.0), 29: GPS_WORDS.decode()})
    return picture(exif=exif, comment=GPS_WORDS, icc_profile=GPS_WORDS)


def noise(size: int) -> bytes:
    """A PNG that does not pack, a little longer than `size` bytes; the same for the same size."""
    side = int((size / 3) ** 0.5) + 2
    made = io.BytesIO()
    pixels = random.Random(7).randbytes(side * side * 3)  # noqa: S311 - no secret
    Image.frombytes("RGB", (side, side), pixels).save(made, "PNG")
    return made.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png_of(width: int, height: int, rows: int) -> bytes:
    """A PNG that says how large it is, and holds so many empty rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\x00" * (width * 3 + 1) * rows, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def _animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    made = io.BytesIO()
    frames[0].save(made, kind, save_all=True, append_images=frames[1:], duration=100)
    return made.getvalue()


def _text_bomb() -> bytes:
    """A small PNG whose text chunk unpacks to 8 MB, more than a text may have."""
    packed = zlib.compress(b"x" * 8_000_000, 1)
    whole = picture("PNG")
    head = whole[:33]
    return head + _chunk(b"zTXt", b"a\x00\x00" + packed) + whole[33:]


def corpus() -> dict[str, tuple[bytes, str]]:
    """Hostile files by name, each with the code it is refused with."""
    gif = b"GIF89a/*" + bytes(10) + b"*/=1;alert(1);//"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    jpeg = picture(size=(400, 400))
    return {
        "svg with a script": (svg, "not_a_picture"),
        "html called jpg": (b"<!doctype html><script>alert(1)</script>", "not_a_picture"),
        "gif that is a script": (gif, "not_a_picture"),
        "pdf": (b"%PDF-1.7\n1 0 obj\n", "not_a_picture"),
        "zip": (b"PK\x03\x04" + bytes(100), "not_a_picture"),
        "program": (b"\x7fELF" + bytes(100), "not_a_picture"),
        "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "not_a_picture"),
        "sound in riff": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(30), "not_a_picture"),
        "one byte": (b"\xff", "not_a_picture"),
        "beginning of a jpeg": (jpeg[:4], "damaged"),
        "half a jpeg": (jpeg[: len(jpeg) // 2], "damaged"),
        "half a png": (noise(3000)[:2000], "damaged"),
        "jpeg of noise": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "damaged"),
        "script behind a jpeg's mark": (b"\xff\xd8\xff/*<script>alert(1)</script>", "damaged"),
        "webp of nothing": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8), "damaged"),
        "moving png": (_animated("PNG"), "animated"),
        "moving webp": (_animated("WEBP"), "animated"),
        "50,000 × 50,000 png": (png_of(50_000, 50_000, 1), "too_many_pixels"),
        "5,100 × 5,000 png": (png_of(5_100, 5_000, 1), "too_many_pixels"),
        "png whose text is a bomb": (_text_bomb(), "damaged"),
    }
