"""Reading programme.json field by field: every key known, every rule sentence known."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from evaluations.services.importing.json_text import shown
from evaluations.services.importing.refusal import ImportRefused
from evaluations.working_days import is_country

Refuse = Callable[[tuple[str, ...], str], ImportRefused]
Word = TypeVar("Word", bound=str)
Moment = TypeVar("Moment", dt.date, dt.time)

# More digits than any weight has; keeps numbers like 1e999999999 from being written out.
_MOST_DECIMALS = 30
# As many digits as a fee is stored with: see evaluations.models.programme.
_MONEY = r"\d{1,6}(\.\d{1,2})?"


class Fields:
    """One JSON object of the file; what is asked for is ticked off, `done` refuses the rest.

    `refuse` makes the refusal for a place in the file and a sentence.
    """

    def __init__(self, value: Any, *, refuse: Refuse, place: tuple[str, ...] = ()) -> None:
        self._refuse_at, self.place = refuse, place
        if not isinstance(value, dict):
            raise self.refused("an object is expected here")
        self._value: dict[str, Any] = value
        self._asked: set[str] = set()

    def refused(self, message: str, *keys: str) -> ImportRefused:
        """The refusal of one field, however deep, or of the object itself."""
        return self._refuse_at((*self.place, *keys), message)

    def whole(self) -> dict[str, Any]:
        """The object as it stands, all of it taken as asked for."""
        self._asked |= set(self._value)
        return self._value

    def keys(self) -> list[str]:
        """The keys of an object whose keys are data, all taken as asked for."""
        self._asked |= set(self._value)
        return list(self._value)

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def raw(self, key: str) -> Any:
        """The value of a field that must be there."""
        self._asked.add(key)
        if key not in self._value:
            raise self.refused("this field is missing", key)
        return self._value[key]

    def part(self, key: str) -> "Fields":
        """The object under a key."""
        return Fields(self.raw(key), refuse=self._refuse_at, place=(*self.place, key))

    def text(self, key: str, *, longest: int) -> str:
        """Words, not empty."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise self.refused(f"a text of at most {longest} characters is expected", key)
        return value

    def integer(self, key: str, *, least: int = 1, most: int = 10_000) -> int:
        """A whole number within bounds."""
        value = self.raw(key)
        if type(value) is not int or not least <= value <= most:
            raise self.refused(f"a whole number from {least} to {most} is expected", key)
        return value

    def part_of_one(self, key: str) -> Decimal:
        """An exact number from 0 to 1, in its shortest form."""
        value = self.raw(key)
        if type(value) not in {int, Decimal} or not 0 <= value <= 1:
            raise self.refused("a number from 0 to 1 is expected", key)
        number = Decimal(value)
        if -int(number.as_tuple().exponent) > _MOST_DECIMALS:
            raise self.refused("this number has too many decimals", key)
        return Decimal(format(number.normalize(), "f"))

    def amount(self, key: str) -> Decimal:
        """Money, not below zero: a text, so that it is the sum that was meant."""
        value = self.raw(key)
        if not isinstance(value, str) or not re.fullmatch(_MONEY, value, re.ASCII):
            raise self.refused('an amount such as "120.00" is expected', key)
        return Decimal(value)

    def currency(self, key: str) -> str:
        """Three capital letters."""
        value = self.raw(key)
        if not isinstance(value, str) or not re.fullmatch("[A-Z]{3}", value):
            raise self.refused('a currency such as "NOK" is expected', key)
        return value

    def country(self, key: str) -> str:
        """Two capital letters of a country whose public holidays are known."""
        value = self.raw(key)
        if not isinstance(value, str) or not is_country(value):
            raise self.refused('a country such as "NO" is expected', key)
        return value

    def yes_or_no(self, key: str, *, silent: bool) -> bool:
        """A truth value; `silent` where the file does not name it."""
        if key not in self:
            return silent
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.refused("true or false is expected", key)
        return value

    def date(self, key: str) -> dt.date:
        """A day, YYYY-MM-DD."""
        return self._moment(key, r"\d{4}-\d{2}-\d{2}", dt.date.fromisoformat, "YYYY-MM-DD")

    def time(self, key: str) -> dt.time:
        """A time of day, HH:MM."""
        return self._moment(key, r"\d{2}:\d{2}", dt.time.fromisoformat, "HH:MM")

    def _moment(self, key: str, pattern: str, read: Callable[[str], Moment], form: str) -> Moment:
        value = self.raw(key)
        try:
            if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII):
                return read(value)
        except ValueError:
            pass  # 2026-02-31 has the form and is no day: refused like the rest
        raise self.refused(f"{form} is expected", key)

    def rule(self, key: str, known: Mapping[str, Word]) -> Word:
        """The meaning of a rule sentence; one that nobody here knows is refused."""
        value = self.raw(key)
        if not isinstance(value, str) or value not in known:
            raise self.unknown_rule(key)
        return known[value]

    def unknown_rule(self, key: str) -> ImportRefused:
        """The refusal of a sentence whose meaning is not known."""
        return self.refused(f"this rule is not known here: {shown(self._value[key])}", key)

    def done(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self._value:
            if key not in self._asked:
                raise self.refused("this key is not known here", key)
