"""Programmes and how far their fieldwork has come, as the desk shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import CallNeed, LeastAgreement
from evaluations.models import Programme
from evaluations.queries.field.fieldwork import CompanyFigures, Figures, together
from evaluations.queries.reports.report_clocks import Overdue
from evaluations.web.presenters.calibration.calibration_rating import figure_words
from evaluations.web.presenters.calls.test_calls import money
from shoppers.web.notation import in_percent, whole


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme of the list."""

    programme: Programme
    year: int
    name: str
    companies: int
    figures: Figures

    @property
    def late(self) -> int:
        """Late calls."""
        return self.figures.late

    @property
    def share(self) -> float:
        """Approved contacts in percent of those wanted."""
        return self.figures.share


@dataclass(frozen=True, slots=True)
class Task:
    """Something that needs a hand: how often, and where to see to it."""

    count: int
    label: str
    note: str
    url: str
    tone: str
    icon: str


def programme_rows(
    programmes: Iterable[Programme], companies: Iterable[CompanyFigures]
) -> list[ProgrammeRow]:
    """The programmes in their order."""
    by_programme: dict[int, list[CompanyFigures]] = defaultdict(list)
    for row in companies:
        by_programme[row.participation.programme_id].append(row)
    return [
        ProgrammeRow(
            programme=each,
            year=each.year,
            name=each.name,
            companies=len(by_programme[each.pk]),
            figures=together(by_programme[each.pk]),
        )
        for each in programmes
    ]


def tasks(programme: Programme, figures: Figures, questions: int, overdue: Overdue) -> list[Task]:
    """What needs a hand today, the most urgent first."""
    late, unanswered = figures.late, figures.unanswered
    replaced, reviewed = figures.to_replace, figures.to_review
    return [
        *_first_plan(programme, figures),
        Task(
            late,
            ngettext("call is late", "calls are late", late),
            _("Due before today and not done"),
            calls_url(programme, CallNeed.LATE),
            "bad",
            "clock",
        ),
        Task(
            questions,
            ngettext("question waits", "questions wait", questions),
            _("Asked by shoppers and not answered"),
            calls_url(programme, CallNeed.QUESTION),
            "warn",
            "chat",
        ),
        Task(
            unanswered,
            ngettext("offer has no answer", "offers have no answer", unanswered),
            _("Offered more than two days ago"),
            calls_url(programme, CallNeed.UNANSWERED),
            "warn",
            "mail",
        ),
        Task(
            replaced,
            ngettext("place came free", "places came free", replaced),
            _replace_note(programme),
            calls_url(programme, CallNeed.TO_REPLACE),
            "neutral" if cut_off_passed(programme) else "warn",
            "refresh",
        ),
        Task(
            reviewed,
            ngettext("report to review", "reports to review", reviewed),
            _review_note(overdue),
            reverse("review_queue") + f"?{urlencode({'programme': programme.slug})}",
            "bad" if overdue.reviews else "info",
            "clock" if overdue.reviews else "eye",
        ),
        Task(
            overdue.mends,
            ngettext("returned report is overdue", "returned reports are overdue", overdue.mends),
            _("With their shoppers for longer than they were given"),
            calls_url(programme, CallNeed.REPORT_OVERDUE),
            "warn",
            "clock",
        ),
    ]


def _first_plan(programme: Programme, figures: Figures) -> list[Task]:
    """That a year can be planned which has offered nothing; in any other year nothing."""
    ahead = programme.has_started and programme.fieldwork_end > timezone.localdate()
    if not (ahead and figures.open and figures.open == figures.wanted):
        return []
    label = ngettext("place has nobody yet", "places have nobody yet", figures.open)
    note = _("Nothing was offered so far: plan the field")
    url = reverse("plans", args=[programme.slug])
    return [Task(figures.open, label, note, url, "info", "calendar")]


def cut_off_passed(programme: Programme) -> bool:
    """Whether no call of the programme can be assigned any more."""
    return programme.cut_off_day is not None and timezone.localdate() > programme.cut_off_day


def calls_url(programme: Programme, need: CallNeed | None = None) -> str:
    """The programme's calls, those that need a hand in this way where one is named."""
    query = {"programme": programme.slug} | ({"need": str(need)} if need else {})
    return f"{reverse('desk_calls')}?{urlencode(query)}"


def terms(programme: Programme) -> list[tuple[str, str]]:
    """The terms in words."""
    cut_off, start, end = programme.cut_off_day, programme.preview_from, programme.preview_until
    board = programme.board_until
    return [
        (_("Fee of a test call"), money(programme.call_fee, programme)),
        (
            _("Fees are paid"),
            ngettext("within %(count)d day", "within %(count)d days", programme.fees_within_days)
            % {"count": programme.fees_within_days},
        ),
        (_("Budget for fees"), money(programme.budget, programme)),
        (
            _("Clocks of a report"),
            _("%(review)s for its review, %(mend)s for its shopper after a return")
            % {
                "review": _hours(programme.review_within_hours),
                "mend": _hours(programme.mend_within_hours),
            },
        ),
        (_("Reviewed twice"), _double(programme)),
        (_("Cut-off day"), date_format(cut_off) if cut_off else _("No end")),
        (
            _("Board of open calls"),
            _("Until %(day)s") % {"day": date_format(board)} if board else _("Closed"),
        ),
        (
            _("Clients preview"),
            _("%(start)s – %(end)s")
            % {
                "start": date_format(timezone.localtime(start), "DATETIME_FORMAT"),
                "end": date_format(timezone.localtime(end), "DATETIME_FORMAT"),
            }
            if start and end
            else _("Not before the release"),
        ),
        (
            _("Before the first call"),
            _("Code of conduct, briefing and a short test")
            if programme.asks_certification
            else _("Nothing is asked"),
        ),
        (_("Least agreement in a calibration"), _least_agreement(programme)),
    ]


def _double(programme: Programme) -> str:
    if not hasattr(programme, "start") or not programme.start.draw_seed:
        return _("Reports that nobody answered")
    return _("Reports that nobody answered, and %(percent)s of the others") % {
        "percent": in_percent(whole(programme.double_review_percent))
    }


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _review_note(overdue: Overdue) -> str:
    if not overdue.reviews:
        return _("Sent in and not looked at yet")
    note = ngettext("%(count)d of them is overdue", "%(count)d of them overdue", overdue.reviews)
    return note % {"count": overdue.reviews}


def _least_agreement(programme: Programme) -> str:
    if programme.least_agreement is None:
        return _("No calibration is asked for")
    by = LeastAgreement(programme.least_agreement_by)
    return figure_words(by, programme.least_agreement / 100)


def _replace_note(programme: Programme) -> str:
    if cut_off_passed(programme):
        return _("They stay empty: the cut-off day is over")
    return _("Declined, cancelled, expired or rejected")
