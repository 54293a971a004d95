"""A picture made anew: what comes out is a plain JPEG that holds nothing but pixels."""

import re

from PIL import Image, ImageOps

from evaluations.reencoding.bounds import Untaken

NOT_A_PICTURE, ANIMATED = "not_a_picture", "animated"
TOO_MANY_PIXELS, DAMAGED, TOO_COSTLY = "too_many_pixels", "damaged", "too_costly"

# Decoded; a photograph may have more, its JPEG is then read at a half or a quarter.
MOST_PIXELS = 25_000_000
# A longer side shows nothing more of a call log.
LONGEST_SIDE = 3000
QUALITY = 85
# How a file begins; of RIFF, which sound uses too, the kind stands behind its length.
_BEGINNINGS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


def sniffed(source: str) -> str:
    """The format that a file's first bytes show, whatever it is called. Raises Untaken."""
    with open(source, "rb") as file:  # noqa: PTH123 - no more is imported here than has to be
        head = file.read(16)
    for name, begins in _BEGINNINGS.items():
        if begins.match(head):
            return name
    raise Untaken(NOT_A_PICTURE)


def reencode(source: str, target: str) -> None:
    """Write the picture anew, upright and without metadata. Raises Untaken."""
    try:
        _plain(_upright(source, sniffed(source))).save(target, "JPEG", quality=QUALITY)
    except Untaken:
        raise
    except MemoryError:
        raise Untaken(TOO_COSTLY) from None
    except Image.DecompressionBombError:
        raise Untaken(TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - decoders of broken files raise anything
        raise Untaken(DAMAGED) from None


def _upright(source: str, kind: str) -> Image.Image:
    """The picture as it is meant to be looked at, no larger than needed. Raises anything."""
    with Image.open(source, formats=[kind]) as found:
        # A photograph's second frame is a preview or a depth map, and stays behind.
        if kind != "JPEG" and getattr(found, "is_animated", False):
            raise Untaken(ANIMATED)
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if found.width * found.height > MOST_PIXELS:
            raise Untaken(TOO_MANY_PIXELS)
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return ImageOps.exif_transpose(found)


def _plain(picture: Image.Image) -> Image.Image:
    """Its pixels alone, on white where it was transparent."""
    plain = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        plain.paste(layer, mask=layer)
    else:
        plain.paste(picture.convert("RGB"))
    return plain
