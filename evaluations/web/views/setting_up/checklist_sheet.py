"""A year's checklist beside the editor: as a shopper sees it, and as a spreadsheet."""

import uuid
from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.checklist_sheet import COLUMNS, SheetFault, document_of, lines_of, sheet_of
from evaluations.enums import Channel, ScenarioReason
from evaluations.models import Evaluation, Participation, Programme, Scenario, TestCall
from evaluations.services.setting_up.checklists import ChecklistFaulty, write_draft
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.forms.reports.seen import SeenForm
from evaluations.web.presenters.reports.report_filled import Beside, Filled
from evaluations.web.presenters.reports.report_form import ReportForm
from evaluations.web.setting_up import before_start, crumbs, form_page, refused
from shoppers.rules import is_coordinator
from shoppers.web.access import allow
from shoppers.web.forms.inputs import choice_field

_MOST_BYTES = 1_000_000


class PreviewChoice(forms.Form):
    """For which contact the form is shown."""

    channel = choice_field(gettext_lazy("Channel"), Channel.PHONE.label, Channel.choices[1:])
    reason = choice_field(
        gettext_lazy("Reason to call"), ScenarioReason.QUESTION.label, ScenarioReason.choices[1:]
    )


class SheetForm(SeenForm):
    """A spreadsheet that replaces the draft."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (CSV, UTF-8)"),
        help_text=gettext_lazy("It replaces the whole draft. Begin from the one you can download."),
    )

    def text(self) -> str:
        """What the file says. Raises SetUpRefused."""
        raw: bytes = self.cleaned_data["file"].read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise SetUpRefused("file", _("The file is larger than a checklist: 1 MB at most."))
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise SetUpRefused(
                "file", _("Line %(line)d is not UTF-8. Save it as CSV UTF-8.") % {"line": line}
            ) from error


@allow(is_coordinator)
@require_safe
@before_start
def preview_checklist(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The form that a shopper would fill in, as wide as a phone; nothing of it is kept."""
    choice = PreviewChoice(request.GET)
    choice.is_valid()
    channel = Channel(choice.cleaned_data.get("channel") or Channel.PHONE)
    reason = ScenarioReason(choice.cleaned_data.get("reason") or ScenarioReason.QUESTION)
    call = TestCall(
        id=uuid.uuid4(),
        participation=Participation(programme=programme, signed_up=False),
        scenario=Scenario(programme=programme, reason=reason),
        channel=channel,
    )
    evaluation = Evaluation(test_call=call, checklist_version=programme.checklist_version)
    form = ReportForm(evaluation, Filled(True, {}, {}), Beside())
    context = {
        "title": _("As a shopper sees it"),
        "programme": programme,
        "crumbs": _crumbs(programme, _("As a shopper sees it")),
        "choice": choice,
        "form": form,
        "call": call,
    }
    return render(request, "evaluations/setting_up/preview_checklist.html", context)


@allow(is_coordinator)
@require_safe
@before_start
def checklist_file(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The checklist as a spreadsheet."""
    del request
    version = programme.checklist_version
    # With a mark, so that every spreadsheet reads it as UTF-8.
    answer = HttpResponse(
        "\ufeff" + sheet_of(version.document), content_type="text/csv; charset=utf-8"
    )
    name = f"checklist-{version.document['key']}-{version.version}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def read_checklist(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A spreadsheet in the draft's place; what is wrong with it is told by line and column."""
    version = programme.checklist_version
    form = SheetForm(
        version.document_hash,
        request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
    )
    status = None
    if form.is_bound:
        status = refused(form, lambda: _read(request, programme, form))
        if status is None:
            messages.success(request, _("The draft is what the spreadsheet says."))
            return redirect("set_up_checklist", programme.slug)
    return form_page(
        request,
        form,
        title=_("Read a spreadsheet"),
        crumbs=_crumbs(programme, _("Read a spreadsheet")),
        back=reverse("set_up_checklist", args=[programme.slug]),
        save=_("Check and save"),
        status=status,
        more={"sends_file": True},
    )


def _read(request: HttpRequest, programme: Programme, form: SheetForm) -> None:
    text = form.text()
    try:
        document = document_of(text)
    except SheetFault as fault:
        said = (
            _("Line %(line)d, column %(column)s: “%(found)s” cannot be read. Allowed: %(allowed)s.")
            if fault.allowed
            else _("Line %(line)d, column %(column)s: “%(found)s” cannot be read.")
        )
        words = {
            "line": fault.line,
            "column": fault.column or "–",
            "found": fault.found,
            "allowed": ", ".join(fault.allowed),
        }
        raise SetUpRefused("file", said % words) from fault
    try:
        write_draft(
            programme=programme,
            document=document,
            by=acting_user(request),
            seen=programme.checklist_version.document_hash,
        )
    except ChecklistFaulty as fault:
        line = _line(fault.place, lines_of(text))
        if line is None:
            raise
        column = str(fault.place[-1])
        words = {"line": line, "column": column, "what": fault.what}
        said = (
            _("Line %(line)d, column %(column)s: %(what)s.")
            if column in COLUMNS
            else _("Line %(line)d: %(what)s.")
        )
        raise SetUpRefused("file", said % words) from fault


def _line(place: tuple[int | str, ...], lines: Mapping[tuple[int | str, ...], int]) -> int | None:
    """The line of the smallest part of the sheet that the place lies in."""
    # A step that names the kind of a question stands in no document.
    kinds = {"choice", "integer"}
    steps = [
        step
        for at, step in enumerate(place)
        if not (step in kinds and at > 1 and place[at - 2] == "questions")
    ]
    ends = range(len(steps), 0, -1)
    return next((lines[found] for end in ends if (found := tuple(steps[:end])) in lines), None)


def _crumbs(programme: Programme, name: str) -> list[dict[str, str]]:
    checklist = reverse("set_up_checklist", args=[programme.slug])
    return crumbs(programme, (_("Checklist"), checklist), (name, ""))
