"""Bank account numbers: read as people type them, checked, and kept in one form, the IBAN.

An IBAN is any country's; eleven digits are a Norwegian account. Both carry check digits, so that a
slip of the finger is told at once and no payment leaves for a number that cannot be.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# How long an IBAN is, in the countries of the single euro payments area.
LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GI": 23, "GL": 18, "GR": 27,
    "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27,
}  # fmt: skip
_NORWEGIAN = 11
_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_SHOWN = 4


class Fault(StrEnum):
    """What is wrong with a number that was typed."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    DIGITS = "digits"
    COUNTRY = "country"
    LENGTH = "length"
    CHECK = "check"


class NotAnAccount(ValueError):
    """The number cannot be an account; `length` is what was expected where the length is wrong."""

    def __init__(self, fault: Fault, *, length: int = 0) -> None:
        self.fault, self.length = fault, length
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class AccountNumber:
    """An account that can be, as an IBAN without spaces. Its text is masked."""

    iban: str

    @property
    def country(self) -> str:
        """Two letters."""
        return self.iban[:2]

    @property
    def last_four(self) -> str:
        """What may be shown of it."""
        return self.iban[-_SHOWN:]

    def __repr__(self) -> str:
        return f"AccountNumber({self.country}…{self.last_four})"

    __str__ = __repr__


def read_account(typed: str) -> AccountNumber:
    """The account that is meant, however it was spaced. Raises NotAnAccount."""
    words = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper()
    if not words:
        raise NotAnAccount(Fault.EMPTY)
    if not re.fullmatch("[0-9A-Z]+", words):
        raise NotAnAccount(Fault.CHARACTERS)
    if words.isdigit():
        return _norwegian(words)
    if not re.match("[A-Z]{2}[0-9]{2}", words):
        raise NotAnAccount(Fault.CHARACTERS)
    return _iban(words)


def _norwegian(digits: str) -> AccountNumber:
    if len(digits) != _NORWEGIAN:
        raise NotAnAccount(Fault.DIGITS, length=_NORWEGIAN)
    if not _holds_mod_11(digits):
        raise NotAnAccount(Fault.CHECK)
    check = 98 - _remainder(f"{digits}NO00")
    return AccountNumber(f"NO{check:02}{digits}")


def _iban(words: str) -> AccountNumber:
    length = LENGTHS.get(words[:2])
    if length is None:
        raise NotAnAccount(Fault.COUNTRY)
    if len(words) != length:
        raise NotAnAccount(Fault.LENGTH, length=length)
    if _remainder(words[4:] + words[:4]) != 1:
        raise NotAnAccount(Fault.CHECK)
    if words.startswith("NO") and not (words[4:].isdigit() and _holds_mod_11(words[4:])):
        raise NotAnAccount(Fault.CHECK)
    return AccountNumber(words)


def _remainder(words: str) -> int:
    """Modulo 97, each letter as a number from 10 for A."""
    return int("".join(str(int(letter, 36)) for letter in words)) % 97


def _holds_mod_11(digits: str) -> bool:
    total = sum(w * int(digit) for w, digit in zip(_WEIGHTS, digits, strict=False))
    # A remainder of 1 would need a check digit of ten: no such account is given out.
    return (11 - total % 11) % 11 == int(digits[-1])
