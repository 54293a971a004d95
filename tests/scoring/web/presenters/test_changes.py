"""What a coordinator checks before she proposes."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from scoring.queries.releases.release_changes import Place, RankChange
from scoring.web.presenters.releases.changes import place_rows


def _place(rank: int, total: str) -> Place:
    return Place(name="Alfa", category="bank", rank=rank, total=Decimal(total))


def test_a_company_that_came_or_went_shows_a_dash() -> None:
    changes = [
        RankChange("alfa", old=None, new=_place(1, "80.5")),
        RankChange("beta", old=_place(2, "70"), new=None),
    ]
    with override("en"):
        rows = place_rows(changes, {"bank": "Bank"})

    assert [(row.old_rank, row.new_rank, row.old_total, row.new_total) for row in rows] == [
        ("–", "1", "–", "80.5"),
        ("2", "–", "70.0", "–"),
    ]


def test_totals_that_differ_late_show_where() -> None:
    change = RankChange("alfa", old=_place(2, "80.111"), new=_place(1, "80.112"))
    with override("en"):
        [row] = place_rows([change], {"bank": "Bank"})

    assert (row.old_total, row.new_total) == ("80.111", "80.112")


def test_a_change_without_any_place_is_none() -> None:
    with pytest.raises(ValueError, match="an old place, a new one, or both"):
        place_rows([RankChange("alfa", old=None, new=None)], {})
