"""One contact of an own company, down to its answers."""

import uuid
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.web.presenters.checklist_words import comment_words
from evaluations.web.tables import file_asked
from scoring.queries.contacts import checklist_of_contact, contact_by_id, scenario_names
from scoring.queries.points_lost import shares_in_contact
from scoring.queries.released import row_of
from scoring.web.numbers import percent
from scoring.web.presenters.contact import answers_table, section_rows, sections_table
from scoring.web.presenters.corrections import corrections_shown
from scoring.web.readers import reading_of
from scoring.web.views.company import crumbs_to_company
from shoppers.web.access import allow


@require_safe
@allow(may_see_client_results)
def contact(request: HttpRequest, year: str, company: str, contact: uuid.UUID) -> HttpResponse:
    """Sections, answers and how they make the total; 404 for a contact of somebody else."""
    reading = reading_of(request)
    reader, release = reading.reader, reading.of_year(year)
    found = contact_by_id(release, company, contact, reader=reader)
    if found is None:
        raise Http404
    checklist = checklist_of_contact(found)
    sections = section_rows(found, checklist, shares_in_contact(release, found))
    row = row_of(release, company, reader=reader)
    if row is None:
        raise Http404
    back = reverse("company", args=[year, company])
    when = date_format(found.date, "DATE_FORMAT")
    tables = [sections_table(sections), answers_table(found)]
    return file_asked(request, f"{year}-{company}-{contact}", tables) or render(
        request,
        "scoring/contact.html",
        {
            "title": _("Contact of %(date)s") % {"date": when},
            "contact": found,
            "corrections": corrections_shown(release, reader=reader),
            "scenario": scenario_names(release).get(found.scenario, found.scenario),
            "items": [
                {"label": _("Total"), "value": percent(found.total), "unit": "%", "note": row.name}
            ],
            "sections": sections,
            "scored": [section for section in sections if section.percent is not None],
            "hundred": Decimal(100),
            "comments": comment_words(checklist, found.comments),
            "crumbs": [
                *crumbs_to_company(release, row.name, row.category.key, url=back),
                {"label": when, "url": ""},
            ],
        },
    )
