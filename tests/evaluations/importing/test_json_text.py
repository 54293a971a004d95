"""Strict JSON: one reading, or a reason why not."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.services.importing.json_text import NotReadable, line_of, parse, shown

DEEP = b"[" * 100_000 + b"]" * 100_000
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "Not JSON"),
        (b"{", "Not JSON"),
        (b"{} {}", "Not JSON"),
        (b"\xff", "Not UTF-8 at byte 1"),
        (b'"\xed\xa0\x80"', "Not UTF-8"),
        (b"NaN", "Not JSON: NaN"),
        (b"[-Infinity]", "Not JSON: -Infinity"),
        (b'{"a": 1, "a": 1}', 'The key "a" stands twice'),
        (b'[{"b": {"a": 1, "a": 2}}]', 'The key "a" stands twice'),
        (b'"\\u0000"', "a NUL character"),
        (b'{"\\u0000": 1}', "a NUL character"),
        (b'["a", {"b": ["\\u0000"]}]', "a NUL character"),
        (b'"\x00"', "Not JSON"),
        (b'"\\ud800"', "half a character"),
        (b'{"\\uDFFF": 1}', "half a character"),
        (b"9" * 5_000, "too many digits"),
        (DEEP, "Nested too deep"),
        (b"\xef\xbb\xbf{}", "Not JSON"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(raw: bytes, complaint: str) -> None:
    with pytest.raises(NotReadable, match=complaint):
        parse(raw)


def test_refusal_says_the_line() -> None:
    with pytest.raises(NotReadable) as refusal:
        parse(b'{\n "a": 1,\n "b" 2}')

    assert refusal.value.line == 3


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'"\\\\u0000"', "\\u0000"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
    ],
)
def test_what_only_looks_suspicious_is_read(raw: bytes, value: Any) -> None:
    assert parse(raw) == value


def test_exact_numbers_keep_their_digits() -> None:
    assert parse(b"0.10000000000000000001", exact=True) == Decimal("0.10000000000000000001")
    with pytest.raises(NotReadable, match="too many digits"):
        parse(b"1e99999999999999999999", exact=True)


@given(JSON_VALUES)
def test_what_was_written_is_read_unless_it_cannot_be_stored(value: Any) -> None:
    raw = json.dumps(value).encode()
    if "\\u0000" in json.dumps(value):
        with pytest.raises(NotReadable):
            parse(raw)
    else:
        assert parse(raw) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(NotReadable):
        parse(raw)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([1], "[…]"),
        ({"a": 1}, "{…}"),
        ("yes", '"yes"'),
        ("x" * 61, '"' + "x" * 60 + '…"'),
        ("a\nb\ud800", '"a\\nb\\\\ud800"'),
        (True, "true"),
        (10**100, "1" + "0" * 59),
        (float("inf"), "Infinity"),
    ],
)
def test_values_are_shown_short_on_one_line(value: Any, words: str) -> None:
    assert shown(value) == words


DOCUMENT = """{
 "method": {"tie": "a, {b}",
  "list": [
   1,
   {"x": [], "y": 2}
  ]
 },
 "end": 0
}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), None),
        (("nothing",), None),
        (("method",), 2),
        (("method", "tie"), 2),
        (("method", "list"), 3),
        (("method", "list", 0), 4),
        (("method", "list", 1, "y"), 5),
        (("method", "nothing"), 2),
        (("end",), 8),
    ],
)
def test_line_of_a_place_is_found(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(DOCUMENT, path) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'{\n"a": 1,\n"b": {"c": 2},\n"a": {\n"c": 0}}', 4),
        (b'{"c": [\n1, {"c": 1},\n{"b": 1,\n"b":\n2}]}', 5),
        (b'{\n"a":\nNaN}', None),
        (b'{\n"a": 1e5,\n"b": "\\u0000"}', None),
        (b'{\n"a": 1\n"b": 2}', 3),
    ],
)
def test_fault_has_its_own_line_or_none(raw: bytes, line: int | None) -> None:
    with pytest.raises(NotReadable) as fault:
        parse(raw, exact=True)

    assert fault.value.line == line
