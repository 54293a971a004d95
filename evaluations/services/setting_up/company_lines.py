"""One company's line of a spreadsheet, read cell by cell beside what stands.

An empty cell says nothing: what stands stays. Every problem of a line is told, not only the first.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evaluations.company_sheet import STAFF, Line, Problem, channel_column
from evaluations.enums import Channel, ConfirmedBy
from evaluations.models import Category
from evaluations.queries.companies.contact_points import Confirmed, PointFacts
from evaluations.services.setting_up.companies import ParticipationFacts, StaffTold
from shoppers.languages import Language

Points = Mapping[Channel, PointFacts]
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
# As spreadsheets in Norwegian write it.
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_LONGEST = {"name": 120, STAFF["duration"]: 120, STAFF["purpose"]: 300, STAFF["how"]: 300}
_LONGEST_POINT = 200
_WORDS = {"yes": True, "no": False}


@dataclass(slots=True)
class LineReader:
    """The cells of a line as facts; what cannot be is added to `problems`, told by column."""

    line: Line
    categories: Mapping[str, Category]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, what: str) -> None:
        """Note what is wrong with a cell, once however often it is read."""
        problem = Problem(self.line.number, column, what)
        if problem not in self.problems:
            self.problems.append(problem)

    def facts(self, standing: ParticipationFacts) -> ParticipationFacts:
        """What the line says, and what stands where it says nothing."""
        return ParticipationFacts(
            name=self._name(standing.name),
            category=self._category(standing.category),
            channels=self._channels() or standing.channels,
            signed_up=self._truth("signed_up", standing=standing.signed_up),
            language=self._language() or standing.language,
            told=self._told(standing.told),
        )

    def points(self, standing: Points, channels: frozenset[Channel]) -> dict[Channel, PointFacts]:
        """Where the company is reached on each of its channels, by the line or as it stands."""
        found = {}
        for channel in Channel:
            if channel in channels:
                found[channel] = self._point(channel, standing.get(channel, PointFacts("", "")))
                continue
            for part in ("point", "menu", "words", "on"):
                if self._cell(column := channel_column(channel, part)):
                    self.refuse(
                        column,
                        _(
                            "The company does not offer this channel: name it in the column"
                            " channels, or empty this cell."
                        ),
                    )
        return found

    def tidy(self, column: str) -> str:
        """The words of a cell, without the spaces that say nothing."""
        words = " ".join(self._cell(column).split())
        longest = _LONGEST.get(column, _LONGEST_POINT)
        if len(words) > longest:
            self.refuse(column, _("At most %(count)d letters.") % {"count": longest})
        return words

    def _cell(self, column: str) -> str:
        return self.line.cells[column]

    def _name(self, standing: str) -> str:
        said = self.tidy("name")
        # By which a company was found is no new name of it.
        found_by = not self._cell("company") and said.casefold() == standing.casefold()
        return standing if found_by else said or standing

    def _category(self, standing: Category) -> Category:
        said = self._cell("category")
        found = self.categories.get(said.casefold()) if said else standing
        if found is None:
            self.refuse("category", _("There is no category %(found)s.") % {"found": said})
        return found or standing

    def _channels(self) -> frozenset[Channel]:
        said = self._cell("channels").replace(",", " ").casefold().split()
        for word in said:
            if word not in Channel:
                known = ", ".join(Channel.values)
                words = {"found": word, "known": known}
                self.refuse("channels", _("%(found)s is none of: %(known)s.") % words)
        return frozenset(Channel(word) for word in said if word in Channel)

    def _language(self) -> Language | None:
        said = self._cell("language").casefold()
        if said and said not in Language:
            words = {"found": said, "known": ", ".join(Language.values)}
            self.refuse("language", _("%(found)s is none of: %(known)s.") % words)
        return Language(said) if said in Language else None

    def _truth(self, column: str, *, standing: bool) -> bool:
        said = self._cell(column).casefold()
        if said and said not in _WORDS:
            words = {"found": said, "known": ", ".join(_WORDS)}
            self.refuse(column, _("%(found)s is none of: %(known)s.") % words)
        return _WORDS.get(said, standing)

    def _day(self, column: str) -> dt.date | None:
        said = self._cell(column)
        if not said:
            return None
        parts: tuple[str, ...] = ()
        if found := _ISO.fullmatch(said):
            parts = found.groups()
        elif found := _DOTTED.fullmatch(said):
            parts = found.groups()[::-1]
        try:
            return dt.date(*map(int, parts))
        except (TypeError, ValueError):
            words = {"found": said}
            self.refuse(column, _("%(found)s is no day: write it like 2026-11-23.") % words)
            return None

    def _told(self, standing: StaffTold | None) -> StaffTold | None:
        if not any(self._cell(column) for column in STAFF.values()):
            return standing
        informed, discussed = self._day(STAFF["informed_on"]), self._day(STAFF["discussed_on"])
        purpose, how = self.tidy(STAFF["purpose"]), self.tidy(STAFF["how"])
        duration = self.tidy(STAFF["duration"])
        if standing is not None:
            return StaffTold(
                informed or standing.informed_on,
                purpose or standing.purpose,
                how or standing.how,
                duration or standing.duration,
                discussed or standing.discussed_on,
            )
        for column in STAFF.values():
            if not self._cell(column):
                self.refuse(column, _("Fill this in too, or empty all five."))
        if not (informed and purpose and how and duration and discussed):
            return None
        return StaffTold(informed, purpose, how, duration, discussed)

    def _point(self, channel: Channel, standing: PointFacts) -> PointFacts:
        point = self.tidy(channel_column(channel, "point")) or standing.point
        menu = self.tidy(channel_column(channel, "menu")) or standing.menu_path
        confirmed = self._confirmed(channel)
        same = (point, menu) == (standing.point, standing.menu_path)
        if confirmed is None:
            return PointFacts(point, menu, standing.confirmed if same else None)
        if confirmed == standing.confirmed and not same:
            self.refuse(
                channel_column(channel, "words"),
                _("This confirmed what stood before. Give a new one, or empty both cells."),
            )
        return PointFacts(point, menu, confirmed)

    def _confirmed(self, channel: Channel) -> Confirmed | None:
        """What the client has confirmed: a probe call is noted by whoever made it, on its page."""
        words_column, day_column = (channel_column(channel, part) for part in ("words", "on"))
        words, day = self.tidy(words_column), self._day(day_column)
        if words and not self._cell(day_column):
            self.refuse(day_column, _("Give the day on which it was confirmed."))
        if day and not words:
            self.refuse(words_column, _("Say who at the client confirmed it."))
        return Confirmed(ConfirmedBy.CLIENT, words, day) if words and day else None


def cells_of(company: str, facts: ParticipationFacts, points: Points) -> dict[str, str]:
    """The line that says all of it; read again, it changes nothing.

    What a probe call has confirmed is not in it.
    """
    told = facts.told
    cells = {
        "company": company,
        "name": facts.name,
        "category": facts.category.key,
        "channels": " ".join(each for each in Channel if each in facts.channels),
        "language": str(facts.language),
        "signed_up": "yes" if facts.signed_up else "no",
    }
    if told is not None:
        cells |= {column: str(getattr(told, name) or "") for name, column in STAFF.items()}
    for channel, point in points.items():
        cells[channel_column(channel, "point")] = point.point
        cells[channel_column(channel, "menu")] = point.menu_path
        confirmed = point.confirmed
        if confirmed is not None and confirmed.way == ConfirmedBy.CLIENT:
            cells[channel_column(channel, "words")] = confirmed.words
            cells[channel_column(channel, "on")] = str(confirmed.on)
    return cells
