"""The categories that the companies of a year compete in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Category, Programme
from evaluations.queries.setting_up.setting_up import categories_with_counts, category_named
from evaluations.services.setting_up.categories import (
    add_category,
    remove_category,
    rename_category,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.setting_up.set_up_scenarios import CategoryForm
from evaluations.web.setting_up import before_start, crumbs, form_page, refused, removal
from shoppers.languages import Language
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
@before_start
def set_up_categories(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every category with its companies of the year; names of started years are fixed."""
    context = {
        "title": _("Categories"),
        "programme": programme,
        "crumbs": crumbs(programme, (_("Categories"), "")),
        "categories": categories_with_counts(programme),
    }
    return render(request, "evaluations/setting_up/set_up_categories.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def new_category(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Add a category."""
    form = CategoryForm(None, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(form, lambda: add_category(text=form.text(), by=acting_user(request)))
        if status is None:
            messages.success(request, _("The category is saved."))
            return redirect("set_up_categories", programme.slug)
    back = reverse("set_up_categories", args=[programme.slug])
    return form_page(
        request,
        form,
        title=_("New category"),
        crumbs=crumbs(programme, (_("Categories"), back), (_("New category"), "")),
        back=back,
        save=_("Save the category"),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_category(request: HttpRequest, programme: Programme, category: str) -> HttpResponse:
    """Rename a category that no started year has."""
    found = _category_or_404(category)
    standing = {language: found.text.get(language, "") for language in Language}
    form = CategoryForm(standing, request.POST if request.method == "POST" else None)
    status = None
    if form.is_bound:
        status = refused(
            form,
            lambda: rename_category(
                category=found, text=form.text(), by=acting_user(request), seen=standing
            ),
        )
        if status is None:
            messages.success(request, _("The category is saved."))
            return redirect("set_up_categories", programme.slug)
    back = reverse("set_up_categories", args=[programme.slug])
    return form_page(
        request,
        form,
        title=str(found),
        crumbs=crumbs(programme, (_("Categories"), back), (str(found), "")),
        back=back,
        save=_("Save the category"),
        remove=reverse("take_out_category", args=[programme.slug, category]),
        status=status,
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def take_out_category(request: HttpRequest, programme: Programme, category: str) -> HttpResponse:
    """Ask, then take away a category that no company is in."""
    found = _category_or_404(category)
    back = reverse("set_up_categories", args=[programme.slug])
    page = removal(
        request,
        lambda: remove_category(category=found, by=acting_user(request)),
        title=_("Take this category away?"),
        text=str(found),
        crumbs=crumbs(programme, (_("Categories"), back), (str(found), "")),
        back=back,
    )
    if page is None:
        messages.success(request, _("The category is gone."))
        return redirect("set_up_categories", programme.slug)
    return page


def _category_or_404(key: str) -> Category:
    found = category_named(key)
    if found is None:
        raise Http404
    return found
