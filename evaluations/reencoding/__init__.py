"""A file from outside, made anew in a process of its own whose memory and time are bounded.

What decodes a hostile file is not trusted: it runs without the project, without its environment
and without its network. What comes out holds nothing but pixels, or nothing but sound.
"""

import sys
from pathlib import Path
from typing import Final

from evaluations.reencoding.bounds import Bounds

# Behind everything that is installed, so that nothing of the project hides a library.
_START: Final = (
    "import sys; sys.path.append(sys.argv[1]); from evaluations.reencoding.program import main; "
    "sys.exit(main(*sys.argv[2:]))"
)
# All of its environment: threads would reserve more memory than it may have.
ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1"}


def command(bounds: Bounds, source: Path, target: Path) -> list[str]:
    """What starts the process; it ends with 0, or with `bounds.REFUSED` and the reason's code."""
    root = Path(__file__).parents[2]
    return [sys.executable, "-I", "-c", _START, str(root), bounds.maker, str(source), str(target)]
