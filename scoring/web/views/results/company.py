"""A company's result: as deep as the reader may go."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import Table, file_asked
from scoring.method.reading import scoring_rules
from scoring.models import Release
from scoring.queries.releases.released import company_result, ranks_in_category
from scoring.queries.results.contacts import scenario_names
from scoring.queries.results.explaining import taken_apart
from scoring.queries.results.own_intervals import section_intervals
from scoring.queries.results.points_lost import CompanyLoss
from scoring.queries.results.years import ranking_a_company
from scoring.visibility import Depth
from scoring.web.filters import LosingContactFilter
from scoring.web.losses import losses
from scoring.web.presenters.method.figures import figures
from scoring.web.presenters.results import arithmetic
from scoring.web.presenters.results.company import (
    area_table,
    channel_rows,
    confidence,
    figure_items,
    place,
    section_rows,
    with_intervals,
)
from scoring.web.presenters.results.company_contacts import (
    COLUMNS,
    DEFAULT,
    contact_rows,
    contacts_table,
)
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.departures import departed
from scoring.web.presenters.results.points_lost import (
    YearBefore,
    channel_lines,
    foot,
    losing_places,
    lost_table,
    question_lines,
    section_lines,
)
from scoring.web.readers import Reading, reading_of
from scoring.web.wording import share_in_percent
from shoppers.web.access import allow

CONTACTS_A_PAGE = 25
WORST_QUESTIONS = 5


@require_safe
@allow(may_see_client_results)
def company(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """An own company with its losses and contacts, a package competitor, or the public row."""
    reading = reading_of(request)
    release = reading.of_year(year)
    result = company_result(release, company, reader=reading.reader)
    if result is None:
        return _left(request, reading, release, company)
    programme, row = release.programme, result.row
    rules = scoring_rules(programme)
    names = scored_section_names(programme)
    releases = ranking_a_company(reading.releases, company)
    rivals = ranks_in_category(release, row)
    sections, channels = section_rows(result.sections, names), channel_rows(result.channels)
    context = {
        "title": row.name,
        "programme": programme,
        "corrections": corrections_shown(release, reader=reading.reader),
        "row": row,
        "place": place(row, companies=len(rivals), shared=rivals.count(row.rank) > 1),
        "items": figure_items(row, figures(rules, names)),
        "level": share_in_percent(rules.confidence.level),
        "confidence": confidence(row, share_in_percent(rules.confidence.level)),
        "sections": sections,
        "channels": channels,
        "own": result.depth is Depth.CONTACTS,
        "detailed": result.depth is not Depth.ROW,
        "years": year_switch(
            [each.programme for each in releases], current=programme, page="company", about=company
        ),
        "crumbs": crumbs_to_company(release, row.name, row.category.key),
    }
    tables = [area_table("sections", sections), area_table("channels", channels)]
    if result.depth is Depth.CONTACTS:
        found = losses(release, row, releases=releases, reader=reading.reader)
        if found is None:
            raise Http404
        intervals = section_intervals(found[0])
        sections = with_intervals(sections, intervals or {})
        tables[0] = area_table("sections", sections)
        own, tables = _own(request, *found, names, tables)
        told = any(each.lower is not None for each in sections)
        context |= own | {
            "sections": sections,
            "section_intervals": told,
            "would_tell": intervals is None,
        }
    about = f"{programme.slug}-{company}"
    return file_asked(request, about, tables if result.depth is not Depth.ROW else []) or render(
        request, "scoring/results/company.html", context
    )


def _left(request: HttpRequest, reading: Reading, release: Release, key: str) -> HttpResponse:
    """That the company has left, and in which years there are results. Raises Http404."""
    found = departed(release, key)
    if found is None:
        raise Http404
    years = [each.programme for each in ranking_a_company(reading.releases, key)]
    context = {
        "title": found.name,
        "programme": release.programme,
        "corrections": corrections_shown(release, reader=reading.reader),
        "departure": found,
        "text": _("It has no place and no figures this year. Those of other years stay."),
        "crumbs": crumbs_to_company(release, found.name, ""),
        "years": year_switch(years, current=release.programme, page="company", about=key)
        if years
        else [],
    }
    return render(request, "scoring/results/company_left.html", context)


def crumbs_to_company(
    release: Release, name: str, category: str, *, url: str = ""
) -> list[dict[str, str]]:
    """The way from the ranking to a company; the last step carries no address."""
    year = release.programme.slug
    ranking = f"{reverse('results', args=[year])}?category={category}"
    return [{"label": _("The ranking"), "url": ranking}, {"label": name, "url": url}]


def _own(
    request: HttpRequest,
    loss: CompanyLoss,
    before: YearBefore,
    names: Mapping[str, str],
    areas: Sequence[Table],
) -> tuple[dict[str, Any], list[Table]]:
    """What only the company's own clients read, and all tables of their page."""
    made, made_table = _made(loss, names)
    lost, lost_tables = _lost(loss, before, names)
    listed, contacts = _contacts(request, loss, names)
    return made | lost | listed, [*lost_tables, made_table, *areas, contacts]


def _made(loss: CompanyLoss, names: Mapping[str, str]) -> tuple[dict[str, Any], Table]:
    """What the total is made of, section by section."""
    lines = arithmetic.section_parts(taken_apart(loss.release, loss.row, loss.shared), names)
    context = {"made_of": lines, "made_of_sums": arithmetic.sums(lines)}
    return context, arithmetic.parts_table("made-of", lines)


def _lost(
    loss: CompanyLoss, before: YearBefore, names: Mapping[str, str]
) -> tuple[dict[str, Any], list[Table]]:
    """Where the points went: by section, at the worst questions, by channel."""
    sections = section_lines(loss, before, names)
    questions = question_lines(loss, before, names)
    channels = channel_lines(loss, before)
    worst = [line for line in questions if line.lost][:WORST_QUESTIONS]
    context = {
        "before": before,
        "lost_sections": sections,
        "lost_foot": foot(loss, before),
        "worst_questions": worst,
        "questions_count": len(questions),
        "lost_channels": channels,
    }
    return context, [
        lost_table("lost-sections", sections, before),
        lost_table("lost-channels", channels, before),
        lost_table("lost-questions", questions, before),
    ]


def _contacts(
    request: HttpRequest, loss: CompanyLoss, names: Mapping[str, str]
) -> tuple[dict[str, Any], Table]:
    """The contacts that fit the filter in the address, in the order asked for."""
    form = LosingContactFilter(request.GET or None, places=losing_places(loss, names))
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    scenarios = scenario_names(loss.release)
    rows = in_order(contact_rows(loss.contacts, scenarios, chosen), sort)
    page = Paginator(rows, CONTACTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "result": ngettext("%(count)d contact", "%(count)d contacts", len(rows))
        % {"count": len(rows)},
        "contacts": page.object_list,
        "page": page,
        "sort": sort,
        "clear_url": f"{request.path}#contacts" if chosen else "",
    }
    return context, contacts_table(rows)
