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
from evaluations.web.presenters.years.checklist_words import comment_words, scored_section_names
from evaluations.web.tables import file_asked
from scoring.queries.results.contacts import scenario_names
from scoring.queries.results.explaining import Explanation, explain_contact, taken_apart
from scoring.queries.results.points_lost import CompanyLoss
from scoring.web.losses import own_loss
from scoring.web.numbers import percent
from scoring.web.presenters.results.arithmetic import contact_shown
from scoring.web.presenters.results.contact import answers_table, section_rows, sections_table
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.points_lost import question_texts
from scoring.web.readers import reading_of
from scoring.web.views.results.company import crumbs_to_company
from shoppers.web.access import allow


@require_safe
@allow(may_see_client_results)
def contact(request: HttpRequest, year: str, company: str, contact: uuid.UUID) -> HttpResponse:
    """Sections, answers and how they make the total; 404 for a contact of somebody else.

    `at` in the address is the section and question from which the reader came.
    """
    reading = reading_of(request)
    loss = own_loss(reading, year, company)
    shared = next((each for each in loss.shared if each.row.contact == contact), None)
    if shared is None:
        raise Http404
    found, row, release = shared.row, loss.row, loss.release
    whole = taken_apart(release, row, loss.shared)
    addresses = {
        place: reverse("question", args=[year, company, *place])
        for place in whole.questions
        if place[1]
    }
    sections = section_rows(found, shared.checklist, explain_contact(release, found), addresses)
    when = date_format(found.date, "DATE_FORMAT")
    tables = [sections_table(sections), answers_table(found)]
    return file_asked(request, f"{year}-{company}-{contact}", tables) or render(
        request,
        "scoring/results/contact.html",
        {
            "title": _("Contact of %(date)s") % {"date": when},
            "contact": found,
            "row": row,
            "of_company": contact_shown(whole, contact),
            "corrections": corrections_shown(release, reader=reading.reader),
            "scenario": scenario_names(release).get(found.scenario, found.scenario),
            "items": [
                {"label": _("Total"), "value": percent(found.total), "unit": "%", "note": row.name}
            ],
            "sections": sections,
            "scored": [section for section in sections if section.percent is not None],
            "hundred": Decimal(100),
            "comments": comment_words(shared.checklist, found.comments),
            "crumbs": [
                *_crumbs(loss, whole, at=request.GET.get("at", "")),
                {"label": when, "url": ""},
            ],
        },
    )


def _crumbs(loss: CompanyLoss, whole: Explanation, *, at: str) -> list[dict[str, str]]:
    """The way to the contact, by the question that the reader came from if she came from one."""
    row, year = loss.row, loss.release.programme.slug
    company = [year, row.company.key]
    way = crumbs_to_company(
        loss.release, row.name, row.category.key, url=reverse("company", args=company)
    )
    section, _dot, question = at.partition(".")
    if not question or (section, question) not in whole.questions:
        return way
    names = scored_section_names(loss.release.programme)
    return [
        *way,
        {
            "label": names.get(section, section),
            "url": reverse("section", args=[*company, section]),
        },
        {
            "label": question_texts(loss)[question],
            "url": reverse("question", args=[*company, section, question]),
        },
    ]
