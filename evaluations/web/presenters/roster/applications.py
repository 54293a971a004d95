"""How applications look on the desk."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.enums import ApplicationState, Channel, WhyDeclined
from evaluations.models import Application
from evaluations.web.presenters.imports.import_states import Chip
from shoppers.enums import Gender
from shoppers.languages import Language

_STATES = {
    ApplicationState.WAITING: ("warn", "clock"),
    ApplicationState.ACCEPTED: ("good", "check"),
    ApplicationState.DECLINED: ("neutral", "cross"),
}


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One of the list."""

    application: Application
    languages: str
    channels: str
    programme: str
    state: Chip


def state_chip(found: Any) -> Chip:
    """Where an application stands."""
    state = ApplicationState(found.state)
    return Chip(str(state.label), *_STATES[state])


def application_row(found: Application) -> ApplicationRow:
    """An application as `applications` found it."""
    return ApplicationRow(
        application=found,
        languages=_named(Language, found.languages),
        channels=_named(Channel, found.channels),
        programme=found.programme.name if found.programme else "",
        state=state_chip(found),
    )


def application_facts(found: Application) -> list[tuple[str, str]]:
    """Everything that she said, and what came of it."""
    shown = [
        (_("E-mail"), found.email),
        (_("About"), found.programme.name if found.programme else _("No programme in particular")),
        (_("Languages spoken"), _named(Language, found.languages)),
        (_("Channels"), _named(Channel, found.channels)),
        (_("Region"), found.region),
        (_("Calls a week at most"), str(found.weekly_capacity)),
        (_("Birth year"), str(found.birth_year)),
        (_("Gender"), str(Gender(found.gender).label)),
        (_("Language of mails"), str(Language(found.language).label)),
        (_("Applied"), date_format(localtime(found.applied_at), "DATETIME_FORMAT")),
    ]
    if found.decided_at and found.decided_by:
        day = date_format(localtime(found.decided_at), "DATETIME_FORMAT")
        name = found.decided_by.name
        shown.append((_("Decided"), _("%(day)s by %(name)s") % {"day": day, "name": name}))
    if found.declined_for:
        shown.append((_("Reason"), str(WhyDeclined(found.declined_for).label)))
    return shown


def _named(words: Any, chosen: list[str]) -> str:
    return ", ".join(str(words(each).label) for each in chosen)
