"""Shoppers beside a call that is to be assigned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.enums import TestCallState
from evaluations.models import TestCall, TestCallEvent
from evaluations.queries.calls.candidates import Candidate
from evaluations.web.presenters.calls.call_history import words_of_reason
from evaluations.web.presenters.calls.test_calls import shopper_name
from shoppers.languages import Language
from shoppers.models import Shopper

COLUMNS = ("name", "region", "left", "calls")


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A shopper: `left` calls more in the week of the call, `calls` in the programme so far.

    `rules` are those that keep her from the call, in words; `note` is what else one should know;
    `declined` says that she has said no to this very place.
    """

    shopper: Shopper
    name: str
    languages: str
    region: str
    left: int
    capacity: int
    calls: int
    rules: tuple[str, ...]
    note: str
    declined: bool
    choose_url: str


def candidate_rows(
    candidates: Iterable[Candidate],
    *,
    calls: Mapping[int, int],
    said_no: Mapping[int, TestCallEvent],
    choose_url: str,
    former: TestCall | None = None,
) -> list[CandidateRow]:
    """The shoppers in their order; `choose_url` ends where her code goes."""
    return [
        CandidateRow(
            shopper=each.shopper,
            name=shopper_name(each.shopper),
            languages=", ".join(str(Language(code).label) for code in each.shopper.languages),
            region=each.shopper.region,
            left=each.capacity_left,
            capacity=each.facts.weekly_capacity,
            calls=calls.get(each.shopper.pk, 0),
            rules=tuple(str(rule.label) for rule in each.broken),
            note=_note(each.shopper, said_no.get(each.shopper.pk), former),
            declined=each.shopper.pk in said_no,
            choose_url=choose_url + each.shopper.code,
        )
        for each in candidates
    ]


def fits(row: CandidateRow, text: str) -> bool:
    """Whether the text stands in her code, name or region."""
    wanted = text.casefold()
    return any(wanted in part.casefold() for part in (row.shopper.code, row.name, row.region))


def decline_words(event: TestCallEvent) -> str:
    """When and why she said no."""
    sentence = (
        _("Gave this place back on %(day)s: %(reason)s")
        if event.from_state == TestCallState.ACCEPTED
        else _("Declined this place on %(day)s: %(reason)s")
    )
    return sentence % {"day": date_format(localtime(event.at)), "reason": words_of_reason(event)}


def _note(shopper: Shopper, decline: TestCallEvent | None, former: TestCall | None) -> str:
    if decline is not None:
        return decline_words(decline)
    if former is None or former.shopper_id != shopper.pk:
        return ""
    return _("Had this call before: %(state)s") % {
        "state": str(TestCallState(former.state).label).lower()
    }
