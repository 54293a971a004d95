"""What is kept about a file that a shopper sent, as she may read it: its facts, not its bytes."""

from typing import Any

from evaluations.models import Attachment

_NAMES = (
    "kind",
    "state",
    "fault",
    "size",
    "sha256",
    "announced_at",
    "received_at",
    "kept_size",
    "kept_sha256",
    "delete_on",
)


def own_file(file: Attachment, *, opened: str = "opened_by_a_coordinator_at") -> dict[str, Any]:
    """Its facts, and under `opened` when somebody else opened it. Reads its `readings`."""
    facts = {name: getattr(file, name) for name in _NAMES}
    return facts | {opened: [reading.at for reading in file.readings.all()]}
