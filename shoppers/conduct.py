"""The code of conduct: one text in three languages, a new version for every change.

A version that somebody may have signed is never edited: its hash would be another.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shoppers.languages import Language

_TEXTS = Path(__file__).resolve().parent / "texts"
NEWEST = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One promise."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeOfConduct:
    """One version; `text_hash` is the sha256 of all its languages together."""

    version: int
    text_hash: str
    articles: Mapping[Language, Sequence[Article]]


def code_of_conduct() -> CodeOfConduct:
    """The version that is signed today."""
    return version_of_code(NEWEST)


@cache
def version_of_code(version: int) -> CodeOfConduct:
    """A version that was ever signed. Raises FileNotFoundError for one that there never was."""
    texts = json.loads((_TEXTS / f"code_of_conduct_{version}.json").read_text(encoding="utf-8"))
    whole = json.dumps(texts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    articles = {
        language: tuple(Article(**article) for article in texts[language]) for language in Language
    }
    return CodeOfConduct(version, hashlib.sha256(whole.encode()).hexdigest(), articles)
