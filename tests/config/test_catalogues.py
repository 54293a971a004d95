"""Texts are found in every kind of source, kept with their translations, and read by Django."""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext, trans_real

from config import catalogues

PYTHON = '''
"""A module."""
from somewhere import gettext as _, gettext_lazy, gettext_noop, ngettext, pgettext, npgettext

NAME = "not marked"
TITLE = gettext_lazy("A title")
KEPT = gettext_noop("Kept as it is")

def words(n, text):
    _("Saved")
    _(text)
    _("Long text in "
      "two parts")
    ngettext("%(n)s call", "%(n)s calls", n)
    pgettext("month", "May")
    return npgettext("grade", "mark", "marks", n)
'''
TEMPLATE = """
{% load i18n %}
        <h1>{% translate "Heading" %}</h1>
    {% translate "May" context "verb" as may %}
 {% blocktranslate trimmed count n=total %}
      one row of {{ name }}
   {% plural %}
      {{ n }} rows of {{ name }}
 {% endblocktranslate %}
{% tag _("An argument") unit="%" %}
<p>It's not "marked" {{ value|default:_("nothing") }}</p>
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one application."""
    (tmp_path / "shop/migrations").mkdir(parents=True)
    (tmp_path / "shop/templates/shop").mkdir(parents=True)
    (tmp_path / "shop/words.py").write_text(PYTHON)
    (tmp_path / "shop/notes.txt").write_text('{% translate "Outside the templates" %}')
    (tmp_path / "shop/migrations/0001.py").write_text('_("Old choice")')
    (tmp_path / "shop/templates/shop/page.html").write_text(TEMPLATE)
    (tmp_path / "shop/templates/shop/mail.txt").write_text('{% translate "Saved" %} Dear {{ you }}')
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "APPS", ("shop",))
    return tmp_path


@pytest.fixture
def django_reads(root: Path, settings: object) -> Iterator[None]:
    """Django with this project's catalogues, and afterwards without them."""
    settings.LOCALE_PATHS = [root / "shop/locale"]  # type: ignore[attr-defined]
    _forget()
    yield
    _forget()


def _forget() -> None:
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


def _translate(root: Path, **words: str) -> Path:
    """Put translations into the catalogue: the text with underscores, and its translation."""
    path = root / "shop/locale/nb/LC_MESSAGES/django.po"
    text = path.read_text()
    for key, value in words.items():
        line = f'msgid "{key.replace("_", " ")}"\nmsgstr ""'
        assert line in text
        text = text.replace(line, f'{line[:-1]}{value}"')
    path.write_text(text)
    return path


def test_messages_are_found_in_python_and_templates(root: Path) -> None:
    found = catalogues.messages_of("shop")

    assert {key: message.plural for key, message in found.items()} == {
        ("", "A title"): "",
        ("", "Kept as it is"): "",
        ("", "Saved"): "",
        ("", "Long text in two parts"): "",
        ("", "%(n)s call"): "%(n)s calls",
        ("month", "May"): "",
        ("grade", "mark"): "marks",
        ("", "Heading"): "",
        ("verb", "May"): "",
        ("", "one row of %(name)s"): "%(n)s rows of %(name)s",
        ("", "An argument"): "",
        ("", "nothing"): "",
    }


OPENAPI = """
{"info": {"description": "For programs."},
 "paths": {"/rows/": {"get": {
   "summary": "Read rows",
   "description": "First.\\n\\nSecond.",
   "responses": {"200": {"description": "Rows.", "examples": {"one": {"summary": "Not shown"}}}}}}},
 "components": {"schemas": {"Kind": {"description": "A kind.\\n\\n* `a` - A\\n* `b` - B"}}}}
"""


def test_the_words_of_an_openapi_file_are_found_by_the_paragraph(root: Path) -> None:
    (root / "shop/openapi.json").write_text(OPENAPI)

    found = {text for _context, text in catalogues.messages_of("shop")}

    assert {"Read rows", "First.", "Second.", "Rows.", "A kind."} <= found
    assert not [text for text in found if "Not shown" in text or "For" in text or "`" in text]


def test_message_says_where_it_was_found(root: Path) -> None:
    assert catalogues.messages_of("shop")["month", "May"].place == "shop/words.py:15"


def test_message_with_a_plural_somewhere_has_it_everywhere(root: Path) -> None:
    (root / "shop/again.py").write_text('_("%(n)s call")')

    assert catalogues.messages_of("shop")["", "%(n)s call"].plural == "%(n)s calls"


def test_update_writes_every_text_and_returns_what_lacks_a_translation(root: Path) -> None:
    missing = catalogues.update("shop", "nb")

    assert len(missing) == 12
    assert (
        (root / "shop/locale/nb/LC_MESSAGES/django.po")
        .read_text()
        .startswith(
            "# The texts of shop in the language nb; "
            "`manage.py catalogues` brings them up to date.\n"
            'msgid ""\nmsgstr ""\n'
            '"Project-Id-Version: best-in-test\\n"\n'
            '"Language: nb\\n"\n'
            '"MIME-Version: 1.0\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n'
            '"Content-Transfer-Encoding: 8bit\\n"\n'
            '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
            "\n"
            '#, python-format\nmsgid "%(n)s call"\nmsgid_plural "%(n)s calls"\n'
            'msgstr[0] ""\nmsgstr[1] ""\n'
        )
    )


