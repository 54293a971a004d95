"""The pieces one walks and acts with: order, pages, years, languages, confirmation."""

import pytest
from django.core.paginator import Paginator
from django.test import Client
from pytest_django.asserts import assertHTMLEqual, assertInHTML

from tests.config.rendering import EVIL, SAFE, icon, render, render_at


@pytest.mark.parametrize(
    ("tag", "target", "order", "arrow"),
    [
        ('{% sort_header "name" "Company" %}', "name", "", ""),
        ('{% sort_header "name" "Company" numeric=True %}', "-name", "", ""),
        ('{% sort_header "name" "Company" current="name" %}', "-name", "ascending", "arrow-up"),
        ('{% sort_header "name" "Company" current="-name" %}', "name", "descending", "arrow-down"),
        ('{% sort_header "name" "Company" current="total" %}', "name", "", ""),
    ],
)
def test_sort_header_turns_the_order_round_and_keeps_the_filters(
    tag: str, target: str, order: str, arrow: str
) -> None:
    shown = render_at("/list/?category=bank&page=3&sort=x", tag)

    assert f'href="?category=bank&amp;sort={target}"' in shown
    assert (f'aria-sort="{order}"' in shown) is bool(order)
    assert shown.count("<svg") == bool(arrow)
    assert ('class="num"' in shown) is ("numeric" in tag)


def test_sort_header_names_its_unit() -> None:
    shown = render_at("/", '{% sort_header "total" label unit="%" %}', label=EVIL)

    assertInHTML('<span class="unit">%</span>', shown)
    assert SAFE in shown


@pytest.mark.parametrize(
    ("number", "links"),
    [
        (1, ["?q=a+b&amp;page=2"]),
        (2, ["?q=a+b&amp;page=1", "?q=a+b&amp;page=3"]),
        (3, ["?q=a+b&amp;page=2"]),
    ],
)
def test_pager_leads_to_its_neighbours_and_keeps_the_filters(number: int, links: list[str]) -> None:
    page = Paginator(range(25), 10).page(number)

    shown = render_at(f"/list/?q=a+b&page={number}", "{% pager page %}", page=page)

    assert [part.split('"')[0] for part in shown.split('href="')[1:]] == links
    assertInHTML(f"<span>{page.start_index()}–{page.end_index()} of 25</span>", shown)
    printed = f"Page {number} of 3; the others are printed one by one."
    assertInHTML(f'<span class="print-only">{printed}</span>', shown)


def test_pager_of_a_second_list_has_its_own_name_and_address() -> None:
    page = Paginator(range(25), 10).page(1)

    shown = render_at(
        "/elsewhere/?page=3",
        '{% pager page name="few-page" label="Pages of the few" at="/list/" %}',
        page=page,
    )

    assert 'href="/list/?page=3&amp;few-page=2"' in shown
    assert 'aria-label="Pages of the few"' in shown


def test_pager_of_a_short_list_is_nothing() -> None:
    page = Paginator(range(3), 10).page(1)

    assert render_at("/list/", "{% pager page %}", page=page).strip() == ""


def test_confirm_is_a_form_with_one_button_and_a_way_back() -> None:
    shown = render(
        '{% confirm "/do/" "Delete" text=evil title="Delete it?" danger=True cancel_url="/back/" '
        "hidden=hidden %}",
        evil=EVIL,
        hidden={"run": EVIL},
        csrf_token="token-of-the-form",
    )

    assertHTMLEqual(
        shown,
        '<form class="confirm" method="post" action="/do/">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="token-of-the-form">'
        f'<input type="hidden" name="run" value="{SAFE}"><h2>Delete it?</h2><p>{SAFE}</p>'
        '<div class="form-actions"><button class="button danger">Delete</button>'
        '<a class="button quiet" href="/back/">Cancel</a></div></form>',
    )


