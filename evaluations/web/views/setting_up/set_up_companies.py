"""The companies of a year that is being set up."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import Channel
from evaluations.models import Participation, Programme
from evaluations.queries.companies.contact_points import points_of
from evaluations.queries.setting_up.setting_up import (
    CompanyState,
    company_states,
    last_points,
    next_unready,
    packages_of,
)
from evaluations.services.setting_up.companies import (
    add_participation,
    change_participation,
    facts_of,
    remove_participation,
)
from evaluations.services.setting_up.contact_points import settle_points
from evaluations.web.actor import acting_user
from evaluations.web.forms.setting_up.set_up_companies import (
    CompanyForm,
    NewCompanyForm,
    PointsForm,
    SetUpCompanyFilter,
)
from evaluations.web.found import participation_or_404
from evaluations.web.presenters.setting_up.setting_up import company_row, package_row
from evaluations.web.setting_up import before_start, crumbs, form_page, refused, removal
from evaluations.web.sorting import in_order, sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

COMPANIES_A_PAGE = 25
COLUMNS = ("name", "category")


@allow(is_coordinator)
@require_safe
@before_start
def set_up_companies(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Each company with its contacts per channel and what is missing."""
    every = company_states(programme)
    form = SetUpCompanyFilter(request.GET, categories=_categories(every))
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, "name")
    found = in_order([row for row in every if _fits(row, chosen)], sort)
    page = Paginator(found, COMPANIES_A_PAGE).get_page(request.GET.get("page"))
    channels = [each for each in Channel if each in programme.fieldwork.channel_key]
    context = {
        "title": _("Companies of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "crumbs": crumbs(programme, (_("Companies"), "")),
        "form": form,
        "clear_url": request.path if chosen else "",
        "page": page,
        "channels": channels,
        "rows": [company_row(each, channels) for each in page],
        "sort": sort,
        "result": ngettext("%(count)d company", "%(count)d companies", len(found))
        % {"count": len(found)},
    }
    return render(request, "evaluations/setting_up/set_up_companies.html", context)


def _categories(rows: Sequence[CompanyState]) -> list[tuple[str, str]]:
    found = {row.participation.category.key: row.category for row in rows}
    return sorted(found.items(), key=lambda each: each[1])


def _fits(row: CompanyState, chosen: dict[str, str]) -> bool:
    text, need = chosen.get("q", "").casefold(), chosen.get("need")
    return (
        (text in row.name.casefold() or text in row.participation.company.key)
        and chosen.get("category") in {None, row.participation.category.key}
        and (need != "missing" or not row.ready)
        and (need != "private" or row.private)
        and (need != "package" or row.lacks_package)
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def add_company(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Take a company in."""
    form = NewCompanyForm(programme, request.POST if request.method == "POST" else None)
    back = reverse("set_up_companies", args=[programme.slug])
    made: list[Participation] = []
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: made.append(
                add_participation(
                    programme=programme,
                    company=form.cleaned_data["company"],
                    facts=form.facts(),
                    by=acting_user(request),
                )
            ),
        )
        if status is None:
            messages.success(request, _("The company is in. Say where it is reached next."))
            return redirect("set_up_points", programme.slug, made[0].company.key)
    return form_page(
        request,
        form,
        title=_("Add a company"),
        crumbs=crumbs(programme, (_("Companies"), back), (_("Add a company"), "")),
        back=back,
        save=_("Add the company"),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_company(request: HttpRequest, programme: Programme, company: str) -> HttpResponse:
    """What is agreed with a company."""
    found = participation_or_404(programme.slug, company)
    standing = facts_of(found)
    form = CompanyForm(standing, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: change_participation(
                participation=found, facts=form.facts(), by=acting_user(request), seen=standing
            ),
        )
        if status is None:
            messages.success(request, _("What is agreed is saved."))
            return redirect("set_up_companies", programme.slug)
    back = reverse("set_up_companies", args=[programme.slug])
    return form_page(
        request,
        form,
        title=found.name,
        crumbs=crumbs(programme, (_("Companies"), back), (found.name, "")),
        back=back,
        save=_("Save"),
        remove=reverse("take_out_company", args=[programme.slug, company]),
        status=status,
        template="evaluations/setting_up/set_up_company.html",
        more={"packages": [package_row(*each, found) for each in packages_of(found)]},
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def take_out_company(request: HttpRequest, programme: Programme, company: str) -> HttpResponse:
    """Ask, then take a company out of the year."""
    found = participation_or_404(programme.slug, company)
    back = reverse("set_up_companies", args=[programme.slug])
    page = removal(
        request,
        lambda: remove_participation(participation=found, by=acting_user(request)),
        title=_("Take %(company)s out of this year?") % {"company": found.name},
        text=_("What is agreed with it and where it is reached goes with it. Its history stays."),
        crumbs=crumbs(programme, (_("Companies"), back), (found.name, "")),
        back=back,
    )
    if page is None:
        messages.success(request, _("The company is out of this year."))
        return redirect("set_up_companies", programme.slug)
    return page


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_points(request: HttpRequest, programme: Programme, company: str) -> HttpResponse:
    """Where a company is reached, and who confirms it."""
    found = participation_or_404(programme.slug, company)
    standing = points_of(found)
    sent = request.POST if request.method == "POST" else None
    form = PointsForm(standing, last_points(found), sent)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: settle_points(
                participation=found, points=form.points(), by=acting_user(request), seen=standing
            ),
        )
        if status is None:
            messages.success(
                request, _("The contact points of %(company)s are saved.") % {"company": found.name}
            )
            following = next_unready(found) if "next" in request.POST else None
            if following is not None:
                return redirect("set_up_points", programme.slug, following.company.key)
            return redirect("set_up_companies", programme.slug)
    back = reverse("set_up_companies", args=[programme.slug])
    context = {
        "title": _("Where %(company)s is reached") % {"company": found.name},
        "crumbs": crumbs(programme, (_("Companies"), back), (found.name, "")),
        "form": form,
        "back": back,
    }
    return render(
        request, "evaluations/setting_up/set_up_points.html", context, status=status or 200
    )
