"""Planning rules that contacts made elsewhere have broken: counted, never a reason to refuse."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from evaluations.calling_hours import attempt_flags
from evaluations.enums import AttemptFlag, Channel, PlayedBy, RelationKind
from evaluations.services.importing.contact import Contact
from evaluations.services.importing.directory import Directory
from evaluations.wait_limits import Tried

if TYPE_CHECKING:
    from evaluations.method import Fieldwork


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
        began = min(attempt.started_at for attempt in contact.attempts)
        year, week, _day = timezone.localtime(began).isocalendar()
        self._weeks[contact.shopper, year, week] += 1
        self._found += Counter(
            {
                "shopper_twice_with_company": self._pairs[pair] > 1,
                **self._flags(contact),
                "scenario_not_hers_to_play": self._not_hers_to_play(contact),
                "over_weekly_capacity": (
                    self._weeks[contact.shopper, year, week] > self._capacity[contact.shopper]
                ),
            }
        )

    def found(self) -> list[dict[str, Any]]:
        """What was broken how often, as an import keeps it."""
        return [{"kind": kind, "count": count} for kind, count in sorted(self._found.items())]

    def _flags(self, contact: Contact) -> dict[str, bool]:
        """For each thing unusual about an attempt, whether any of the contact's has it."""
        found = {
            flag
            for attempt in contact.attempts
            for flag in attempt_flags(
                fieldwork=self._fieldwork,
                period=self._period,
                channel=Channel(contact.channel),
                tried=Tried(
                    timezone.localtime(attempt.started_at), attempt.outcome, attempt.wait_seconds
                ),
            )
        }
        return {flag.value: flag in found for flag in AttemptFlag}

    def _not_hers_to_play(self, contact: Contact) -> bool:
        customer = (contact.shopper, contact.company) in self._customers
        wanted = self._played_by[contact.scenario]
        return (wanted == PlayedBy.CUSTOMER.value and not customer) or (
            wanted == PlayedBy.NON_CUSTOMER.value and customer
        )
