"""The way to a page, as its frame shows it."""

from collections.abc import Iterable


def crumbs_of(*way: tuple[str, str], further: Iterable[str] = ()) -> list[dict[str, str]]:
    """Labels with their addresses, then `further` labels; the last step carries no address."""
    steps = [*way, *((label, "") for label in further)]
    shown = [{"label": label, "url": url} for label, url in steps]
    shown[-1]["url"] = ""
    return shown
