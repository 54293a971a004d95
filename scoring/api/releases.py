"""From a year in an address to the release its reader may read."""

import datetime as dt
from time import monotonic

from django.conf import settings
from django.http import Http404

from evaluations.visibility import Audience, Reader
from scoring.models import Release
from scoring.queries.releases.released import announced_programmes
from scoring.queries.releases.releases import current_release

# What was out a moment ago is still out: a release is never taken back. So a process may skip the
# look-up for a moment. It never remembers that something is not out, nor a coming release, so
# nothing is seen early and a publication is seen at once; only a correction may come this late.
_seen: dict[tuple[str, Audience], tuple[float, Release]] = {}


def release_for(slug: str, *, reader: Reader, now: dt.datetime) -> Release:
    """The newest release of the year that is out for the reader.

    404 when there is none, and just so when there is no such year: unreleased results don't exist.
    """
    key = slug, reader.audience
    since, release = _seen.get(key, (0.0, None))
    if release is not None and monotonic() - since < settings.RELEASE_LOOKUP_SECONDS:
        return release
    programme = announced_programmes().filter(slug=slug).first()
    if programme is None:
        raise Http404
    release = current_release(programme, reader=reader, now=now)
    if release is None:
        raise Http404
    _seen[key] = monotonic(), release
    return release
