"""Every text a user sees exists in three languages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from config import catalogues
from config.catalogues import APPS, LANGUAGES, untranslated

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module", autouse=True)
def _texts_are_collected_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(catalogues, "messages_of", cache(catalogues.messages_of))
    patch.setattr(catalogues, "read", cache(catalogues.read))
    yield
    patch.undo()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("app", APPS)
def test_every_text_is_translated(app: str, language: str) -> None:
    assert catalogues.messages_of(app)
    assert untranslated(app, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("app", APPS)
def test_no_catalogue_keeps_a_text_that_nobody_shows(app: str, language: str) -> None:
    shown = {key[1] for key in catalogues.messages_of(app)}
    kept = {
        entry.id if isinstance(entry.id, str) else entry.id[0]
        for entry in catalogues.read(app, language)
        if entry.id
    }

    assert kept - shown == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("app", APPS)
def test_translations_fill_in_the_same_values(app: str, language: str) -> None:
    wrong = []
    for entry in catalogues.read(app, language):
        if not entry.id or not isinstance(entry.id, str) or not isinstance(entry.string, str):
            continue
        if sorted(PLACEHOLDER.findall(entry.id)) != sorted(PLACEHOLDER.findall(entry.string)):
            wrong.append(entry.id)

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_translated_the_same_in_every_app(language: str) -> None:
    """Django merges the catalogues: where two differ, one of them is never shown."""
    words: dict[Any, set[Any]] = defaultdict(set)
    for app in APPS:
        for entry in catalogues.read(app, language):
            if entry.id and entry.string:
                words[entry.context, entry.id].add(entry.string)

    assert {text for text, translations in words.items() if len(translations) > 1} == set()
