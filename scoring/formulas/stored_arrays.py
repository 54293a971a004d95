"""Records of arrays as bytes: equal arrays, equal bytes, readable without this program."""

import io
import zipfile
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

Record = TypeVar("Record")


def to_bytes(record: Any) -> bytes:
    """A dataclass whose fields are all arrays, in numpy's own file format (.npz)."""
    file = io.BytesIO()
    np.savez(file, **{each.name: getattr(record, each.name) for each in fields(record)})
    return file.getvalue()


def from_bytes(kind: type[Record], stored: bytes) -> Record:
    """The record of this kind that was stored. Raises ValueError for any other bytes."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # a dataclass, by contract
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as file:
            return kind(**{name: file[name] for name in names})
    except (KeyError, EOFError, OSError, AttributeError, TypeError, zipfile.BadZipFile) as broken:
        raise ValueError(f"these bytes are no stored {kind.__name__}") from broken
