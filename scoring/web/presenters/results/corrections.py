"""Why results are other than they were, beside the results."""

import datetime as dt
from dataclasses import dataclass

from evaluations.visibility import Reader
from scoring.models import Release
from scoring.queries.releases.corrections import corrections_of
from shoppers.languages import said_in_current_language


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """Since when somebody could read the correction, and the sentence in her language."""

    since: dt.datetime
    words: str


def corrections_shown(release: Release, *, reader: Reader) -> list[CorrectionShown]:
    """Every correction that led to the release, the newest first."""
    return [
        CorrectionShown(each.since, said_in_current_language(each.reason))
        for each in corrections_of(release, audience=reader.audience)
    ]
