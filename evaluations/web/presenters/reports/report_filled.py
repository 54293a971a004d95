"""What is filled in, and what stands beside the questions on a page of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows as filled in."""

    answered: bool
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands beside one question: what is wrong, a remark, what another place says."""

    fault: str = ""
    remark: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the questions, by their keys."""

    faults: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def notes(self, key: str) -> Notes:
        """What stands beside this question."""
        return Notes(
            self.faults.get(key, ""), self.remarks.get(key, ""), self.elsewhere.get(key, "")
        )
