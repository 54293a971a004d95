"""Answering all offers with one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from evaluations.services.calls import offers
from evaluations.services.calls.offers import Answered
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.offers import OffersForm
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_POST
def answer_offers(request: HttpRequest) -> HttpResponse:
    """Accept what is ticked; the rest stays open or is declined, as she says."""
    form = OffersForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("This page was incomplete. Load it again."))
        return redirect("my_calls")
    answered = offers.answer_offers(
        take=form.cleaned_data["take"],
        leave=form.cleaned_data["shown"],
        reason=form.reason(),
        by=acting_user(request),
    )
    _tell(request, answered)
    return redirect("my_calls")


def _tell(request: HttpRequest, answered: Answered) -> None:
    """What became of each: those that could not be accepted by name."""
    if answered.accepted:
        count = len(answered.accepted)
        said = ngettext("%(count)d call is yours.", "%(count)d calls are yours.", count)
        messages.success(request, said % {"count": count})
    if answered.declined:
        count = len(answered.declined)
        said = ngettext(
            "You said no to %(count)d call. The coordinator has been told.",
            "You said no to %(count)d calls. The coordinator has been told.",
            count,
        )
        messages.info(request, said % {"count": count})
    for call, sentence in answered.refused:
        named = _("%(company)s could not be accepted. %(why)s")
        messages.warning(request, named % {"company": call.participation.name, "why": sentence})
    if not (answered.accepted or answered.declined or answered.refused):
        messages.info(request, _("Nothing was ticked, so nothing has changed."))
