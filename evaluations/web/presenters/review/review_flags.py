"""How the flags of a report look."""

from collections.abc import Iterable

from evaluations.enums import AttemptFlag, ReviewFlag
from evaluations.web.presenters.imports.import_states import Chip

_TONES = {
    ReviewFlag.CRITICAL: "bad",
    ReviewFlag.COMMENTS: "neutral",
    ReviewFlag.EVIDENCE_ON_ITS_WAY: "info",
}
_ICONS = {
    ReviewFlag.PASSED_ON: "user",
    ReviewFlag.DIFFER: "alert",
    ReviewFlag.NOT_ANSWERED: "phone",
    ReviewFlag.OUTSIDE_PERIOD: "calendar",
    ReviewFlag.OUTSIDE_HOURS: "clock",
    ReviewFlag.PUBLIC_HOLIDAY: "calendar",
    ReviewFlag.SENT_LATE: "clock",
    ReviewFlag.WAIT_OVER_LIMIT: "pause",
    ReviewFlag.GAVE_UP_EARLY: "pause",
    ReviewFlag.BEFORE_GIVEN: "calendar",
    ReviewFlag.SAME_DAY: "calendar",
    ReviewFlag.TOO_MANY: "phone",
    ReviewFlag.UNCHANGED: "circle",
    ReviewFlag.COMMENTS: "chat",
    ReviewFlag.RECOGNISED: "eye",
    ReviewFlag.EVIDENCE_ON_ITS_WAY: "upload",
}


def flag_chips(flags: Iterable[ReviewFlag | AttemptFlag]) -> list[Chip]:
    """A chip for each flag."""
    known = [ReviewFlag(flag.value) for flag in flags]
    return [
        Chip(str(flag.label), _TONES.get(flag, "warn"), _ICONS.get(flag, "alert")) for flag in known
    ]
