"""What one process may cost, and how it says that it does not take a file."""

import resource
import sys
from dataclasses import dataclass
from typing import Final

# Exit status of a file that is not taken; its reason is what was printed.
REFUSED: Final = 3


class Untaken(Exception):
    """A file that is not kept; its text is the reason's code."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a file may cost before it is given up.

    `maker` is the module that makes it anew; its `reencode` does it.
    `wall_seconds` is for whoever waits: the work has its own limit, and a busy machine is no fault.
    """

    maker: str
    cpu_seconds: int
    wall_seconds: int
    largest_made: int  # bytes
    memory: int = 300 * 1024 * 1024

    def bind(self) -> None:
        """Bound this process: memory, time, the size of a file it writes, and no core dump."""
        for limit, value in (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_CPU, self.cpu_seconds),
            (resource.RLIMIT_FSIZE, self.largest_made),
            (resource.RLIMIT_CORE, 0),
        ):
            # macOS knows no such bound on memory; there what is decoded has bounds of its own.
            if limit != resource.RLIMIT_AS or sys.platform != "darwin":
                resource.setrlimit(limit, (value, value))


PICTURE = Bounds("picture", cpu_seconds=5, wall_seconds=60, largest_made=18_000_000)
# An hour takes half a minute of one processor and a third of this room.
SOUND = Bounds("sound", cpu_seconds=120, wall_seconds=240, largest_made=60_000_000)
BOUNDS: Final = {each.maker: each for each in (PICTURE, SOUND)}
