"""Admitting those to a programme who were admitted to another one."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from evaluations.models import Programme
from evaluations.queries.roster.admissible import admissible, admitting_programmes
from evaluations.services.roster.admitting import admit_together
from evaluations.web.actor import acting_user
from evaluations.web.chosen_programme import chosen_programme, programme_query
from evaluations.web.crumbs import crumbs_of
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


class _BeforeForm(forms.Form):
    """Whose admissions to go by; the newest programme where none is named."""

    before = forms.ModelChoiceField(
        label=gettext_lazy("Admitted to"),
        queryset=Programme.objects.none(),
        to_field_name="slug",
        empty_label=None,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def admit_shoppers(request: HttpRequest) -> HttpResponse:
    """Everybody of an earlier programme with a tick; who is ticked is admitted."""
    programme = chosen_programme(request).programme
    if programme is None:
        raise Http404
    others = admitting_programmes(programme)
    form = _BeforeForm(request.GET)
    form.fields["before"].queryset = others  # type: ignore[attr-defined]  # a model's choices
    before = (form.cleaned_data["before"] if form.is_valid() else None) or others.first()
    found = list(admissible(programme, before=before)) if before else []
    if request.method == "POST":
        return _admit(request, programme, found)
    context = {
        "title": _("Admit shoppers"),
        "crumbs": crumbs_of(
            (_("Shoppers"), reverse("shoppers") + programme_query(programme)),
            further=[_("Admit shoppers")],
        ),
        "programme": programme,
        "before": before,
        "form": _shown(form, before) if others else None,
        "rows": [_row(shopper) for shopper in found],
    }
    return render(request, "evaluations/roster/admit_shoppers.html", context)


def _shown(form: _BeforeForm, before: Programme | None) -> _BeforeForm:
    shown = _BeforeForm(initial={"before": before})
    shown.fields = form.fields
    return shown


def _row(shopper: Shopper) -> dict[str, str]:
    return {
        "code": shopper.code,
        "name": shopper.user.name if shopper.user else "",
        "languages": ", ".join(str(Language(each).label) for each in shopper.languages),
        "region": shopper.region,
    }


def _admit(request: HttpRequest, programme: Programme, found: list[Shopper]) -> HttpResponse:
    ticked = set(request.POST.getlist("shopper"))
    together = admit_together(
        shoppers=[shopper for shopper in found if shopper.code in ticked],
        programme=programme,
        by=acting_user(request),
    )
    count = len(together.admitted)
    if count:
        said = ngettext(
            "%(count)d shopper is admitted to %(programme)s.",
            "%(count)d shoppers are admitted to %(programme)s.",
            count,
        )
        messages.success(request, said % {"count": count, "programme": programme.name})
    for shopper, why in together.refused:
        messages.warning(request, f"{shopper.code}: {why}")
    if not (count or together.refused):
        messages.info(request, _("Nobody was ticked, so nothing has changed."))
    return redirect(reverse("shoppers") + programme_query(programme))
