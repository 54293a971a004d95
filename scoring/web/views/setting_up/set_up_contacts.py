"""Contacts, hours and holidays of a year that has not started."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.method import Method
from evaluations.models import Programme
from evaluations.services.setting_up.programme import change_method
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.setting_up import before_start, crumbs, form_page, refused
from scoring.method.checking import problems
from scoring.web.forms.setting_up.set_up_contacts import ContactsForm
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_contacts(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The numbers of the method that change from year to year; the rest of it stays."""
    standing = Method.model_validate(programme.method)
    data = request.POST if request.method == "POST" else None
    form = ContactsForm(standing, data, scenarios=list(programme.scenarios.order_by("key")))
    status = None
    if form.is_bound:
        status = refused(form, lambda: _change(request, programme, standing, form))
        if status is None:
            messages.success(request, _("The method is saved. It can be changed until the start."))
            return redirect("set_up_method", programme.slug)
    back = reverse("set_up_method", args=[programme.slug])
    title = _("Contacts and hours")
    return form_page(
        request,
        form,
        title=title,
        lead=_(
            "The contacts of a channel that a company lacks go to its others, in the same"
            " proportions. 0: the channel is not tested. The scenarios share the same contacts."
        ),
        crumbs=crumbs(programme, (_("Method"), back), (title, "")),
        back=back,
        save=_("Save"),
        status=status,
    )


def _change(
    request: HttpRequest, programme: Programme, standing: Method, form: ContactsForm
) -> None:
    """Save the method with these numbers, if it holds together. Raises SetUpRefused."""
    document = standing.document()
    document["fieldwork"] |= form.fieldwork()
    if found := problems(document):
        raise SetUpRefused("", " ".join(f"{place}: {message}." for place, message in found))
    change_method(
        programme=programme,
        method=Method.model_validate(document),
        by=acting_user(request),
        seen=standing.hash(),
    )
