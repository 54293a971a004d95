"""The pieces that say and show: their markup, what a screen reader gets, and escaping."""

from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual, assertInHTML

from config.env import ROOT
from config.templatetags.frame import MESSAGE_TONES, TONE_ICONS
from tests.config.rendering import EVIL, SAFE, icon, render

ICONS = sorted((ROOT / "config/templates/components/icons").iterdir())


def test_icon_without_a_label_is_decoration() -> None:
    assertHTMLEqual(
        icon("check"),
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"'
        ' focusable="false"><path d="M4.5 12.5l5 5 10-11" /></svg>',
    )


def test_icon_with_a_label_is_an_image_with_that_name() -> None:
    drawn = render('{% icon "check" label=label %}', label=EVIL)

    assert f'role="img" aria-label="{SAFE}"' in drawn
    assert "aria-hidden" not in drawn


@pytest.mark.parametrize("name", [path.stem for path in ICONS])
def test_every_icon_draws(name: str) -> None:
    assert "<path" in icon(name) or "<circle" in icon(name) or "<rect" in icon(name)


@pytest.mark.parametrize(("tone", "sign"), TONE_ICONS.items())
def test_chip_says_its_state_in_a_word_with_the_icon_of_its_tone(tone: str, sign: str) -> None:
    assertHTMLEqual(
        render("{% chip label tone=tone %}", label=EVIL, tone=tone),
        f'<span class="chip chip-{tone}">{icon(sign)} {SAFE}</span>',
    )


def test_chip_may_have_another_icon() -> None:
    assert icon("clock") in render('{% chip "Waiting" icon="clock" %}')


@pytest.mark.parametrize(("level", "tone"), [*MESSAGE_TONES.items(), ("good", "good")])
def test_notice_takes_levels_of_messages_as_tones(level: str, tone: str) -> None:
    assertHTMLEqual(
        render("{% notice text tone=level %}", text=EVIL, level=level),
        f'<div class="notice notice-{tone}">{icon(TONE_ICONS[tone])}<p>{SAFE}</p></div>',
    )


def test_notice_may_have_a_title() -> None:
    assertInHTML("<p><strong>Title</strong></p>", render('{% notice "Text" title="Title" %}'))


def test_empty_state_says_why_and_what_to_do() -> None:
    assertHTMLEqual(
        render(
            '{% empty_state "None yet" text action_url=url action_label="New" %}',
            text=EVIL,
            url="/new/?a=1&b=2",
        ),
        f'<div class="empty">{icon("list")}<p><strong>None yet</strong></p><p>{SAFE}</p>'
        '<a class="button" href="/new/?a=1&amp;b=2">New</a></div>',
    )


def test_empty_state_without_an_action_has_no_button() -> None:
    assert "<a" not in render('{% empty_state "None yet" "Wait." %}')


@pytest.mark.parametrize(
    ("value", "maximum", "text"),
    [
        (0, 100, "0%"),
        (4_902, 4_903, "99%"),
        (4_903, 4_903, "100%"),
        (Decimal("12.9"), 100, "12%"),
        (0, 0, "100%"),
    ],
)
def test_progress_is_never_whole_before_the_work_is(
    value: int | Decimal, maximum: int, text: str
) -> None:
    shown = render('{% progress "Scoring" v maximum=m %}', v=value, m=maximum)

    assertInHTML(f'<span class="num">{text}</span>', shown)
    assert f'<progress aria-label="Scoring" value="{value}" max="{maximum}"></progress>' in shown
    assert "hx-" not in shown


def test_progress_nobody_knows_has_no_value() -> None:
    assertHTMLEqual(
        render("{% progress label None %}", label=EVIL),
        f'<div class="progress"><div class="progress-line"><span>{SAFE}</span>'
        f'<span class="num">Not started</span></div><progress aria-label="{SAFE}"></progress>'
        "</div>",
    )


