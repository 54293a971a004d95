"""Every table of a result page as a file."""

import csv
import io
import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Participation, Programme
from scoring.models import Release
from tests.factories.awards import scored_award, tiny_award
from tests.factories.tiny_method import NEEDS, PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

RANKING = ["company", "name", "category", "rank", "total", "answered_only", "agent"]
SURE = ["lower", "upper", "best_rank", "worst_rank", "could_be_best"]


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release


def _file(browser: Browser, address: str, table: str = "", **query: str) -> list[list[str]]:
    """The rows of a file, its head first."""
    answer = browser.get(address, {"format": "csv"} | ({"table": table} if table else {}) | query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _name(browser: Browser, address: str, table: str) -> str:
    answer = browser.get(address, {"format": "csv", "table": table})
    return str(answer.headers["Content-Disposition"])


def test_a_category_is_a_file_in_the_pages_order(stage: Stage, stranger: Browser) -> None:
    address = reverse("category", args=["2026", "bank"])

    rows = _file(stranger, address, sort="-name")

    assert rows[0] == [*RANKING, "contacts", "answered", *SURE]
    assert [row[0] for row in rows[1:]] == ["gamma", "beta", "alfa"]
    # One shopper made all contacts: nothing can be said but that every rank is possible.
    assert rows[3] == [
        "alfa",
        "Alfa",
        "bank",
        "3",
        "66.666666666667",
        "100.000000000000",
        "100.000000000000",
        "3",
        "2",
        "",
        "",
        "1",
        "3",
        "True",
    ]
    assert _name(stranger, address, "ranking") == 'attachment; filename="ranking-2026-bank.csv"'
    assert "format=csv&amp;table=ranking" in stranger.get(address).content.decode()


def test_winners_are_files(stage: Stage, stranger: Browser) -> None:
    address = reverse("winners", args=["2026"])

    assert _file(stranger, address, "categories") == [
        ["category", "company", "name", "total", "confirmed"],
        ["bank", "beta", "Beta", "71.428571428571", "False"],
        ["bank", "gamma", "Gamma", "71.428571428571", "False"],
        ["power", "delta", "Delta", "85.714285714286", ""],
    ]
    assert _file(stranger, address, "channels") == [
        ["channel", "company", "name", "category", "total", "confirmed"],
        ["phone", "beta", "Beta", "bank", "71.428571428571", "False"],
        ["phone", "gamma", "Gamma", "bank", "71.428571428571", "False"],
    ]


def test_the_archive_and_the_weights_are_files(stage: Stage, stranger: Browser) -> None:
    release = Release.objects.get()

    archive = _file(stranger, reverse("archive"))
    assert archive[1][:6] == ["2026", "2026", "overall", "power", "delta", "Delta"]
    assert [row[2:5] for row in archive[2:]] == [
        ["category", "bank", "beta"],
        ["category", "bank", "gamma"],
        ["category", "power", "delta"],
    ]
    assert archive[1][7] == release.content_hash
    assert _file(stranger, reverse("method", args=["2026"]), "weights")[1:] == [
        ["waiting", "Waiting", "20.000000000000", "1/5"],
        ["needs", "Needs", "30.000000000000", "3/10"],
        ["solution", "Solution", "50.000000000000", "1/2"],
    ]


def test_results_keep_filter_and_page_in_the_file(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)
    address = reverse("results", args=["2026"])

    everybody = _file(browser, address, category="all", sort="name", page="7")
    assert [row[0] for row in everybody[1:]] == ["alfa", "beta", "delta", "gamma"]
    assert [row[0] for row in _file(browser, address, category="power")[1:]] == ["delta"]
    assert [row[0] for row in _file(browser, address, "own")[1:]] == ["alfa"]


def test_own_results_name_the_category_as_every_file_does(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)

    head, row = _file(browser, reverse("client_home"), "results")

    assert head[2:5] == ["company", "name", "category"]
    assert "category_name" not in head
    assert row[2:5] == ["alfa", "Alfa", "bank"]
    assert "in Bank" in browser.get(reverse("client_home")).content.decode()


def test_an_own_company_is_files(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)
    address = reverse("company", args=["2026", "alfa"])

    assert _file(browser, address) == _file(browser, address, "lost-sections")
    assert _file(browser, address, "lost-sections")[-1] == [
        "",
        "Not answered",
        "33.33",
        "33.333333333333",
        "1",
    ]
    assert _file(browser, address, "lost-channels")[1] == [
        "phone",
        "Phone",
        "33.33",
        "33.333333333333",
        "1",
        "33.33",
    ]
    assert _file(browser, address, "sections")[1] == ["waiting", "Waiting", "100.000000000000", "2"]
    assert _file(browser, address, "channels")[1][0] == "phone"
    contacts = _file(browser, address, "contacts", answered="no")
    assert contacts[0] == [
        "contact",
        "date",
        "half_day",
        "channel",
        "scenario",
        "answered",
        "total",
    ]
    assert [row[1:] for row in contacts[1:]] == [
        ["2026-02-02", "afternoon", "phone", "ask", "False", "0.000000000000"]
    ]
    assert _name(browser, address, "contacts").endswith('"contacts-2026-alfa.csv"')
    questions = reverse("lost_questions", args=["2026", "alfa"])
    assert _file(browser, questions)[0] == ["key", "name", "lost", "lost_exact", "contacts"]


def test_a_contact_is_files(stage: Stage, log_in: LogIn) -> None:
    stage.award = tiny_award("2027")
    contact = stage.award.contact("alfa", PERFECT | NEEDS | {"mood": "up"}, scenario="buy")
    stage.release_to_clients()
    browser = log_in(stage.kjell)
    address = reverse("contact", args=["2027", "alfa", contact.pk])

    sections = _file(browser, address)
    assert sections[0] == [
        "section",
        "name",
        "got",
        "possible",
        "critical",
        "percent",
        "weight",
        "part",
    ]
    assert sections[2] == [
        "needs",
        "Needs",
        "4",
        "4",
        "False",
        "100.000000000000",
        "30.000000000000",
        "30.000000000000",
    ]
    assert _file(browser, address, "answers")[-1] == ["mood", "experience", "up", "", ""]


def test_the_home_is_a_file(stage: Stage, log_in: LogIn) -> None:
    rows = _file(log_in(stage.kjell), reverse("client_home"))

    facts = dict(zip(*rows, strict=True))
    assert (facts["year"], facts["company"], facts["rank"], facts["companies"]) == (
        "2026",
        "alfa",
        "3",
        "3",
    )
    assert facts["change"] == ""


def test_a_rival_is_files_of_areas_and_anybody_else_none(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)

    rival = reverse("company", args=["2026", "beta"])
    assert _file(browser, rival)[1][0] == "waiting"
    assert browser.get(rival, {"format": "csv", "table": "contacts"}).status_code == 404
    other = reverse("company", args=["2026", "gamma"])
    for table in ("sections", "channels", "contacts", "lost-sections"):
        assert browser.get(other, {"format": "csv", "table": table}).status_code == 404
    assert browser.get(other, {"format": "csv"}).status_code == 404


@pytest.mark.parametrize("table", ["", "nothing"])
def test_a_table_that_is_not_on_the_page_is_not_found(
    stage: Stage, stranger: Browser, table: str
) -> None:
    stage.award = scored_award("2027")
    stage.release_to_clients()

    # Nothing of this year is public yet, so the page has no table at all.
    answer = stranger.get(reverse("winners", args=["2027"]), {"format": "csv", "table": table})

    assert answer.status_code == 404


def test_what_would_run_in_a_spreadsheet_is_text(stage: Stage, stranger: Browser) -> None:
    Participation.objects.filter(company__key="alfa").update(name='=HYPERLINK("x")')
    stage.release()

    rows = _file(stranger, reverse("category", args=["2026", "bank"]))

    assert rows[3][1] == '\'=HYPERLINK("x")'


def test_a_category_nobody_has_a_result_in_says_so(stage: Stage, stranger: Browser) -> None:
    stage.award = tiny_award("2027")
    stage.award.contact("alfa", PERFECT)
    stage.release()
    address = reverse("category", args=["2027", "power"])
    assert Release.objects.filter(programme=Programme.objects.get(slug="2027")).exists()

    text = stranger.get(address).content.decode()

    assert "No company of this category has a result" in text
    assert _file(stranger, address) == [[*RANKING, "contacts", "answered", *SURE]]
    assert stranger.get(reverse("category", args=["2027", "zoo"])).status_code == 404


def test_a_foreign_contact_is_no_file(stage: Stage, log_in: LogIn) -> None:
    address = reverse("contact", args=["2026", "alfa", uuid.UUID(int=1)])

    assert log_in(stage.kjell).get(address, {"format": "csv"}).status_code == 404
