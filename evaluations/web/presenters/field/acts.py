"""Acts upon many calls: what will happen with each, and what did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import AssigningRule, Channel
from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, FieldActCall, TestCall
from evaluations.services.calls.assigning import shown
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.field.acting import Outcome
from evaluations.web.acting import Asked
from evaluations.web.presenters.calls.call_states import call_chip
from evaluations.web.presenters.calls.test_calls import shopper_name
from evaluations.web.presenters.imports.import_states import Chip


@dataclass(frozen=True, slots=True)
class ActRow:
    """A call of the act: `refusal` says why nothing happens with it, empty where it does.

    `choices` are codes and names of those whom it may go to, `chosen` the code that stands.
    """

    key: str
    url: str
    company: str
    channel: str
    shopper: str
    due: str
    state: Chip
    seen: str
    to: str
    chosen: str
    choices: list[tuple[str, str]]
    refusal: str


def preview_rows(found: Asked, outcomes: Sequence[Outcome]) -> list[ActRow]:
    """What will happen: those first that are refused, since they ask for something."""
    calls = {call.pk: call for call in found.calls}
    rows = [_preview_row(calls[each.call.pk], each, found) for each in outcomes]
    return sorted(rows, key=lambda row: not row.refusal)


def result_rows(act: FieldAct) -> list[ActRow]:
    """What happened, and of an undone act what is left of it."""
    named = act.calls.select_related(
        "call__participation", "made__shopper__user", "shopper__user", "was_shopper__user"
    )
    rows = [_result_row(each, undone=act.undone_at is not None) for each in named]
    return sorted(rows, key=lambda row: not row.refusal)


def title_of(kind: ActKind, count: int) -> str:
    """The question of the page."""
    return {
        ActKind.OFFER: ngettext("Offer %(count)d call?", "Offer %(count)d calls?", count),
        ActKind.REASSIGN: ngettext("Reassign %(count)d call?", "Reassign %(count)d calls?", count),
        ActKind.REMIND: ngettext("Remind of %(count)d call?", "Remind of %(count)d calls?", count),
        ActKind.EXTEND: ngettext(
            "Another day for %(count)d call?", "Another day for %(count)d calls?", count
        ),
        ActKind.CANCEL: ngettext("Cancel %(count)d call?", "Cancel %(count)d calls?", count),
    }[kind] % {"count": count}


def done_title(kind: ActKind) -> str:
    """The heading of the result."""
    return {
        ActKind.OFFER: _("Calls offered"),
        ActKind.REASSIGN: _("Calls reassigned"),
        ActKind.REMIND: _("Reminders"),
        ActKind.EXTEND: _("Calls with another day"),
        ActKind.CANCEL: _("Calls cancelled"),
    }[kind]


def each_gets(rows: Sequence[ActRow]) -> str:
    """How many of the calls that go through each shopper gets, who gets most first."""
    counts = Counter(row.to for row in rows if row.to and not row.refusal)
    named = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return " · ".join(f"{name} {count}" for name, count in named)


def in_short(rows: Sequence[ActRow]) -> str:
    """How many go through and how many do not."""
    refused = sum(bool(row.refusal) for row in rows)
    return _("%(done)d to go through, %(refused)d refused") % {
        "done": len(rows) - refused,
        "refused": refused,
    }


def result_in_short(act: FieldAct, rows: Sequence[ActRow]) -> str:
    """The same of what is over."""
    refused = sum(bool(row.refusal) for row in rows)
    words = (
        _("%(done)d undone, %(refused)d unchanged")
        if act.undone_at
        else _("%(done)d done, %(refused)d refused")
    )
    return words % {"done": len(rows) - refused, "refused": refused}


def refusal_words(code: str, rules: Sequence[str] = ()) -> str:
    """A refusal by its code, in the reader's language."""
    if rules:
        return "; ".join(str(AssigningRule(rule).label) for rule in rules)
    return {
        "call_moved": _("Somebody has changed the call in the meantime."),
        "place_taken": _("Its place has been given to another call."),
        "no_open_place": _("The company has all its contacts on this channel."),
        "cut_off_passed": _("The cut-off day is over."),
        "due_too_early": _("The day is over already."),
        "same_day": _("It is due on that day already."),
        "nobody_eligible": _("No shopper may take this call."),
        "reminded_already": _("The shopper was reminded today already."),
        "nobody_to_remind": _("The shopper has no log-in."),
        "told_already": _("The shoppers have been told by now."),
        "room_taken": _("The shopper or the place was given something else in the meantime."),
    }.get(code) or _("The call stands where this is not possible.")


def _preview_row(call: TestCall, outcome: Outcome, found: Asked) -> ActRow:
    refusal, to = outcome.refusal, outcome.shopper
    rules = list(refusal.rules) if isinstance(refusal, RulesBroken) else []
    offered = list(found.offered.get(call.pk, ()))
    if to is not None and to not in offered:
        offered.append(to)
    return ActRow(
        key=str(call.pk),
        url=reverse("desk_call", args=[call.pk]),
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        shopper=shopper_name(call.shopper),
        due=date_format(call.due_on, "SHORT_DATE_FORMAT") if call.due_on else "",
        state=call_chip(outcome.was_state),
        seen=shown(call),
        to=shopper_name(to),
        chosen=to.code if to is not None else "",
        choices=[(each.code, each.known_as) for each in offered],
        refusal=refusal_words(refusal.code, rules) if refusal is not None else "",
    )


def _result_row(row: FieldActCall, *, undone: bool) -> ActRow:
    call = row.made or row.call
    if undone:
        refusal = refusal_words(row.undoing) if row.undoing else ""
        if row.refusal:
            refusal = _("Nothing had happened with it.")
    else:
        refusal = refusal_words(row.refusal, row.rules) if row.refusal else ""
    return ActRow(
        key=str(row.call_id),
        url=reverse("desk_call", args=[row.call_id if undone else call.pk]),
        company=row.call.participation.name,
        channel=str(Channel(row.call.channel).label),
        shopper=shopper_name(row.was_shopper),
        due=date_format(call.due_on, "SHORT_DATE_FORMAT") if call.due_on else "",
        state=call_chip(row.call.state if undone else call.state),
        seen="",
        to=shopper_name(row.shopper),
        chosen="",
        choices=[],
        refusal=refusal,
    )
