"""Methods of awards as they are really run, each one document: see README.md beside this file."""

import json
from importlib import resources
from typing import Any


def names() -> list[str]:
    """The names of the documents, in the order of the alphabet."""
    files = resources.files(__name__).iterdir()
    return sorted(file.name.removesuffix(".json") for file in files if file.name.endswith(".json"))


def document(name: str) -> dict[str, Any]:
    """The method with this name; raises KeyError for an unknown one."""
    if name not in names():
        raise KeyError(name)
    text = resources.files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
