"""What the pages of a set-up have in common."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.reports.seen import SeenForm
from evaluations.web.found import programme_or_404

View = Callable[..., HttpResponse]


def before_start(view: View) -> View:
    """A page of the set-up: once the year has started, whoever looks is led to what it became.

    What is sent then is refused by the service, with its reason.
    """

    @wraps(view)
    def shown(request: HttpRequest, year: str, **named: Any) -> HttpResponse:
        programme = programme_or_404(year)
        if programme.has_started and request.method != "POST":
            return redirect("set_up", programme.slug)
        return view(request, programme, **named)

    return shown


def refused(form: SeenForm, act: Callable[[], object]) -> HTTPStatus | None:
    """Do it; the status of the page that says why it was not done, None where it was."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        form.check_seen()
        act()
    except SetUpRefused as refusal:
        form.refuse(refusal)
        return HTTPStatus.UNPROCESSABLE_ENTITY if refusal.field else HTTPStatus.CONFLICT
    return None


def crumbs(programme: Programme, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the programme to its set-up, and on; the last is this page, without address."""
    steps = [
        (programme.name, reverse("programme", args=[programme.slug])),
        (_("Set-up"), reverse("set_up", args=[programme.slug])),
        *further,
    ]
    return crumbs_of(*steps)


def form_page(  # noqa: PLR0913 - the words of a page, all named
    request: HttpRequest,
    form: SeenForm,
    *,
    title: str,
    crumbs: list[dict[str, str]],
    back: str,
    save: str,
    lead: str = "",
    remove: str = "",
    status: HTTPStatus | None = None,
    more: Mapping[str, Any] | None = None,
    template: str = "evaluations/setting_up/set_up_form.html",
) -> HttpResponse:
    """A page with one form; `remove` is where one is asked whether to take its subject away."""
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs,
        "form": form,
        "back": back,
        "save": save,
        "remove": remove,
        **(more or {}),
    }
    return render(request, template, context, status=status or HTTPStatus.OK)


def removal(  # noqa: PLR0913 - the words of a page, all named
    request: HttpRequest,
    act: Callable[[], object],
    *,
    title: str,
    text: str,
    crumbs: list[dict[str, str]],
    back: str,
) -> HttpResponse | None:
    """The page that asks; at the press it is done, and None is returned. A refusal is shown."""
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except SetUpRefused as reason:
            refusal = str(reason)
        else:
            return None
    context = {"title": title, "text": text, "crumbs": crumbs, "back": back, "refusal": refusal}
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "evaluations/setting_up/set_up_remove.html", context, status=status)
