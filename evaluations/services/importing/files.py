"""The files of a directory: found, opened, and read line by line in constant memory."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from django.utils.translation import gettext_noop
from pydantic import TypeAdapter, ValidationError

from evaluations.services.importing.json_text import NotReadable, line_of, parse
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.sentences import Sentence

T = TypeVar("T")

# A filled form takes some 14 kB; what is far beyond is read past, never into memory.
LONGEST_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file, without its line end.

    `raw` holds the beginning of a line that is longer than any line may be; `hash` is always the
    sha256 of the whole, and `size` its bytes.
    """

    number: int
    raw: bytes
    hash: str
    size: int

    @property
    def too_long(self) -> bool:
        """Whether `raw` is only the beginning."""
        return self.size > len(self.raw)


def find(directory: Path, stem: str) -> Path:
    """The file of rows with this name, packed or plain."""
    for name in (f"{stem}.jsonl.gz", f"{stem}.jsonl"):
        if (directory / name).is_file():
            return directory / name
    raise ImportRefused("this file is missing", file=f"{directory.name}/{stem}.jsonl.gz")


def label(path: Path) -> str:
    """How messages name a file."""
    return f"{path.parent.name}/{path.name}"


def lines(path: Path) -> Iterator[Line]:
    """Every line of a file; empty ones only when something follows.

    Raises ImportRefused when the file cannot be unpacked or read.
    """
    number = empty = 0
    try:
        with _open(path) as file:
            while piece := file.readline(LONGEST_LINE + 1):
                number += 1
                line = _line(number, piece, file)
                if not line.raw.strip():
                    empty += 1
                    continue
                for one in range(number - empty, number):
                    yield _line(one, b"", file)
                empty = 0
                yield line
    except (OSError, EOFError, zlib.error) as error:
        message = f"this file cannot be read ({error})"
        raise ImportRefused(message, file=label(path)) from error


def _open(path: Path) -> gzip.GzipFile | IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    return path.open("rb")


def _line(number: int, piece: bytes, file: gzip.GzipFile | IO[bytes]) -> Line:
    if number == 1:
        piece = piece.removeprefix(codecs.BOM_UTF8)
    if len(piece) <= LONGEST_LINE or piece.endswith(b"\n"):
        raw = piece.rstrip(b"\r\n")
        return Line(number, raw, hashlib.sha256(raw).hexdigest(), len(raw))
    whole, size = hashlib.sha256(), 0
    more = piece
    while more:
        ended = more.endswith(b"\n")
        whole.update(more.rstrip(b"\r\n"))
        size += len(more)
        more = b"" if ended else file.readline(LONGEST_LINE)
    return Line(number, piece[:LONGEST_LINE], whole.hexdigest(), size)


def document(path: Path, adapter: TypeAdapter[T]) -> T:
    """A whole JSON file as its type; ImportRefused names the line and the field of a fault."""
    value = raw_document(path)
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        where, message = _first(error, value)
        raise at(path, where, message) from error


def raw_document(path: Path, *, exact: bool = False) -> Any:
    """A whole JSON file as it stands; numbers with a point as Decimal when `exact`."""
    if not path.is_file():
        raise ImportRefused("this file is missing", file=label(path))
    try:
        return parse(_bytes(path), exact=exact)
    except NotReadable as error:
        raise ImportRefused(str(error), file=label(path), line=error.line) from error


def rows(path: Path, adapter: TypeAdapter[T]) -> Iterator[tuple[int, T]]:
    """Line number and typed value of every line; ImportRefused names the first bad one."""
    for line in lines(path):
        try:
            value = value_of(line)
        except NotReadable as error:
            raise ImportRefused(str(error), file=label(path), line=line.number) from error
        try:
            yield line.number, adapter.validate_python(value)
        except ValidationError as error:
            where, message = _first(error, value)
            field = ".".join(map(str, where))
            raise ImportRefused(message, file=label(path), line=line.number, field=field) from error


def value_of(line: Line) -> Any:
    """The JSON value of a line; raises NotReadable."""
    if line.too_long:
        text = gettext_noop("The line is longer than %(bytes)d bytes.")
        raise NotReadable(Sentence(text, {"bytes": LONGEST_LINE}))
    return parse(line.raw)


def at(path: Path, where: Sequence[str | int], message: str) -> ImportRefused:
    """The refusal of a whole JSON file for what stands at a place in it."""
    line = line_of(_bytes(path).decode(), tuple(where))
    return ImportRefused(message, file=label(path), line=line, field=".".join(map(str, where)))


def _bytes(path: Path) -> bytes:
    return path.read_bytes().removeprefix(codecs.BOM_UTF8)


def _first(error: ValidationError, value: Any) -> tuple[tuple[str | int, ...], str]:
    """Place and sentence of the first fault, without the names of types tried on the way."""
    fault = error.errors(include_url=False, include_context=False)[0]
    place: list[str | int] = []
    for step in fault["loc"]:
        inside = isinstance(value, list) if isinstance(step, int) else isinstance(value, dict)
        if inside and (isinstance(step, int) or step in value):
            value = value[step]
        elif fault["type"] not in {"missing", "extra_forbidden"}:
            continue
        place.append(step)
    return tuple(place), str(fault["msg"])