def test_confirm_of_something_harmless_is_the_main_action() -> None:
    assertInHTML(
        '<button class="button primary">Start</button>',
        render_at("/", '{% confirm "/do/" "Start" %}'),
    )


def test_copyable_is_text_with_a_button_that_waits_for_a_script() -> None:
    shown = render('{% copyable value "Key" note="Shown once." %}', value=EVIL)

    assertInHTML(f'<code translate="no">{SAFE}</code>', shown)
    assertInHTML('<p class="help">Shown once.</p>', shown)
    button = shown[shown.index("<button") : shown.index("</button>")]
    assert " hidden" in button
    assert 'data-copied="Copied."' in button
    assertInHTML('<p class="small muted" role="status"></p>', shown)


def test_saved_is_told_quietly() -> None:
    assertHTMLEqual(
        render('{% saved text at="10:43" %}', text=EVIL),
        f'<p class="quiet-note" role="status">{icon("check")}<span>{SAFE} 10:43</span></p>',
    )


def test_breadcrumbs_mark_the_page_one_is_on() -> None:
    shown = render(
        "{% breadcrumbs crumbs %}",
        crumbs=[{"label": "Runs", "url": "/runs/"}, {"label": EVIL}],
    )

    assertHTMLEqual(
        shown,
        '<nav class="breadcrumbs" aria-label="Where you are"><ol>'
        f'<li><a href="/runs/">Runs</a>{icon("chevron-right")}</li>'
        f'<li><span aria-current="page">{SAFE}</span></li></ol></nav>',
    )


def test_year_switch_marks_the_current_year() -> None:
    years = [
        {"label": "2026", "url": "/2026/", "current": True},
        {"label": "2025", "url": "/2025/", "current": False},
    ]

    shown = render("{% year_switch years %}", years=iter(years))

    assertInHTML('<span class="num">2026</span>', shown)
    assertInHTML(f'<a href="/2026/" aria-current="true">2026 {icon("check")}</a>', shown)
    assertInHTML('<a href="/2025/">2025</a>', shown)


def test_year_switch_on_a_page_of_no_year_asks_for_one() -> None:
    shown = render("{% year_switch years %}", years=[{"label": "2026", "url": "/2026/"}])

    assertInHTML('<span class="num">Choose a year</span>', shown)
    assert "aria-current" not in shown


def test_year_switch_without_years_is_nothing() -> None:
    assert render("{% year_switch years %}", years=[]).strip() == ""


@pytest.mark.urls("tests.config.addresses")
@pytest.mark.parametrize(
    ("language", "name", "heading"),
    [
        ("nb", "Norsk bokmål", "Språk:"),
        ("sv", "Svenska", "Språk:"),
        ("en", "English", "Language:"),
    ],
)
def test_language_switch_marks_the_current_language_and_returns_here(
    language: str, name: str, heading: str
) -> None:
    shown = Client().get("/page/?q=a&b=1", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}">' in shown
    assertInHTML(f'<span class="visually-hidden">{heading}</span>', shown)
    assertInHTML('<input type="hidden" name="next" value="/page/?q=a&amp;b=1">', shown)
    assertInHTML(
        f'<button name="language" value="{language}" lang="{language}" aria-current="true">'
        f"{name} {icon('check')}</button>",
        shown,
    )
    assert shown.count('<button\n                    name="language"') == 3
    assert shown.count('aria-current="true"') == 1


@pytest.mark.urls("tests.config.addresses")
def test_language_once_chosen_goes_before_the_browser_s() -> None:
    browser = Client()
    browser.cookies["django_language"] = "sv"

    shown = browser.get("/page/", headers={"accept-language": "en"}).content.decode()

    assert '<html lang="sv">' in shown


@pytest.mark.urls("tests.config.addresses")
def test_language_nobody_speaks_here_becomes_bokmal() -> None:
    shown = Client().get("/page/", headers={"accept-language": "fr"}).content.decode()

    assert '<html lang="nb">' in shown
