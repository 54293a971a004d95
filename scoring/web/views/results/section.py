"""How an own company's total is made: a section by its questions, a question by its contacts."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.tables import file_asked
from scoring.queries.results.explaining import Explanation, taken_apart
from scoring.queries.results.points_lost import CompanyLoss
from scoring.web.losses import own_loss
from scoring.web.presenters.results.arithmetic import (
    PartLine,
    answer_lines,
    answers_table,
    parts_table,
    question_parts,
    section_parts,
    sums,
)
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.points_lost import question_texts
from scoring.web.readers import Reading, reading_of
from scoring.web.views.results.company import crumbs_to_company
from shoppers.web.access import allow

ANSWERS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of an own company's total, with its questions."""

    reading: Reading
    loss: CompanyLoss
    found: Explanation
    line: PartLine
    questions: list[PartLine]

    @property
    def url(self) -> str:
        """Its address."""
        return reverse("section", args=[*self._company, self.line.key])

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """The way to it from the ranking; every step carries its address."""
        row = self.loss.row
        company = reverse("company", args=self._company)
        way = crumbs_to_company(self.loss.release, row.name, row.category.key, url=company)
        return [*way, {"label": self.line.name, "url": self.url}]

    @property
    def _company(self) -> list[str]:
        return [self.loss.release.programme.slug, self.loss.row.company.key]


@require_safe
@allow(may_see_client_results)
def section(request: HttpRequest, year: str, company: str, section: str) -> HttpResponse:
    """A section question by question: points, share x percent = part, and what each cost."""
    there = _section(reading_of(request), year, company, section)
    table = parts_table("questions", there.questions)
    return file_asked(request, _about(there, section), [table]) or render(
        request,
        "scoring/results/section.html",
        _context(there, there.line)
        | {
            "lines": there.questions,
            "sums": sums(there.questions),
            "crumbs": [*there.crumbs[:-1], {"label": there.line.name, "url": ""}],
        },
    )


@require_safe
@allow(may_see_client_results)
def question(
    request: HttpRequest, year: str, company: str, section: str, question: str
) -> HttpResponse:
    """A question contact by contact: what was answered, its points, and what that brought."""
    there = _section(reading_of(request), year, company, section)
    line = next((each for each in there.questions if each.key == question), None)
    if line is None or not question:
        raise Http404
    answers = answer_lines(there.found, section, line)
    page = Paginator(answers, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    return file_asked(request, _about(there, question), [answers_table(answers)]) or render(
        request,
        "scoring/results/question.html",
        _context(there, line)
        | {
            "section": there.line,
            "answers": page.object_list,
            "page": page,
            "crumbs": [*there.crumbs, {"label": line.name, "url": ""}],
        },
    )


def _context(there: _Section, line: PartLine) -> dict[str, object]:
    return {
        "title": line.name,
        "programme": there.loss.release.programme,
        "row": there.loss.row,
        "line": line,
        "corrections": corrections_shown(there.loss.release, reader=there.reading.reader),
    }


def _about(there: _Section, what: str) -> str:
    return f"{there.loss.release.programme.slug}-{there.loss.row.company.key}-{what}"


def _section(reading: Reading, year: str, company: str, key: str) -> _Section:
    """Raises Http404 for a section that scored nothing, and for a company of somebody else."""
    loss = own_loss(reading, year, company)
    found = taken_apart(loss.release, loss.row, loss.shared)
    lines = section_parts(found, scored_section_names(loss.release.programme))
    for line in lines:
        if key and line.key == key:
            questions = question_parts(found, line, loss.figures, question_texts(loss))
            return _Section(reading, loss, found, line, questions)
    raise Http404
