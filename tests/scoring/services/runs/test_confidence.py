"""How sure results are: kept by the run, frozen as the method prints it, else hidden."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK, PUBLIC, client_reader
from scoring.enums import Area, Title
from scoring.models import AreaResult, RankingRow, Release, ReleasedArea, ReleasedRanking, Winner
from scoring.queries.releases.release_content import stored_content
from scoring.queries.releases.released import (
    company_result,
    confirmed_titles,
    contacts,
    rankings,
    row_of,
)
from scoring.queries.releases.verification import recomputed_hash, result_hash
from scoring.refusals import Refusal
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.services.verifying.whole import verify_release
from tests import people
from tests.factories.awards import Award, scored, shopper, tiny_award
from tests.factories.clients import two_clients
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db
FAIR = PERFECT | {"fits": "fair"}  # 500/7
ELIGIBILITY = {
    "companies": 1,
    "contacts": 1,
    "shoppers": 1,
    "winner_reaches": None,
    "may_win": "every_company",
}
PUBLICATION = {"places": "all", "interval": True, "tie_group": True, "least_contacts": 0}


def _six_shoppers(award: Award) -> Award:
    """Each calls every bank once: alfa is perfect, beta but for one call, gamma seldom answers."""
    for number in range(6):
        by = shopper(f"S-{number}")
        award.contact("alfa", PERFECT, by=by)
        award.contact("beta", PERFECT if number else FAIR, by=by)
        award.contact("gamma", None if number % 3 else FAIR, by=by)
    return award


def _row(award: Award, key: str) -> RankingRow:
    return RankingRow.objects.get(participation=award.participations[key])


def test_a_run_keeps_how_far_each_total_could_be_off() -> None:
    award = _six_shoppers(tiny_award())
    scored(award)

    beta = _row(award, "beta")

    # One of six contacts lacks 200/7, so the mean 100/21, and that is its standard error too: for
    # n contacts by n shoppers sqrt(sum of squares / (n - 1) / n). t(0.975) with 5 degrees of
    # freedom is 2.570582.
    assert (beta.shoppers, beta.total) == (6, Decimal("95.238095238095"))
    assert beta.error == Decimal("4.761905")
    assert beta.degrees_of_freedom == Decimal(5)
    assert (beta.lower, beta.upper) == (Decimal("82.997229"), Decimal("107.478961"))


def test_a_run_keeps_the_ranks_that_a_company_could_have() -> None:
    award = _six_shoppers(tiny_award())
    scored(award)

    rows = {key: _row(award, key) for key in ("alfa", "beta", "gamma")}

    # alfa leads beta by one standard error, and both stand far above gamma.
    found = {key: (row.rank, row.best_rank, row.worst_rank) for key, row in rows.items()}
    assert found == {"alfa": (1, 1, 2), "beta": (2, 1, 2), "gamma": (3, 3, 3)}
    assert [row.could_be_best for row in rows.values()] == [True, True, False]
    assert [row.worst_rank_of_all for row in rows.values()] == [2, 2, 3]


def test_a_title_keeps_its_lead_and_whether_chance_explains_it() -> None:
    award = _six_shoppers(tiny_award())
    scored(award)

    held = Winner.objects.get(title=Title.CATEGORY, key="bank")

    # 100/21 at a standard error as large: t = 1 with 5 degrees of freedom.
    assert held.participation == award.participations["alfa"]
    assert (held.lead, held.lead_error) == (Decimal("4.761905"), Decimal("4.761905"))
    assert (held.p_value, held.confirmed) == (Decimal("0.363217"), False)


def test_a_lead_that_chance_does_not_explain_is_confirmed() -> None:
    award = tiny_award()
    for number in range(6):
        by = shopper(f"S-{number}")
        award.contact("alfa", PERFECT, by=by)
        award.contact("beta", None if number % 2 else FAIR, by=by)
    scored(award)

    held = Winner.objects.get(title=Title.CATEGORY)

    assert held.confirmed
    assert held.p_value is not None
    assert held.p_value < Decimal("0.05")


def test_of_one_shopper_nothing_can_be_said() -> None:
    award = tiny_award()
    award.contacts(("alfa", PERFECT, {}), ("alfa", FAIR, {}), ("beta", FAIR, {}))
    scored(award)

    alfa = _row(award, "alfa")

    assert (alfa.shoppers, alfa.error, alfa.lower, alfa.upper) == (1, None, None, None)
    assert (alfa.best_rank, alfa.worst_rank, alfa.could_be_best) == (1, 2, True)
    held = Winner.objects.get(title=Title.CATEGORY)
    assert (held.lead_error, held.p_value, held.confirmed) == (None, None, False)


def test_alone_in_its_category_a_winner_has_no_lead() -> None:
    award = tiny_award()
    award.contact("delta", PERFECT)
    scored(award)

    held = Winner.objects.get(title=Title.CATEGORY, key="power")

    assert (held.lead, held.confirmed) == (None, None)


def test_two_runs_of_the_same_contacts_have_the_same_result() -> None:
    award = _six_shoppers(tiny_award())

    first, second = scored(award), scored(award)

    assert first.pk != second.pk
    assert first.result_hash == second.result_hash == result_hash(second)


def test_a_company_without_a_place_keeps_its_figures_and_the_reason() -> None:
    award = tiny_award(scoring={"eligibility": ELIGIBILITY | {"contacts": 3}})
    award.contacts(*(("alfa", FAIR, {}),) * 3, ("beta", PERFECT, {}))
    scored(award)

    alfa, beta = _row(award, "alfa"), _row(award, "beta")

    assert (alfa.rank, alfa.unplaced) == (1, "")
    assert (beta.rank, beta.unplaced, beta.total) == (None, "few_contacts", Decimal(100))
    assert (beta.best_rank, beta.could_be_best) == (None, False)
    assert [one.participation for one in Winner.objects.all()] == [alfa.participation] * 3


def test_a_company_that_only_has_what_is_left_out_ends_the_run() -> None:
    award = tiny_award(scoring={"no_answer": "left_out"})
    award.contacts(("alfa", PERFECT, {}), ("beta", None, {}))

    run = scored(award)

    assert (run.state, run.error) == ("failed", Refusal.COMPANY_WITHOUT_FIGURE.value)
    assert not RankingRow.objects.exists()


def _released(award: Award) -> Release:
    return propose_release(programme=award.programme, run=scored(award), by=people.alma()).release


@pytest.mark.parametrize(
    ("printed", "lower", "best_rank"),
    [
        ({}, Decimal("82.9"), 1),
        ({"interval": False}, None, 1),
        ({"tie_group": False}, Decimal("82.9"), None),
    ],
)
def test_a_release_freezes_what_the_method_prints(
    printed: dict[str, Any], lower: Decimal | None, best_rank: int | None
) -> None:
    release = _released(_six_shoppers(tiny_award(scoring={"publication": PUBLICATION | printed})))

    beta = ReleasedRanking.objects.get(release=release, company__key="beta")

    assert (beta.lower, beta.best_rank) == (lower, best_rank)
    assert confirmed_titles(release)["category", "bank"] is False
    assert recomputed_hash(release) == release.content_hash


def test_a_release_from_before_bounds_were_coarse_verifies_and_tells_tenths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as before:
        before.setattr("scoring.services.releases.release_rows.outward", lambda *bounds: bounds)
        release = _released(_six_shoppers(tiny_award(scoring={"publication": PUBLICATION})))
    [frozen] = [row for row in stored_content(release).ranking if row.company.key == "beta"]
    assert (frozen.lower, frozen.upper) == (Decimal("82.997229"), Decimal("107.478961"))

    told = ReleasedRanking.objects.get(release=release, company__key="beta")
    confirm_release(release=release, by=people.clara())

    assert (told.lower, told.upper) == (Decimal("82.9"), Decimal("107.5"))
    address = reverse("api-confidence", args=["2026"])
    assert '"lower":82.900000,"upper":107.500000' in Browser().get(address).content.decode()
    assert "82.997" not in Browser().get(reverse("results", args=["2026"])).content.decode()
    assert verify_release(release).differences == []
    assert recomputed_hash(release) == release.content_hash


def test_a_list_of_first_places_hides_the_others_from_all_but_their_own() -> None:
    award = _six_shoppers(tiny_award(scoring={"publication": PUBLICATION | {"places": 1}}))
    release = _released(award)
    clients = two_clients(
        own=[award.company("beta")], others=[award.company("gamma")], by=people.clara()
    )
    own, other = client_reader(clients.client), client_reader(clients.other)

    assert [row.company.key for row in rankings(release)] == ["alfa"]
    assert ReleasedRanking.objects.get(release=release, company__key="beta").rank == 2
    for reader, seen in ((PUBLIC, False), (other, False), (own, True), (DESK, True)):
        assert (row_of(release, "beta", reader=reader) is not None) is seen
        assert (company_result(release, "beta", reader=reader) is not None) is seen
    assert contacts(release, "beta", reader=other) is None
    with reading_as(own):
        found = contacts(release, "beta", reader=own)
        assert found is not None
        assert found.count() == 6


def test_a_figure_over_few_contacts_is_withheld_with_the_one_that_would_tell_it() -> None:
    award = tiny_award(scoring={"publication": PUBLICATION | {"least_contacts": 2}})
    award.contacts(
        *(("alfa", PERFECT | NEEDS, {"scenario": "buy"}),) * 3,
        *(("alfa", FAIR, {"channel": "email"}),) * 2,
        ("alfa", FAIR, {"channel": "chat"}),
    )
    release = _released(award)

    with reading_as(DESK):
        shown = set(
            ReleasedArea.objects.filter(release=release, area=Area.CHANNEL).values_list(
                "key", flat=True
            )
        )
    kept = AreaResult.objects.filter(area=Area.CHANNEL).values_list("key", flat=True)

    assert set(kept) == {"phone", "email", "chat"}
    # One contact by chat: with e-mail shown it could be worked out from the total.
    assert shown == {"phone"}
