"""Planning rules that contacts made elsewhere have broken: counted, never a reason to refuse."""

from collections import Counter
from typing import Any

from django.utils import timezone

from evaluations.enums import PlayedBy, RelationKind
from evaluations.method import Fieldwork, LiveWait
from evaluations.services.importing.contact import AttemptFacts, Contact
from evaluations.services.importing.directory import Directory

_SATURDAY = 5


class Breaches:
    """Counts breaches over the good lines of a file.

    Memory grows with pairs of shopper and company, not with lines.
    """

    def __init__(self, directory: Directory) -> None:
        self._fieldwork: Fieldwork = directory.programme.fieldwork
        self._period = (directory.programme.start, directory.programme.end)
        self._played_by = {scenario.key: scenario.played_by for scenario in directory.scenarios}
        shoppers = [row for _line, row in directory.shoppers.values()]
        self._customers = {
            (row.code, relation.company)
            for row in shoppers
            for relation in row.relations
            if relation.kind == RelationKind.CUSTOMER.value
        }
        self._capacity = {row.code: row.weekly_capacity for row in shoppers}
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._weeks: Counter[tuple[str, int, int]] = Counter()
        self._found: Counter[str] = Counter()

    def add(self, contact: Contact) -> None:
        """Look at one contact."""
        pair = (contact.shopper, contact.company)
        self._pairs[pair] += 1
        year, week, _day = timezone.localtime(contact.attempts[0].started_at).isocalendar()
        self._weeks[contact.shopper, year, week] += 1
        self._found += Counter(
            {
                "shopper_twice_with_company": self._pairs[pair] > 1,
                "outside_period": any(map(self._outside_period, contact.attempts)),
                "outside_hours": any(map(self._outside_hours, contact.attempts)),
                "wait_over_limit": self._waited_too_long(contact),
                "scenario_not_hers_to_play": self._not_hers_to_play(contact),
                "over_weekly_capacity": (
                    self._weeks[contact.shopper, year, week] > self._capacity[contact.shopper]
                ),
            }
        )

    def found(self) -> list[dict[str, Any]]:
        """What was broken how often, as an import keeps it."""
        return [{"kind": kind, "count": count} for kind, count in sorted(self._found.items())]

    def _outside_period(self, attempt: AttemptFacts) -> bool:
        start, end = self._period
        return not start <= timezone.localtime(attempt.started_at).date() <= end

    def _outside_hours(self, attempt: AttemptFacts) -> bool:
        local, hours = timezone.localtime(attempt.started_at), self._fieldwork.hours
        return local.weekday() >= _SATURDAY or not hours.start <= local.time() <= hours.end

    def _waited_too_long(self, contact: Contact) -> bool:
        limits: dict[str, Any] = {
            str(channel): limit for channel, limit in self._fieldwork.wait_limits.items()
        }
        limit = limits.get(contact.channel)
        # Written channels count working days; that needs the planner's calendar.
        return isinstance(limit, LiveWait) and any(
            attempt.wait_seconds > limit.minutes * 60 for attempt in contact.attempts
        )

    def _not_hers_to_play(self, contact: Contact) -> bool:
        customer = (contact.shopper, contact.company) in self._customers
        wanted = self._played_by[contact.scenario]
        return (wanted == PlayedBy.CUSTOMER.value and not customer) or (
            wanted == PlayedBy.NON_CUSTOMER.value and customer
        )