def test_progress_that_polls_replaces_itself() -> None:
    shown = render(
        '{% progress "Run" 1 text="1 of 3" state="Scoring" poll_url=url %}', url="/runs/1/?a&b"
    )

    assert 'hx-get="/runs/1/?a&amp;b" hx-trigger="every 1s" hx-swap="outerHTML"' in shown
    assertInHTML('<span class="num">1 of 3</span>', shown)
    assertInHTML('<p class="small muted">Scoring</p>', shown)


def test_progress_is_written_as_the_language_does_but_measured_as_html_does() -> None:
    with translation.override("nb"):
        shown = render('{% progress "Run" v maximum=m %}', v=Decimal("1234.5"), m=2000)

    assertInHTML('<span class="num">61 %</span>', shown.replace("\N{NO-BREAK SPACE}", " "))
    assert 'value="1234.5" max="2000"' in shown


@pytest.mark.parametrize(("own", "css"), [("True", "bar-own"), ("False", "bar-value")])
def test_bar_is_as_wide_as_its_value_in_every_language(own: str, css: str) -> None:
    with translation.override("nb"):
        drawn = render("{% bar value own=" + own + " %}", value=Decimal("86.6667"))

    assert "aria-hidden" in drawn
    assertInHTML(f'<rect class="{css}" width="86.67" height="12" />', drawn)


def test_bar_with_limits_has_a_whisker_between_them() -> None:
    drawn = render("{% bar 50 low=41.5 high=60.25 %}")

    assertInHTML('<rect class="fill-paper" x="41.50" y="3.5" width="18.75" height="5" />', drawn)
    assertInHTML('<rect class="fill-ink" x="41.50" y="5" width="18.75" height="2" />', drawn)


def test_bar_with_one_limit_has_no_whisker() -> None:
    assert "fill-ink" not in render("{% bar 50 low=41.5 %}")


def test_bar_without_a_value_is_only_its_track() -> None:
    assert render('{% bar None label="No base" %}').count("<rect") == 1


def test_bar_with_a_label_is_an_image_with_that_name() -> None:
    drawn = render("{% bar 50 label=label %}", label=EVIL)

    assert f'role="img" aria-label="{SAFE}"' in drawn
    assert "aria-hidden" not in drawn


def test_figures_are_pairs_of_term_and_value() -> None:
    items = [
        {"label": "Total", "value": "86,7", "unit": "%", "note": "of 12", "explain": "All calls."},
        {"label": EVIL, "value": EVIL},
    ]

    shown = render("{% figures items %}", items=items)

    assertInHTML('<dd class="figure-value">86,7<small>\u00a0%</small></dd>', shown)
    assertInHTML("<dd>of 12</dd>", shown)
    assertInHTML("<p>All calls.</p>", shown)
    assertInHTML(
        f'<div><dt><span>{SAFE}</span></dt><dd class="figure-value">{SAFE}</dd></div>', shown
    )


def test_facts_are_terms_with_their_values() -> None:
    assertHTMLEqual(
        render("{% facts pairs %}", pairs=[("Role", EVIL)]),
        f'<dl class="facts"><div><dt>Role</dt><dd>{SAFE}</dd></div></dl>',
    )


def test_explain_is_a_disclosure_that_says_what_it_explains() -> None:
    assertHTMLEqual(
        render("{% explain term text %}", term=EVIL, text=EVIL),
        f'<details class="explain"><summary>{icon("info")}<span class="visually-hidden">'
        f"What “{SAFE}” means</span></summary><p>{SAFE}</p></details>",
    )


def test_piece_sees_nothing_of_its_page() -> None:
    shown = render('{% notice "Text" %}', title="The page's title", label="x")

    assert "The page" not in shown


def test_unknown_tone_is_a_fault_and_not_a_colourless_chip() -> None:
    with pytest.raises(KeyError, match="purple"):
        render('{% chip "State" tone="purple" %}')
