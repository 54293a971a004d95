"""What a spreadsheet of companies would change, in words."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import Channel
from evaluations.queries.companies.contact_points import PointFacts
from evaluations.services.setting_up.companies import ParticipationFacts
from evaluations.services.setting_up.company_lines import Points
from evaluations.services.setting_up.company_sheet import CompanyChange


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line that changes something: each fact with what stands and what would stand."""

    line: int
    name: str
    is_new: bool
    facts: list[tuple[str, str, str]]


def change_row(change: CompanyChange) -> ChangeRow:
    """Of a company that is taken in, only what the sheet says of it."""
    before = _facts(change.before) if change.before else {}
    after = _facts(change.after)
    before |= _points(change.points_before)
    after |= _points(change.points)
    # A channel that is gone takes where it was reached with it.
    names = [*after, *(name for name in before if name not in after)]
    rows = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return ChangeRow(
        line=change.line,
        name=change.before.name if change.before else change.after.name,
        is_new=change.before is None,
        facts=[row for row in rows if row[1] != row[2]],
    )


def _facts(facts: ParticipationFacts) -> dict[str, str]:
    told = facts.told
    channels = [str(each.label) for each in Channel if each in facts.channels]
    return {
        _("Name this year"): facts.name,
        _("Category"): str(facts.category),
        _("Channels it offers"): ", ".join(channels),
        _("Contacted in"): str(facts.language.label),
        _("Has signed up"): _("Yes") if facts.signed_up else _("No"),
        _("Staff informed on"): date_format(told.informed_on) if told else "",
        _("What for, as they were told"): told.purpose if told else "",
        _("How it is done, as they were told"): told.how if told else "",
        _("For how long, as they were told"): told.duration if told else "",
        _("Discussed with the employees' representatives on"): (
            date_format(told.discussed_on) if told and told.discussed_on else ""
        ),
    }


def _points(points: Points) -> dict[str, str]:
    said = {}
    for channel, facts in points.items():
        named = {"channel": channel.label}
        said[str(channel.label)] = facts.point
        said[_("%(channel)s, way to a person") % named] = facts.menu_path
        said[_("%(channel)s, confirmed") % named] = _confirmed(facts)
    return said


def _confirmed(facts: PointFacts) -> str:
    confirmed = facts.confirmed
    if confirmed is None:
        return ""
    return f"{confirmed.way.label} – {confirmed.words}, {date_format(confirmed.on)}"
