"""What an OpenAPI file says in words, in the reader's language."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# A value of an enumeration and its meaning, as the file lists them.
_VALUE = re.compile(r"\* `(.+)` - (.+)")


def paragraphs(text: str) -> list[SafeString]:
    """The text's paragraphs, with what stands between backticks as code.

    Values are listed with their meaning, unless that only repeats them.
    """
    return [shown for part in text.split("\n\n") if part and (shown := _paragraph(part))]


def prose(text: str) -> SafeString:
    """The same as one paragraph."""
    return format_html_join(" ", "{}", ((part,) for part in paragraphs(text)))


def _paragraph(part: str) -> SafeString:
    if _VALUE.match(part):
        return format_html_join("; ", "<code>{}</code>: {}", _meanings(part))
    words: list[str] = gettext(part).split("`")
    for place in range(1, len(words), 2):
        words[place] = format_html("<code>{}</code>", words[place])
    return format_html_join("", "{}", ((word,) for word in words))


def _meanings(part: str) -> Iterator[tuple[str, str]]:
    for line in part.splitlines():
        if (said := _VALUE.fullmatch(line)) and said[1] != said[2].lower():
            yield said[1], gettext(said[2])
