"""Noting something about a shopper, for her to read too."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import Programme, ShopperNote
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper
from shoppers.rules import is_coordinator

LONGEST_NOTE = 2000


class NoteRefused(Exception):
    """A note that was not added; `code` is for programs, the text for people."""

    code = "note_refused"


class NotForYou(NoteRefused):
    """Only coordinators note something about shoppers."""

    code = "not_for_you"

    def __init__(self) -> None:
        super().__init__(_("Only coordinators add notes."))


class NoteWordsRefused(NoteRefused):
    """A note says something, and not too much."""

    code = "words_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Write something of 1 to %(length)d characters.") % {"length": LONGEST_NOTE}
        )


class ErasedMeanwhile(NoteRefused):
    """Of who was erased nothing is noted any more."""

    code = "erased"

    def __init__(self) -> None:
        super().__init__(_("This shopper was erased: nothing is noted any more."))


class OtherNote(NoteRefused):
    """The page was sent before, with other words, and those stand."""

    code = "other_note"

    def __init__(self) -> None:
        super().__init__(_("Your note from before was added. Add this one too if it says more."))


@transaction.atomic
def add_note(
    *, shopper: Shopper, text: str, key: uuid.UUID, by: User, programme: Programme | None = None
) -> ShopperNote:
    """Note something about her, for good. She can read it, and so can every coordinator.

    `key` is made by the page: what is sent twice is one note. Raises NoteRefused.
    """
    if not is_coordinator(by):
        raise NotForYou
    text = text.strip()
    if not 1 <= len(text) <= LONGEST_NOTE:
        raise NoteWordsRefused
    # Erasing holds her too: no note is added to somebody who is erased at this moment.
    held = held_shopper(shopper)
    if held.erased_at is not None:
        raise ErasedMeanwhile
    note, made = ShopperNote.objects.get_or_create(
        key=key,
        defaults={
            "shopper": held,
            "programme": programme,
            "text": text,
            "by": by,
            "at": timezone.now(),
        },
    )
    if not made and (note.shopper_id, note.by_id, note.text) != (held.pk, by.pk, text):
        raise OtherNote
    return note
