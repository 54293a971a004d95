"""How sure a ranking is, on the pages that everybody and a client read."""

from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.urls import reverse

from scoring.services.releases.releasing import confirm_release, propose_release
from tests import people
from tests.factories.awards import Award, scored, shopper, tiny_award
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
FAIR = PERFECT | {"fits": "fair"}  # 500/7
MARKS = {
    "unit": "mark",
    "worst": "0",
    "best": "20",
    "decimals": 2,
    "rounding": "half_up",
    "grades": [{"reaches": "15", "text": {"nb": "bra", "sv": "bra", "en": "good"}}],
}


def _released(award: Award) -> None:
    alma, clara = people.alma(), people.clara()
    release = propose_release(programme=award.programme, run=scored(award), by=alma).release
    confirm_release(release=release, by=clara)


def _close(award: Award) -> Award:
    """Alfa and beta nearly as good, by six shoppers; gamma far behind."""
    for number in range(6):
        by = shopper(f"S-{number}")
        award.contact("alfa", PERFECT, by=by)
        award.contact("beta", PERFECT if number else FAIR, by=by)
        award.contact("gamma", None if number % 3 else FAIR, by=by)
    return award


def _text(address: str, language: str = "en") -> str:
    return Browser(headers={"accept-language": language}).get(address).content.decode()


def test_a_category_shows_intervals_and_who_could_be_best() -> None:
    _released(_close(tiny_award()))

    answer = Browser().get(reverse("category", args=["2026", "bank"]))

    rows = {row.key: row for row in answer.context["rows"]}
    assert {key: row.ranks for key, row in rows.items()} == {
        "alfa": "1–2",
        "beta": "1–2",
        "gamma": "3",
    }
    axis = answer.context["axis"]
    assert (axis.low, axis.high) == (Decimal(0), Decimal(100))
    assert axis.at(rows["beta"].total) == rows["beta"].total
    text = _text(reverse("category", args=["2026", "bank"]))
    assert text.count('class="whisker"') == 3
    assert text.count("top-group") == 2
    assert "82.9 to 107.5" in text
    assert "in 95% of cases" in text


def test_a_category_of_one_shopper_says_nothing_of_intervals() -> None:
    award = tiny_award()
    award.contacts(("alfa", PERFECT, {}), ("beta", FAIR, {}))
    _released(award)

    answer = Browser().get(reverse("category", args=["2026", "bank"]))

    assert answer.context["axis"] is None
    assert 'class="whisker"' not in answer.content.decode()
    assert answer.content.decode().count('class="bar"') == 2


def test_winners_are_called_confirmed_or_share_their_top_group() -> None:
    award = _close(tiny_award())
    for number in range(6):
        award.contact("delta", PERFECT, channel="email", by=shopper(f"S-{number}"))
    _released(award)

    text = _text(reverse("winners"))

    assert "Top group of 2" in text
    assert "Confirmed: the lead over the next company" in text
    assert "Toppgruppe på 2" in _text(reverse("winners"), "nb")


def test_a_lead_beyond_chance_is_called_confirmed() -> None:
    award = tiny_award()
    for number in range(6):
        by = shopper(f"S-{number}")
        award.contact("alfa", PERFECT, by=by)
        award.contact("beta", None if number % 2 else FAIR, by=by)
    _released(award)

    text = _text(reverse("winners"))

    # Of the bank category, overall and by phone it is the same lead.
    assert text.count('class="chip chip-good"') == 2
    assert "Top group of" not in text


def test_marks_and_grades_stand_beside_the_percentages() -> None:
    _released(_close(tiny_award(scoring={"scale": MARKS})))

    rows = Browser().get(reverse("category", args=["2026", "bank"])).context["rows"]

    # 20 x 95.238095 %, and 500/21 % of 20 rounded.
    assert [(row.mark, row.grade) for row in rows][:2] == [("20,00", "bra"), ("19,05", "bra")]
    text = _text(reverse("category", args=["2026", "bank"]))
    assert "19.05" in text
    assert '<td data-label="Grade">good</td>' in text
