"""Files of rows, line by line, whatever they hold."""

import gzip
import hashlib
from pathlib import Path

import pytest
from pydantic import StrictInt, TypeAdapter

from evaluations.services.importing import files
from evaluations.services.importing.refusal import ImportRefused


def _numbered(path: Path) -> list[tuple[int, bytes]]:
    return [(line.number, line.raw) for line in files.lines(path)]


def test_packed_and_plain_files_read_the_same(tmp_path: Path) -> None:
    content = b"one\ntwo\r\nthree"
    (tmp_path / "a.jsonl").write_bytes(content)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(content))

    for stem in ("a", "b"):
        found = files.find(tmp_path, stem)
        assert _numbered(found) == [(1, b"one"), (2, b"two"), (3, b"three")]


def test_packed_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "a.jsonl.gz").touch()

    assert files.find(tmp_path, "a").name == "a.jsonl.gz"


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=f"{tmp_path.name}/a.jsonl.gz"):
        files.find(tmp_path, "a")


def test_empty_lines_count_only_when_something_follows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n one\n\n  \ntwo\n\n \n\n")

    assert _numbered(path) == [(1, b""), (2, b" one"), (3, b""), (4, b""), (5, b"two")]


def test_byte_order_mark_costs_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf{}\n{}")

    assert _numbered(path) == [(1, b"{}"), (2, b"{}")]


def test_line_beyond_measure_is_hashed_but_not_kept(tmp_path: Path) -> None:
    long = b"x" * (files.LONGEST_LINE * 2 + 5)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\n" + long + b"\nthree\n" + long)

    first, second, third, fourth = files.lines(path)

    assert (first.raw, third.raw) == (b"one", b"three")
    for line in (second, fourth):
        assert line.too_long
        assert len(line.raw) == files.LONGEST_LINE
        assert line.hash == hashlib.sha256(long).hexdigest()
    assert not first.too_long


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"one\ntwo\n" * 1000, mtime=0)[:-20]],
    ids=["never packed", "cut off"],
)
def test_file_that_cannot_be_unpacked_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(ImportRefused, match=r"a\.jsonl\.gz"):
        list(files.lines(path))


@pytest.mark.parametrize(("line", "field"), [(b"true", ""), (b"{", ""), (b'"\\u0000"', "")])
def test_bad_row_is_refused_with_file_and_line(tmp_path: Path, line: bytes, field: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n" + line + b"\n3\n")

    with pytest.raises(ImportRefused) as refusal:
        list(files.rows(path, TypeAdapter(StrictInt)))

    assert (refusal.value.file, refusal.value.line) == (f"{tmp_path.name}/a.jsonl", 2)
    assert refusal.value.field == field


def test_row_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1" * (files.LONGEST_LINE + 1))

    with pytest.raises(ImportRefused, match="longer than"):
        list(files.rows(path, TypeAdapter(StrictInt)))
