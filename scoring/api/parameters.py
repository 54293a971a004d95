"""Reading the query: every parameter is known, given once, and says something valid."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

DEFAULT_PAGE_SIZE = 100
LARGEST_PAGE_SIZE = 200
_KEY = re.compile(r"[-a-zA-Z0-9_]{1,60}", re.ASCII)
_PAGE_SIZE = re.compile(r"[0-9]{1,3}", re.ASCII)
# What a refusal repeats of what it was sent.
_LONGEST_NAME = 60
_MOST_NAMES = 10


class Parameter:
    """Names of parameters."""

    CATEGORY = "category"
    CURSOR = "cursor"
    PAGE_SIZE = "page_size"


@dataclass(frozen=True, slots=True)
class PageAsked:
    """The part of a list that is asked for; without a cursor its beginning."""

    size: int = DEFAULT_PAGE_SIZE
    cursor: str = ""
    # Whether a part was asked for at all: a file is whole unless one was.
    in_parts: bool = False


def refused(name: str, message: str) -> ValidationError:
    """A 400 that names the parameter."""
    return ValidationError({name[:_LONGEST_NAME]: [message]})


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """Raise a 400 that names every parameter which is unknown or given more than once."""
    wrong = {}
    for name, values in list(query.lists())[:_MOST_NAMES]:
        if name not in known:
            wrong[name[:_LONGEST_NAME]] = [_("This parameter is not known here.")]
        elif len(values) > 1:
            wrong[name] = [_("Give this parameter once.")]
    if wrong:
        raise ValidationError(wrong)


def category_asked(query: QueryDict) -> str:
    """The category's key; empty when none was asked for."""
    value = query.get(Parameter.CATEGORY)
    if value is None:
        return ""
    if not _KEY.fullmatch(value):
        raise refused(Parameter.CATEGORY, _("This is not the key of a category."))
    return value


def page_asked(query: QueryDict) -> PageAsked:
    """Size and cursor; whether the cursor fits is for the list to say."""
    value = query.get(Parameter.PAGE_SIZE)
    size = DEFAULT_PAGE_SIZE if value is None else _page_size(value)
    cursor = query.get(Parameter.CURSOR)
    if cursor == "":
        raise invalid_cursor()
    in_parts = value is not None or cursor is not None
    return PageAsked(size=size, cursor=cursor or "", in_parts=in_parts)


def _page_size(value: str) -> int:
    size = int(value) if _PAGE_SIZE.fullmatch(value) else 0
    if not 1 <= size <= LARGEST_PAGE_SIZE:
        raise refused(
            Parameter.PAGE_SIZE,
            _("Give a whole number from 1 to %(largest)d.") % {"largest": LARGEST_PAGE_SIZE},
        )
    return size


def invalid_cursor() -> ValidationError:
    """A cursor that leads nowhere in this list."""
    return refused(
        Parameter.CURSOR,
        _("This cursor does not belong to this list as it stands. Begin without one."),
    )