def test_update_keeps_translations_and_changes_nothing_the_second_time(root: Path) -> None:
    catalogues.update("shop", "nb")
    path = _translate(root, A_title="En tittel", Saved="Lagret")
    before = path.read_bytes()

    missing = catalogues.update("shop", "nb")

    assert path.read_bytes() == before
    assert len(missing) == 10
    assert not {"A title", "Saved"} & set(missing)


def test_update_drops_a_text_nobody_shows(root: Path) -> None:
    catalogues.update("shop", "nb")
    path = _translate(root, Saved="Lagret", A_title="En tittel")
    (root / "shop/templates/shop/mail.txt").unlink()
    (root / "shop/words.py").write_text('_("A title")')

    catalogues.update("shop", "nb")

    assert "Lagret" not in path.read_text()
    assert "En tittel" in path.read_text()


def test_update_asks_again_when_a_text_gains_a_plural(root: Path) -> None:
    catalogues.update("shop", "nb")
    path = _translate(root, Heading="Overskrift")
    (root / "shop/more.py").write_text('ngettext("Heading", "Headings", n)')

    missing = catalogues.update("shop", "nb")

    assert "Heading" in missing
    assert 'msgid_plural "Headings"\nmsgstr[0] ""\nmsgstr[1] ""' in path.read_text()


def test_untranslated_names_the_place_of_each_text(root: Path) -> None:
    catalogues.update("shop", "nb")
    _translate(root, Long_text_in_two_parts="  ", Heading="Overskrift")

    missing = catalogues.untranslated("shop", "nb")

    assert len(missing) == 11
    assert "shop/templates/shop/mail.txt:1: Saved" in missing
    assert "shop/words.py:12: Long text in two parts" in missing


def test_untranslated_without_a_catalogue_is_everything(root: Path) -> None:
    assert len(catalogues.untranslated("shop", "sv")) == 12


def test_untranslated_counts_a_fuzzy_guess(root: Path) -> None:
    catalogues.update("shop", "nb")
    path = _translate(root, Saved="Lagret")
    path.write_text(path.read_text().replace('msgid "Saved"', '#, fuzzy\nmsgid "Saved"'))

    assert "shop/templates/shop/mail.txt:1: Saved" in catalogues.untranslated("shop", "nb")
    assert "Saved" in catalogues.update("shop", "nb")
    assert '#, fuzzy\nmsgid "Saved"\nmsgstr "Lagret"' in path.read_text()


@pytest.mark.usefixtures("django_reads")
def test_compiled_catalogue_is_what_django_reads(root: Path) -> None:
    catalogues.update("shop", "nb")
    path = _translate(root, Saved="Lagret")
    text = path.read_text()
    calls = 'msgid_plural "%(n)s calls"\n'
    may = 'msgctxt "month"\nmsgid "May"\n'
    text = text.replace(
        f'{calls}msgstr[0] ""\nmsgstr[1] ""', f'{calls}msgstr[0] "ett"\nmsgstr[1] "flere"'
    )
    path.write_text(text.replace(may + 'msgstr ""', may + 'msgstr "mai"'))

    assert catalogues.compile_all() == 1

    with translation.override("nb"):
        assert gettext("Saved") == "Lagret"
        assert pgettext("month", "May") == "mai"
        assert pgettext("verb", "May") == "May"
        assert ngettext("%(n)s call", "%(n)s calls", 1) == "ett"
        assert ngettext("%(n)s call", "%(n)s calls", 2) == "flere"
        assert npgettext("grade", "mark", "marks", 2) == "marks"


def test_command_updates_reports_and_compiles(root: Path) -> None:
    said = StringIO()

    call_command("catalogues", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[-1] == "2 catalogues compiled"
    assert "shop nb: Heading" in lines
    assert "shop sv: Heading" in lines
    assert len(lines) == 2 * 12 + 1


def test_command_that_only_compiles_changes_no_source(root: Path) -> None:
    catalogues.update("shop", "sv")
    path = root / "shop/locale/sv/LC_MESSAGES/django.po"
    (root / "shop/more.py").write_text('_("New")')
    before = path.read_bytes()
    said = StringIO()

    call_command("catalogues", compile=True, stdout=said)

    assert said.getvalue() == "1 catalogues compiled\n"
    assert path.read_bytes() == before
    assert path.with_suffix(".mo").exists()
    assert not (root / "shop/locale/nb").exists()


def test_only_what_changed_is_compiled_again(root: Path) -> None:
    catalogues.update("shop", "sv")
    path = root / "shop/locale/sv/LC_MESSAGES/django.po"

    assert [catalogues.compile_all(), catalogues.compile_all()] == [1, 0]
    os.utime(path, (path.with_suffix(".mo").stat().st_mtime + 1,) * 2)
    assert catalogues.compile_all() == 1
