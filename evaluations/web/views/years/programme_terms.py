"""Changing a programme's terms; a preview of clients is agreed to before it is set."""

import datetime as dt
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.models import Programme
from evaluations.services.years.programmes import (
    ProgrammeRefused,
    Terms,
    TermsChanged,
    check_terms,
    set_terms,
    terms_of,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.years.terms import TermsForm, preview_words
from evaluations.web.found import programme_or_404
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def programme_terms(request: HttpRequest, year: str) -> HttpResponse:
    """The form; another preview window is shown in words and saved at the second press."""
    programme = programme_or_404(year)
    standing = terms_of(programme)
    if request.method != "POST":
        return _page(request, programme, TermsForm(standing))
    form = TermsForm(standing, request.POST)
    if not form.is_valid():
        return _page(request, programme, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    terms = form.terms()
    try:
        check_terms(terms, programme)
        if form.overtaken():
            raise TermsChanged
        if _to_agree(terms, standing, request.POST.get("agreed", "")):
            return _page(request, programme, form, agreement=terms)
        set_terms(programme=programme, terms=terms, by=acting_user(request), seen=standing)
    except ProgrammeRefused as refused:
        form.add_error(refused.field or None, str(refused))
        if refused.field:
            return _page(request, programme, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        form.look_again()
        return _page(request, programme, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The terms are saved."))
    return redirect("programme", programme.slug)


def _to_agree(terms: Terms, standing: Terms, agreed: str) -> bool:
    """Whether the preview window is another than before, and nobody has agreed to it yet."""
    wanted = preview_words(terms)
    return wanted not in {preview_words(standing), agreed}


def _page(
    request: HttpRequest,
    programme: Programme,
    form: TermsForm,
    *,
    agreement: Terms | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "title": _("Terms of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("Terms"), "url": ""},
        ],
        "form": form,
        "agreement": _agreement(agreement) if agreement else "",
        "agreed": preview_words(agreement) if agreement else "",
    }
    return render(request, "evaluations/years/programme_terms.html", context, status=status)


def _agreement(terms: Terms) -> str:
    """What the window means for clients."""
    if terms.preview_from is None or terms.preview_until is None:
        return _("Clients read nothing of this programme before its release.")
    what = _(
        "Every client reads its own approved contacts: day and half-day, answers, points of each"
        " section and moderated comments. No rank, no result, nothing of others."
    )
    if terms.preview_from <= timezone.now():
        when = _("At once, until %(until)s.") % {"until": _moment(terms.preview_until)}
    else:
        when = _("From %(start)s until %(until)s.") % {
            "start": _moment(terms.preview_from),
            "until": _moment(terms.preview_until),
        }
    return f"{when} {what}"


def _moment(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
