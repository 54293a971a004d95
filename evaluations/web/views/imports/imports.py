"""Imports on the desk: the list, one of them, its moving bar."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from evaluations.enums import ImportState
from evaluations.models import Import
from evaluations.queries.imports.import_desk import (
    IMPORT_COLUMNS,
    import_on_desk,
    imports_on_desk,
    kept_problems,
)
from evaluations.queries.years.programmes import programmes
from evaluations.services.importing.outcome import reason_counts, warning_sentences
from evaluations.web.filters import ImportFilter
from evaluations.web.presenters.imports.import_states import import_line, state_chip
from evaluations.web.sorting import sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow
from shoppers.web.notation import whole

IMPORTS_A_PAGE = 20


@require_safe
@allow(is_coordinator)
def imports(request: HttpRequest) -> HttpResponse:
    """The imports with what each accepted and left aside; filter and order are in the address."""
    form = ImportFilter(request.GET, programmes=programmes())
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), IMPORT_COLUMNS, "-started")
    found = imports_on_desk(**chosen, sort=sort)
    page = Paginator(found, IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return render(
        request,
        "evaluations/imports/imports.html",
        {
            "title": _("Imports"),
            "form": form,
            "clear_url": request.path if chosen else "",
            "result": ngettext("%(count)d import", "%(count)d imports", count) % {"count": count},
            "lines": [import_line(each) for each in page],
            "page": page,
            "sort": sort,
        },
    )


@require_safe
@allow(is_coordinator)
def import_page(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """One import: its counts, the reasons, the warnings."""
    found = _import_or_404(import_id)
    return render(
        request,
        "evaluations/imports/import.html",
        {
            "title": _("Import of %(programme)s") % {"programme": found.programme.name},
            "import_": found,
            "state": state_chip(found),
            "running": found.state == ImportState.RUNNING,
            "interrupted": found.state == ImportState.INTERRUPTED,
            "progress_text": _progress_text(found),
            "items": _figures(found),
            "reasons": reason_counts(found.problem_counts),
            "kept": kept_problems(programme=found.programme.slug).exists(),
            "warnings": warning_sentences(found.warnings),
        },
    )


@require_safe
@allow(is_coordinator)
def import_progress(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The bar alone; when the import has ended, the page around it is asked for anew."""
    found = _import_or_404(import_id)
    response = render(
        request,
        "evaluations/imports/import_progress.html",
        {"import_": found, "progress_text": _progress_text(found)},
    )
    if found.state != ImportState.RUNNING:
        response.headers["HX-Refresh"] = "true"
    return response


def _import_or_404(import_id: uuid.UUID) -> Import:
    found = import_on_desk(import_id)
    if found is None:
        raise Http404
    return found


def _progress_text(import_: Import) -> str:
    return _("%(read)s of %(lines)s") % {
        "read": whole(import_.lines_read),
        "lines": whole(import_.lines),
    }


def _figures(import_: Import) -> list[dict[str, str]]:
    return [
        {"label": pgettext("import", "Accepted"), "value": whole(import_.accepted)},
        {"label": _("Not accepted"), "value": whole(sum(import_.problem_counts.values()))},
        {"label": _("Lines in the file"), "value": whole(import_.lines)},
    ]
