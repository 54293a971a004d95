"""The sound of a case in words."""

from dataclasses import dataclass

from django.urls import reverse

from evaluations.enums import AttachmentFault, AttachmentState
from evaluations.models import CalibrationCase
from evaluations.queries.calibration.case_sounds import sound_of
from evaluations.web.presenters.imports.import_states import Chip


@dataclass(frozen=True, slots=True)
class Sound:
    """How far a sound has come; `fault` where it was not taken, `url` where it can be saved."""

    chip: Chip
    fault: str
    url: str


def desk_sound(case: CalibrationCase) -> Sound | None:
    """The sound as a coordinator sees it; None where the case has none."""
    found = sound_of(case)
    if found is None:
        return None
    state = AttachmentState(found.state)
    look = {
        AttachmentState.READY: ("good", "check"),
        AttachmentState.REFUSED: ("bad", "alert"),
    }.get(state, ("info", "clock"))
    where = [case.calibration.programme.slug, case.calibration_id, case.number]
    return Sound(
        chip=Chip(str(state.label), *look),
        fault=str(AttachmentFault(found.fault).label) if found.fault else "",
        url=reverse("case_sound", args=where) if state is AttachmentState.READY else "",
    )


def my_sound_url(case: CalibrationCase) -> str:
    """Where a rater saves the sound; empty where the case has none."""
    found = sound_of(case)
    if found is None or found.state != AttachmentState.READY:
        return ""
    return reverse("my_case_sound", args=[case.calibration_id, case.number])
