"""Spellings of comments that a reviewer typed on a report's page and has not decided about."""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluations.canonical import words_digest
from evaluations.models import Evaluation
from evaluations.queries.review.moderation import verdicts, words_by_digest
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.forms.review.review import unix_lines


@dataclass(frozen=True, slots=True)
class MendedSpelling:
    """What was typed; `fits` while the comment says what it said when she began."""

    text: str
    fits: bool


def mended_spellings(
    evaluation: Evaluation, posted: Mapping[str, str]
) -> dict[str, MendedSpelling]:
    """What was sent along, by comment: neither what its page had shown nor what stands now.

    The fields are those of `forms.review.VerdictForm`. A comment that is gone is looked at too.
    """
    found = {}
    for field in checklist_of(evaluation.checklist_version).comments:
        typed = unix_lines(posted.get(f"{field.key}-text", "")).strip()
        # A field that was emptied holds no word that could be lost.
        if typed and typed not in _known(evaluation, field.key, posted):
            fits = posted.get(f"{field.key}-read") == _digest_now(evaluation, field.key)
            found[field.key] = MendedSpelling(typed, fits)
    return found


def _known(evaluation: Evaluation, key: str, posted: Mapping[str, str]) -> set[str]:
    """The words that her page had shown in the field, and those that stand there now."""
    read, seen = posted.get(f"{key}-read", ""), posted.get(f"{key}-standing", "")
    words = sorted(evaluation.moderations.all(), key=lambda each: each.pk)
    now = verdicts(evaluation, words).get(key)
    known = [now.text if now else evaluation.comments.get(key, "")]
    said = next((each for each in words if (str(each.pk), each.key) == (seen, key)), None)
    known.append(said.text if said else words_by_digest(evaluation, key).get(read, ""))
    return {unix_lines(each).strip() for each in known}


def _digest_now(evaluation: Evaluation, key: str) -> str:
    return words_digest(evaluation.comments.get(key, ""))
