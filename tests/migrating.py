"""Migrations with half the work: the same statements reach the database.

Django draws a model and all its neighbours anew after each operation, a thousand times over, for
the operations that come later. None of those looks at the constraints, indexes and triggers of a
drawn model, and a field is made from the same description each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.migrations.operations import (
    AddConstraint,
    AddIndex,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger

BESIDE_FIELDS: tuple[type[Operation], ...] = (
    AddConstraint,
    AddIndex,
    AddTrigger,
    RemoveConstraint,
    RemoveIndex,
    RemoveTrigger,
)


@contextmanager
def models_drawn_seldom() -> Iterator[None]:
    """For migrations of an empty database; what else happens meanwhile is as ever."""
    with pytest.MonkeyPatch.context() as patch:
        for operation in BESIDE_FIELDS:
            patch.setattr(operation, "state_forwards", _undrawn(operation.state_forwards))
        patch.setattr(Field, "clone", _clone)
        yield


def _undrawn(change: Any) -> Any:
    """The change of the state without its drawn models, which stay as they were."""

    def state_forwards(operation: Operation, app_label: str, state: ProjectState) -> None:
        drawn = state.__dict__.pop("apps", None)
        change(operation, app_label, state)
        if drawn is not None:
            state.__dict__["apps"] = drawn

    return state_forwards


def _clone(field: Any) -> Any:
    if "_described" not in field.__dict__:
        field.__dict__["_described"] = field.deconstruct()
    _name, _path, arguments, options = field.__dict__["_described"]
    return type(field)(*arguments, **options)
