"""The companies of a year as a spreadsheet: taken away, filled, looked at, taken in."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.company_sheet import Problem, SheetUnreadable, text_of
from evaluations.models import Programme
from evaluations.services.setting_up.company_sheet import Proposal, company_sheet, proposal_of
from evaluations.services.setting_up.company_sheet_writing import write_company_sheet
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.presenters.setting_up.company_sheet import change_row
from evaluations.web.setting_up import before_start, crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_MOST_BYTES = 1_000_000
_MOST_SHOWN = 200
_SALT = "evaluations.company_sheet"


class CompanySheetForm(forms.Form):
    """A filled spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (CSV, UTF-8)"),
        help_text=gettext_lazy("You see what it would change before anything is."),
    )

    def clean_file(self) -> bytes:
        """What the file holds."""
        raw: bytes = self.cleaned_data["file"].read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than a list of companies: 1 MB at most.")
            )
        return raw


@allow(is_coordinator)
@require_safe
@before_start
def companies_file(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every company of the year with what is agreed, as a spreadsheet."""
    del request
    # With a mark, so that every spreadsheet reads it as UTF-8.
    answer = HttpResponse(
        "\ufeff" + company_sheet(programme), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="companies-{programme.slug}.csv"'
    return answer


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def read_companies(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A spreadsheet sent, then what it would change or what is wrong; then taken in."""
    if request.method == "POST" and "sheet" in request.POST:
        return _take_in(request, programme)
    if request.method != "POST":
        return _page(request, programme, CompanySheetForm())
    form = CompanySheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, programme, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        text = text_of(form.cleaned_data["file"])
    except SheetUnreadable as refusal:
        return _faulty(request, programme, [refusal.problem])
    return _preview(request, programme, text)


def _preview(
    request: HttpRequest, programme: Programme, text: str, *, refusal: str = ""
) -> HttpResponse:
    try:
        proposal = proposal_of(programme, text)
    except SheetUnreadable as unreadable:
        return _faulty(request, programme, [unreadable.problem])
    except SetUpRefused as refused:
        return _page(
            request, programme, CompanySheetForm(), status=HTTPStatus.CONFLICT, refusal=str(refused)
        )
    if proposal.problems:
        return _faulty(request, programme, proposal.problems)
    return _page(
        request,
        programme,
        CompanySheetForm(),
        status=HTTPStatus.CONFLICT if refusal else HTTPStatus.OK,
        refusal=refusal,
        # Signed: only what was looked through is unpacked again.
        sheet=signing.dumps(text, salt=_SALT, compress=True),
        **_words(proposal),
    )


def _words(proposal: Proposal) -> dict[str, Any]:
    changes, same = len(proposal.changes), proposal.same
    new = sum(change.before is None for change in proposal.changes)
    said = []
    if new:
        said.append(
            ngettext("%(count)d company is taken in.", "%(count)d companies are taken in.", new)
            % {"count": new}
        )
    if changes > new:
        said.append(
            ngettext("%(count)d company changes.", "%(count)d companies change.", changes - new)
            % {"count": changes - new}
        )
    if same:
        said.append(
            ngettext(
                "%(count)d line says what stands already.",
                "%(count)d lines say what stands already.",
                same,
            )
            % {"count": same}
        )
    return {
        "previewed": True,
        "said": " ".join(said),
        "mark": proposal.mark,
        "changes": [change_row(each) for each in proposal.changes[:_MOST_SHOWN]],
        "not_shown": max(changes - _MOST_SHOWN, 0),
    }


def _take_in(request: HttpRequest, programme: Programme) -> HttpResponse:
    try:
        text = signing.loads(request.POST["sheet"], salt=_SALT)
        proposal = write_company_sheet(
            programme=programme,
            text=text,
            by=acting_user(request),
            seen=request.POST.get("mark", ""),
        )
    except signing.BadSignature:
        return _page(
            request,
            programme,
            CompanySheetForm(),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            refusal=_("What was looked at did not come whole. Choose the file again."),
        )
    except SetUpRefused as refused:
        return _preview(request, programme, text, refusal=str(refused))
    count = len(proposal.changes)
    messages.success(
        request,
        ngettext(
            "%(count)d company is as the spreadsheet says.",
            "%(count)d companies are as the spreadsheet says.",
            count,
        )
        % {"count": count},
    )
    return redirect("set_up_companies", programme.slug)


def _faulty(
    request: HttpRequest, programme: Programme, problems: Sequence[Problem]
) -> HttpResponse:
    return _page(
        request,
        programme,
        CompanySheetForm(),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        problems=problems[:_MOST_SHOWN],
        problem_count=len(problems),
        not_shown=max(len(problems) - _MOST_SHOWN, 0),
    )


def _page(
    request: HttpRequest,
    programme: Programme,
    form: CompanySheetForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    back = reverse("set_up_companies", args=[programme.slug])
    title = _("Companies by spreadsheet")
    context = {
        "title": title,
        "programme": programme,
        "crumbs": crumbs(programme, (_("Companies"), back), (title, "")),
        "form": form,
        "back": back,
        **more,
    }
    return render(request, "evaluations/setting_up/read_companies.html", context, status=status)
