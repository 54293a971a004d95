"""What an operation of the shopper's API tells about itself; the OpenAPI document is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Body:
    """What may be sent: a document, or bytes where it is None; each example was really sent."""

    example: Any
    document: type[Any] | None = None
    media_type: str = JSON


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address.

    `answers` and `refusals` say by status when it comes; every answer has the same document.
    """

    name: str
    summary: str
    description: str
    document: Any
    answers: Mapping[int, str]
    refusals: Mapping[int, str]
    bodies: tuple[Body, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def described(operation: Operation) -> Callable[[View], View]:
    """Write the operation on the view's method."""

    def write(method: View) -> View:
        method.__dict__["operation"] = operation
        return method

    return write
