"""What waits on the desk, as rows to follow."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import CallNeed
from evaluations.models import Appeal, Import, Objection, Programme
from evaluations.queries.calls.desk_calls import Waiting
from evaluations.queries.objections.objections import answer_until
from evaluations.queries.pay.pay_runs import PayNeeds
from evaluations.queries.review.appeals import ANSWER_WITHIN_DAYS
from evaluations.web.presenters.imports.import_states import state_chip
from scoring.models import Release, Run, WeightProposal
from scoring.web.presenters.states import Chip, Stage, run_chip, stage_chip, weights_chip
from shoppers.models import ErasureRequest
from shoppers.queries.erasures import ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, where to see to it, and its state."""

    title: str
    note: str
    url: str
    chip: Chip


def tasks(  # noqa: PLR0913 - each kind of waiting by its name
    *,
    weights: Iterable[WeightProposal],
    proposals: Iterable[Release],
    runs: Iterable[Run],
    fieldwork: Mapping[CallNeed, Iterable[Waiting]],
    appeals: Sequence[Appeal],
    objections: Sequence[Objection],
    pay: PayNeeds,
    erasures: Sequence[ErasureRequest],
    imports: Iterable[Import],
    problems: Iterable[Programme],
) -> list[Task]:
    """Everything that waits: first what somebody in the field waits for, then what is published.

    Of one kind the oldest stands first. `fieldwork` has the late, the unanswered and the reports.
    """
    return [
        *(_late(each) for each in fieldwork[CallNeed.LATE]),
        *(_question(each) for each in fieldwork[CallNeed.QUESTION]),
        *(_unanswered(each) for each in fieldwork[CallNeed.UNANSWERED]),
        *(_to_review(each) for each in fieldwork[CallNeed.TO_REVIEW]),
        *(_to_mend(each) for each in fieldwork[CallNeed.REPORT_OVERDUE]),
        *objections_waiting(objections),
        *appeals_waiting(appeals),
        *pay_to_settle(pay),
        *erasures_asked(erasures),
        *(_weights(proposal) for proposal in weights),
        *(_proposal(release) for release in proposals),
        *(_run(run) for run in runs),
        *(_import(each) for each in imports),
        *(_problems(programme) for programme in problems),
    ]


def _weights(proposal: WeightProposal) -> Task:
    return Task(
        title=_("Weights of %(programme)s") % {"programme": proposal.programme.name},
        note=_("Proposed %(when)s by %(name)s")
        % {"when": _moment(proposal.proposed_at), "name": proposal.proposed_by.name},
        url=reverse("weights", args=[proposal.programme.slug]),
        chip=weights_chip(approved=False, proposed=True),
    )


def _proposal(release: Release) -> Task:
    return Task(
        title=_("%(programme)s, release %(number)d")
        % {"programme": release.programme.name, "number": release.number},
        note=_("Proposed %(when)s by %(name)s")
        % {"when": _moment(release.proposed_at), "name": release.proposed_by.name},
        url=reverse("release", args=[release.pk]),
        chip=stage_chip(Stage.PROPOSED),
    )


def _run(run: Run) -> Task:
    return Task(
        title=_("Run of %(programme)s") % {"programme": run.programme.name},
        note=_("Planned %(when)s") % {"when": _moment(run.requested_at)},
        url=reverse("run", args=[run.pk]),
        chip=run_chip(run),
    )


def _late(waiting: Waiting) -> Task:
    title = ngettext("%(count)d test call is late", "%(count)d test calls are late", waiting.count)
    return Task(
        title=title % {"count": waiting.count},
        note=_("%(programme)s, the oldest was due on %(day)s") % _names(waiting),
        url=_calls_url(waiting, CallNeed.LATE, sort="due"),
        chip=Chip(_("Late"), "bad", "clock"),
    )


def _unanswered(waiting: Waiting) -> Task:
    title = ngettext(
        "%(count)d offer has no answer", "%(count)d offers have no answer", waiting.count
    )
    return Task(
        title=title % {"count": waiting.count},
        note=_("%(programme)s, the oldest was offered on %(day)s") % _names(waiting),
        url=_calls_url(waiting, CallNeed.UNANSWERED, sort="offered"),
        chip=Chip(_("Offered"), "warn", "mail"),
    )


def _question(waiting: Waiting) -> Task:
    title = ngettext(
        "%(count)d question from a shopper", "%(count)d questions from shoppers", waiting.count
    )
    return Task(
        title=title % {"count": waiting.count},
        note=_("%(programme)s, the oldest was asked on %(day)s") % _names(waiting),
        url=_calls_url(waiting, CallNeed.QUESTION, sort="due"),
        chip=Chip(_("Waits for an answer"), "warn", "chat"),
    )


def _to_review(waiting: Waiting) -> Task:
    title = ngettext("%(count)d report to review", "%(count)d reports to review", waiting.count)
    return Task(
        title=title % {"count": waiting.count},
        note=_("%(programme)s, the oldest was handed in on %(day)s") % _names(waiting),
        url=f"{reverse('review_queue')}?{urlencode({'programme': waiting.programme})}",
        chip=_overdue(waiting.overdue) if waiting.overdue else Chip(_("To review"), "info", "eye"),
    )


