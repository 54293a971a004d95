"""The process itself: one file in, one file out."""

from importlib import import_module

from evaluations.reencoding.bounds import BOUNDS, REFUSED, Untaken


def main(maker: str, source: str, target: str) -> int:
    """Do it within the bounds; the exit status."""
    # Only what this file needs is loaded.
    making = import_module(f"evaluations.reencoding.{maker}")
    BOUNDS[maker].bind()
    try:
        making.reencode(source, target)
    except Untaken as reason:
        print(reason)  # noqa: T201 - how this program answers
        return REFUSED
    return 0
