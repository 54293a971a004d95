"""Imports on the desk: what came in, what did not, and who may look."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import ImportReason, ImportState
from evaluations.models import Evaluation
from tests.evaluations.web.conftest import Desk, LogIn
from tests.factories.awards import tiny_award


def test_pages_of_imports_are_for_coordinators(desk: Desk, log_in: LogIn) -> None:
    found = desk.imported()
    addresses = [
        reverse("imports"),
        reverse("import", args=[found.pk]),
        reverse("import_progress", args=[found.pk]),
        reverse("import_problems"),
    ]

    for address in addresses:
        assert Browser().get(address).status_code == 302
        assert log_in(desk.selma).get(address).status_code == 403
        assert log_in(desk.kari).get(address).status_code == 403
        assert log_in(desk.alma).post(address).status_code == 405
        assert log_in(desk.alma).get(address).status_code == 200


def test_an_unknown_import_is_not_found(desk: Desk, log_in: LogIn) -> None:
    browser = log_in(desk.alma)

    for name in ("import", "import_progress"):
        assert browser.get(reverse(name, args=[uuid.UUID(int=0)])).status_code == 404


def test_without_imports_the_list_says_how_to_begin(desk: Desk, log_in: LogIn) -> None:
    text = log_in(desk.alma).get(reverse("imports")).content.decode()

    assert "Nothing has been imported yet" in text
    assert "import_programme" in text


def test_the_list_shows_what_came_in_and_what_did_not(desk: Desk, log_in: LogIn) -> None:
    desk.imported(
        lines=12, lines_read=12, accepted=9, problem_counts={"malformed": 2, "conflict": 1}
    )

    lines = log_in(desk.alma).get(reverse("imports")).context["lines"]

    assert [(line.import_.accepted, line.problems, line.state.label) for line in lines] == [
        (9, 3, "Complete")
    ]


def test_imports_are_filtered_sorted_and_paged(desk: Desk, log_in: LogIn) -> None:
    for number in (3, 1, 2):
        desk.imported(lines=9, lines_read=9, accepted=number)
    desk.award = tiny_award("2025")
    desk.imported(ImportState.INTERRUPTED, lines=4, accepted=4)
    browser = log_in(desk.alma)

    def accepted(**query: str) -> list[int]:
        lines = browser.get(reverse("imports"), query).context["lines"]
        return [line.import_.accepted for line in lines]

    assert accepted() == [4, 2, 1, 3]
    assert accepted(sort="started") == [3, 1, 2, 4]
    assert accepted(sort="-accepted") == [4, 3, 2, 1]
    assert accepted(sort="lines") == [4, 2, 1, 3]
    assert accepted(sort="-programme") == [2, 1, 3, 4]
    assert accepted(sort="by") == [4, 2, 1, 3]
    assert accepted(programme="2026", sort="accepted") == [1, 2, 3]
    assert accepted(state="interrupted") == [4]
    assert accepted(programme="1999", state="odd", sort="odd") == [4, 2, 1, 3]
    nothing = browser.get(reverse("imports"), {"state": "running"}).content.decode()
    assert "No import fits this filter" in nothing
    assert "Nothing has been imported yet" not in nothing
    for _more in range(17):
        desk.imported()
    assert accepted(page="2") == [3]
    assert accepted(page="2", programme="2026") == [2, 1, 3]


def test_an_import_shows_reasons_in_the_order_of_the_checks(desk: Desk, log_in: LogIn) -> None:
    found = desk.imported(
        lines=1200,
        lines_read=1200,
        accepted=1196,
        problem_counts={"conflict": 1, "malformed": 3},
        warnings=[{"kind": "outside_hours", "count": 7}],
    )

    answer = log_in(desk.alma).get(reverse("import", args=[found.pk]))

    assert [(row.reason, row.count) for row in answer.context["reasons"]] == [
        (ImportReason.MALFORMED, 3),
        (ImportReason.CONFLICT, 1),
    ]
    text = answer.content.decode()
    assert "1,196" in text
    assert "Made outside the hours of the method: 7." in text
    assert "hx-get" not in text


@pytest.mark.parametrize(
    ("language", "warning"),
    [
        ("nb", "Gjort utenfor metodens klokkeslett: 7."),
        ("sv", "Gjorda utanför metodens klockslag: 7."),
        ("en", "Made outside the hours of the method: 7."),
    ],
)
def test_warnings_are_told_in_the_language_of_the_reader(
    desk: Desk, log_in: LogIn, language: str, warning: str
) -> None:
    found = desk.imported(warnings=[{"kind": "outside_hours", "count": 7}])

    answer = log_in(desk.alma).get(
        reverse("import", args=[found.pk]), headers={"accept-language": language}
    )

    assert warning in answer.content.decode()


def test_a_running_import_shows_a_moving_bar(desk: Desk, log_in: LogIn) -> None:
    found = desk.imported(ImportState.RUNNING, lines=4903, lines_read=1500, accepted=1490)
    browser = log_in(desk.alma)
    progress = reverse("import_progress", args=[found.pk])

    for address in (reverse("import", args=[found.pk]), progress):
        answer = browser.get(address)
        text = answer.content.decode()
        assert f'hx-get="{progress}"' in text
        assert 'value="1500"' in text
        assert "1,500 of 4,903" in text
        assert "HX-Refresh" not in answer.headers


def test_the_bar_asks_for_the_page_when_the_import_has_ended(desk: Desk, log_in: LogIn) -> None:
    found = desk.imported()

    answer = log_in(desk.alma).get(reverse("import_progress", args=[found.pk]))

    assert answer.headers["HX-Refresh"] == "true"


def test_an_interrupted_import_says_how_to_finish_it(desk: Desk, log_in: LogIn) -> None:
    found = desk.imported(ImportState.INTERRUPTED)

    text = log_in(desk.alma).get(reverse("import", args=[found.pk])).content.decode()

    assert "Run the same command again" in text


def test_lists_cost_the_same_with_one_row_and_with_three(
    desk: Desk, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(desk.alma)
    ids = [str(pk) for pk in Evaluation.objects.values_list("pk", flat=True)[:3]]
    for rows, external_id in enumerate(ids, start=1):
        desk.imported()
        desk.problem(ImportReason.CONFLICT, raw="{}", external_id=external_id)
        if rows in {1, 3}:
            # Session, user with roles; the programmes of the filter; the count and a page.
            with django_assert_num_queries(5):
                browser.get(reverse("imports"))
            with django_assert_num_queries(7):
                browser.get(reverse("import_problems"))
