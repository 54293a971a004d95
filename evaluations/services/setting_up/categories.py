"""The categories that companies compete in; they are shared by all years."""

from collections.abc import Mapping

import structlog
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evaluations.models import Category
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused
from shoppers.languages import Language
from shoppers.models import User

NAME_LENGTH = 60
Words = Mapping[Language, str]
_log = structlog.get_logger(__name__)


@transaction.atomic
def add_category(*, text: Words, by: User) -> Category:
    """A new category, after the others. Raises SetUpRefused."""
    words = _checked(text)
    key = slugify(words[Language.ENGLISH])[:NAME_LENGTH]
    if not key:
        raise SetUpRefused("text_en", _("Give a name with letters or digits."))
    last = Category.objects.aggregate(last=Max("position"))["last"]
    category, made = Category.objects.get_or_create(
        key=key, defaults={"text": words, "position": 0 if last is None else last + 1}
    )
    if not made:
        raise SetUpRefused("text_en", _("There is such a category already."))
    _log.info("category_added", category=key, by=str(by.pk))
    return category


@transaction.atomic
def rename_category(*, category: Category, text: Words, by: User, seen: Words) -> None:
    """Another name. Raises SetUpRefused, also where a year that has started uses it."""
    held = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    if held.text != {str(key): value for key, value in seen.items()}:
        raise SetUpChanged
    words = _checked(text)
    if held.participations.filter(programme__frozen_at__isnull=False).exists():
        raise SetUpRefused(
            "", _("A year that has started has this category: its name stays. Add another one.")
        )
    held.text = words
    held.save(update_fields=["text"])
    _log.info("category_renamed", category=held.key, by=str(by.pk))


@transaction.atomic
def remove_category(*, category: Category, by: User) -> None:
    """Take away a category that no company is in. Raises SetUpRefused."""
    key = category.key
    try:
        category.delete()
    except ProtectedError as error:
        raise SetUpRefused("", _("Companies are in this category: it stays.")) from error
    _log.info("category_removed", category=key, by=str(by.pk))


def _checked(text: Words) -> dict[str, str]:
    words = {str(language): " ".join(text.get(language, "").split()) for language in Language}
    for language, name in words.items():
        if not 1 <= len(name) <= NAME_LENGTH:
            raise SetUpRefused(f"text_{language}", _("Give a name of 1 to 60 characters."))
    return words
