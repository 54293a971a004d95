"""Facts as canonical lines of bytes, the stuff of the hashes."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from evaluations.canonical import canonical
from scoring.formulas.rounding import figure_text


def line(kind: str, *facts: Any) -> bytes:
    """One fact as canonical bytes; figures with all their decimals."""
    return canonical([kind, *(_plain(fact) for fact in facts)])


def _plain(fact: Any) -> Any:
    match fact:
        case Decimal():
            return figure_text(fact)
        case UUID():
            return str(fact)
        case _:
            return fact
