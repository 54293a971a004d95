"""The three languages, and texts that carry all of them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import get_language


class Language(models.TextChoices):
    """A language that every page, mail and error exists in."""

    BOKMAL = "nb", "Norsk bokmål"
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"


def current_language() -> Language:
    """The reader's language; bokmål where none is active."""
    code = (get_language() or Language.BOKMAL).split("-")[0]
    return Language(code) if code in Language.values else Language.BOKMAL


def in_current_language(text: Mapping[str, str]) -> str:
    """The reader's version of a text kept as `{"nb": …, "sv": …, "en": …}`."""
    return text[current_language()]


def said_in_current_language(text: Mapping[str, str]) -> str:
    """The reader's version of a text that somebody typed in one language or more; else the first.

    Of nothing, nothing.
    """
    return text.get(current_language()) or next(iter(text.values()), "")
