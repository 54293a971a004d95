"""What is said about a bad line: kept as text and values, put into words where it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in no language yet: a text that the catalogues know, and what stands in it.

    The text is marked with `gettext_noop` where the sentence is made. It is kept in the database:
    one that is worded anew leaves the older ones in English.
    """

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def english(self) -> str:
        """In English, whoever reads: for reports and the command line."""
        return self.text % self.values

    def translated(self) -> str:
        """In the language of the moment."""
        return gettext(self.text) % self.values
