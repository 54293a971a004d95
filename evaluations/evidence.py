"""What a report that nobody answered is to be shown by, and how much of it is there.

Pure: the same for the page, the API and the reviewer's desk.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evaluations.enums import AttachmentKind, Channel, EvidenceKind
from evaluations.method import Fieldwork

# Keys of what she says beside the checklist's answers. No key of a checklist has a dot.
DECLARED, PICTURE, WAIT_NOTE = "declared.", "evidence.", "note.wait"
# A picture follows its report; one that has not come by then is looked for.
EVIDENCE_WITHIN = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Asked:
    """One piece of evidence that a contact needs; `by_word` asks for a tick.

    Where the privacy mode takes no such picture, her word stands in its place.
    """

    kind: EvidenceKind
    by_word: bool

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{DECLARED if self.by_word else PICTURE}{self.kind.value}"

    @property
    def replaces_picture(self) -> bool:
        """Whether it is her word in the place of a picture."""
        return self.by_word and self.kind.picture is not None


def evidence_asked(
    fieldwork: Fieldwork, channel: Channel, *, in_privacy_mode: bool
) -> tuple[Asked, ...]:
    """What the method asks for on the channel when nobody answered, in its order."""
    limit = fieldwork.wait_limits.get(channel)
    taken = AttachmentKind.in_privacy() if in_privacy_mode else frozenset(AttachmentKind)
    return tuple(
        Asked(kind, by_word=kind.picture not in taken)
        for kind in (() if limit is None else limit.evidence)
    )


def evidence_lacking(
    asked: Collection[Asked], *, said: Mapping[str, str], pictures: Collection[str]
) -> list[Asked]:
    """What is not there: `said` as a draft has it, `pictures` the kinds that are there."""
    return [
        each
        for each in asked
        if not (said.get(each.key) if each.by_word else each.kind.value in pictures)
    ]


def declared_at(text: str) -> dt.datetime | None:
    """The instant of a tick, by the clock of the phone; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
