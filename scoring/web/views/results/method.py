"""The method in words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.queries.clients.clients import reader_for
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.tables import file_asked
from scoring.queries.releases.released import announced_programmes
from scoring.queries.releases.releases import current_release
from scoring.queries.weights.weights import released_evidence
from scoring.web.presenters.method.chapters import chapters
from scoring.web.presenters.results.disputes import objections_said
from scoring.web.presenters.weights.weights import evidence_words, released_rows, weights_table
from shoppers.rules import anyone
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def method(request: HttpRequest, year: str = "") -> HttpResponse:
    """The rules of a programme, or of the newest, from the day they were frozen on.

    The weights that were used join them with the release that the reader may read.
    """
    programmes = list(announced_programmes().select_related("checklist_version"))
    programme = next((each for each in programmes if year in {"", each.slug}), None)
    if programme is None and year:
        raise Http404
    if programme is None:
        return render(request, "scoring/results/method_empty.html", {"title": _("The method")})
    reader = reader_for(request.user)
    release = current_release(programme, reader=reader, now=timezone.now())
    sections = scored_section_names(programme)
    evidence = released_evidence(release) if release else None
    weights = released_rows(release, sections) if release else []
    tables = [weights_table(weights)] if weights else []
    return file_asked(request, programme.slug, tables) or render(
        request,
        "scoring/results/method.html",
        {
            "title": _("The method of %(programme)s") % {"programme": programme.name},
            "programme": programme,
            "chapters": chapters(programme, sections),
            "weights": weights,
            "weights_said": evidence_words(evidence) if evidence else [],
            "objections_said": objections_said(release) if release else [],
            "years": year_switch(programmes, current=programme, page="method"),
        },
    )