def _to_mend(waiting: Waiting) -> Task:
    title = ngettext(
        "%(count)d returned report was not handed in again",
        "%(count)d returned reports were not handed in again",
        waiting.count,
    )
    return Task(
        title=title % {"count": waiting.count},
        note=_("%(programme)s, the oldest was due on %(day)s") % _names(waiting),
        url=_calls_url(waiting, CallNeed.REPORT_OVERDUE, sort="due"),
        chip=_overdue(waiting.count),
    )


def _overdue(count: int) -> Chip:
    return Chip(
        ngettext("%(count)d overdue", "%(count)d overdue", count) % {"count": count}, "bad", "clock"
    )


def appeals_waiting(appeals: Sequence[Appeal]) -> list[Task]:
    """The appeals that wait for a decision, as one row; none where none waits."""
    if not appeals:
        return []
    oldest = _day(appeals[0].at)
    late = oldest < _day(timezone.now()) - dt.timedelta(days=ANSWER_WITHIN_DAYS)
    count = len(appeals)
    title = ngettext("%(count)d appeal to decide", "%(count)d appeals to decide", count)
    return [
        Task(
            title=title % {"count": count},
            note=_("The oldest was made on %(day)s") % {"day": date_format(oldest)},
            url=reverse("appeals"),
            chip=Chip(_("Late"), "bad", "clock") if late else Chip(_("To decide"), "info", "eye"),
        )
    ]


def objections_waiting(objections: Sequence[Objection]) -> list[Task]:
    """The clients' objections that wait for an arbiter, as one row; none where none waits."""
    if not objections:
        return []
    due = answer_until(objections[0])
    late = due < timezone.now()
    count = len(objections)
    title = ngettext("%(count)d objection to decide", "%(count)d objections to decide", count)
    return [
        Task(
            title=title % {"count": count},
            note=_("The first answer is due on %(day)s") % {"day": date_format(_day(due))},
            url=reverse("objections"),
            chip=Chip(_("Late"), "bad", "clock") if late else Chip(_("To decide"), "info", "eye"),
        )
    ]


def pay_to_settle(needs: PayNeeds) -> list[Task]:
    """Pay runs to approve, expenses to decide, and what is to be paid: a row each."""
    found = []
    to_do = Chip(_("To decide"), "info", "eye")
    if count := needs.drafts:
        title = ngettext("%(count)d pay run to approve", "%(count)d pay runs to approve", count)
        found.append(Task(title % {"count": count}, "", reverse("pay_runs"), to_do))
    if count := needs.expenses:
        title = ngettext("%(count)d expense to decide", "%(count)d expenses to decide", count)
        found.append(Task(title % {"count": count}, "", reverse("pay_extras"), to_do))
    if needs.promised_on is not None:
        late = needs.promised_on < _day(timezone.now())
        count, day = needs.payable, date_format(needs.promised_on)
        title = ngettext("%(count)d fee to pay", "%(count)d fees to pay", count)
        chip = Chip(_("Late"), "bad", "clock") if late else Chip(_("Approved"), "good", "check")
        note = _("The first was promised for %(day)s") % {"day": day}
        found.append(Task(title % {"count": count}, note, reverse("pay_runs"), chip))
    return found


def erasures_asked(requests: Sequence[ErasureRequest]) -> list[Task]:
    """The shoppers who want to be erased, as one row."""
    if not requests:
        return []
    oldest, count = requests[0].asked_at, len(requests)
    late = oldest < timezone.now() - ANSWER_WITHIN
    title = ngettext(
        "%(count)d shopper wants to be erased", "%(count)d shoppers want to be erased", count
    )
    return [
        Task(
            title=title % {"count": count},
            note=_("The first asked on %(day)s") % {"day": date_format(_day(oldest))},
            url=reverse("erasures"),
            chip=Chip(_("Late"), "bad", "clock") if late else Chip(_("To decide"), "info", "eye"),
        )
    ]


def _names(waiting: Waiting) -> dict[str, str]:
    return {"programme": waiting.name, "day": date_format(_day(waiting.oldest))}


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return localtime(moment).date() if isinstance(moment, dt.datetime) else moment


def _calls_url(waiting: Waiting, need: CallNeed, *, sort: str) -> str:
    """The calls behind the number, in the order of their waiting."""
    query = {"programme": waiting.programme, "need": str(need), "sort": sort}
    return f"{reverse('desk_calls')}?{urlencode(query)}"


def _import(import_: Import) -> Task:
    state = state_chip(import_)
    return Task(
        title=_("Import of %(programme)s") % {"programme": import_.programme.name},
        note=_("Started %(when)s") % {"when": _moment(import_.started_at)},
        url=reverse("import", args=[import_.pk]),
        chip=Chip(state.label, state.tone, state.icon),
    )


def _problems(programme: Programme) -> Task:
    count: int = programme.open_problems  # type: ignore[attr-defined]
    return Task(
        title=ngettext(
            "%(count)d line was not taken in", "%(count)d lines were not taken in", count
        )
        % {"count": count},
        note=programme.name,
        url=f"{reverse('import_problems')}?programme={programme.slug}",
        chip=Chip(_("Open"), "warn"),
    )


def _moment(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
