"""Pictures drawn for the demo: a phone's call log, the receipt of an expense."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from evaluations.enums import AttachmentKind
from evaluations.models import Evaluation, PayExtra
from evaluations.services.reports.attachments import FileNote, announce, take_part
from shoppers.models import User

_SIZE, _LEFT, _LINE = (540, 420), 40, 96


def add_call_log(
    *, evaluation: Evaluation, calls: Sequence[dt.datetime], number: str, by: User
) -> None:
    """Send a picture beside her report that lists these calls to the number."""
    picture = _drawn(calls, number)
    note = FileNote(
        key=uuid.uuid4(),
        kind=AttachmentKind.CALL_LOG,
        size=len(picture),
        sha256=hashlib.sha256(picture).hexdigest(),
    )
    attachment, _new = announce(beside=evaluation, note=note, by=by)
    take_part(attachment=attachment, offset=0, part=picture, by=by)


def add_receipt(*, expense: PayExtra, lines: Sequence[tuple[str, str]], by: User) -> None:
    """Send the receipt of her expense, with these lines: what, and its amount."""
    picture = _receipt(lines)
    note = FileNote(
        key=uuid.uuid4(),
        kind=AttachmentKind.RECEIPT,
        size=len(picture),
        sha256=hashlib.sha256(picture).hexdigest(),
    )
    attachment, _new = announce(beside=expense, note=note, by=by)
    take_part(attachment=attachment, offset=0, part=picture, by=by)


def _receipt(lines: Sequence[tuple[str, str]]) -> bytes:
    image = Image.new("RGB", (420, 160 + 60 * len(lines)), "#fdfdfb")
    draw = ImageDraw.Draw(image)
    draw.text((_LEFT, 30), "Kvittering", fill="#222", font=ImageFont.load_default(size=34))
    for line, (what, amount) in enumerate(lines):
        top = 100 + 60 * line
        draw.text((_LEFT, top), what, fill="#222", font=ImageFont.load_default(size=24))
        draw.text((300, top), amount, fill="#222", font=ImageFont.load_default(size=24))
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _drawn(calls: Sequence[dt.datetime], number: str) -> bytes:
    image = Image.new("RGB", _SIZE, "#f7f7f5")
    draw = ImageDraw.Draw(image)
    draw.text((_LEFT, 30), "Siste anrop", fill="#222", font=ImageFont.load_default(size=34))
    for line, at in enumerate(reversed(calls), start=1):
        top = _LINE * line
        draw.line((_LEFT, top, _SIZE[0] - _LEFT, top), fill="#ccc", width=2)
        draw.text((_LEFT, top + 16), number, fill="#222", font=ImageFont.load_default(size=28))
        words = f"{at:%d.%m.%Y %H:%M}  ikke besvart"
        draw.text((_LEFT, top + 54), words, fill="#666", font=ImageFont.load_default(size=22))
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
