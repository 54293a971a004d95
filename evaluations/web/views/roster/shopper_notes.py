"""Notes about a shopper: coordinators add them, she reads them."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.queries.roster.shopper_notes import notes_about
from evaluations.queries.years.programmes import programmes
from evaluations.services.roster.noting import ErasedMeanwhile, NoteRefused, OtherNote, add_note
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.roster.shopper_notes import NoteForm
from evaluations.web.views.roster.recruiting import shopper_or_404
from evaluations.web.views.roster.shopper import NOTES_A_PAGE, shopper_page
from evaluations.web.views.roster.shopper_steps import back_to_shopper
from shoppers.queries.erasures import shopper_of
from shoppers.rules import is_coordinator, is_shopper
from shoppers.web.access import allow


@allow(is_coordinator)
@require_POST
def add_shopper_note(request: HttpRequest, shopper: str) -> HttpResponse:
    """Add a note; one that was not added stands in its form again."""
    profile = shopper_or_404(shopper)
    form = NoteForm(request.POST, programmes=programmes())
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return shopper_page(request, shopper, note_form=form, status=status)
    try:
        add_note(
            shopper=profile,
            text=form.cleaned_data["text"],
            programme=form.programme(),
            key=form.cleaned_data["form_token"],
            by=acting_user(request),
        )
    except (OtherNote, ErasedMeanwhile) as refusal:
        form.renew()
        form.add_error(None, str(refusal))
        return shopper_page(request, shopper, note_form=form, status=HTTPStatus.CONFLICT)
    except NoteRefused as refusal:
        form.add_error("text", str(refusal))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return shopper_page(request, shopper, note_form=form, status=status)
    messages.success(request, _("The note is added. The shopper can read it."))
    return back_to_shopper(request, shopper)


@allow(is_shopper)
@require_safe
def my_notes(request: HttpRequest) -> HttpResponse:
    """What coordinators have noted about her."""
    profile = shopper_of(acting_user(request).pk)
    if profile is None:
        raise Http404
    context = {
        "title": _("Notes about me"),
        "crumbs": crumbs_of((_("My calls"), reverse("my_calls")), further=[_("Notes about me")]),
        "notes": Paginator(notes_about(profile), NOTES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "evaluations/roster/my_notes.html", context)
