"""What answers cost, and what a process remembers."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scoring.api import releases
from scoring.models import ReleaseConfirmation
from tests.factories.frozen import category, company, freeze_release
from tests.scoring.api.conftest import Award, Get, key_header
from tests.scoring.api.paths import OWN, PATHS, YEAR

# Tables whose size depends on the fieldwork.
FIELDWORK = (
    "evaluations_evaluation",
    "evaluations_points",
    "evaluations_testcall",
    "scoring_score",
)


def queries(get: Get, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert get(path).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVE", "RELEASE"))]


def test_the_public_ranking_costs_two_look_ups_once_it_was_read(
    award: Award, reads: dict[str, Get]
) -> None:
    first = queries(reads["anonymous"], f"{YEAR}rankings/")
    again = queries(reads["anonymous"], f"{YEAR}rankings/")

    assert len(first) == 5  # the year, its release, whether it is whole, the count, the rows
    assert len(again) == 2
    assert not [sql for sql in first if any(table in sql for table in FIELDWORK)]


@pytest.mark.parametrize("companies", [1, 3])
def test_the_cost_does_not_grow_with_the_list(award: Award, companies: int) -> None:
    now = timezone.now()
    frozen = freeze_release(
        of=award.frozen["2025"].release.programme,
        companies=[(company(f"new-{n}"), category("bank")) for n in range(companies)],
        by=award.alma,
        confirmed_by=award.clara,
        clients_from=now,
        public_from=now,
        previous=award.frozen["2025"].release,
    )
    get = Browser(headers=key_header(award.keys["client"])).get

    assert len(queries(get, f"{YEAR}rankings/")) == 7  # the key first, then why it was corrected
    assert get(f"{YEAR}rankings/").json()["count"] == companies
    assert frozen.release.number == 2


def test_what_each_answer_costs(award: Award, reads: dict[str, Get]) -> None:
    costs = {path: len(queries(reads["key"], path)) for path in PATHS}

    assert costs == {
        "/api/v1/programmes/": 3,
        "/api/v1/schema/": 1,
        YEAR: 3,
        f"{YEAR}rankings/": 6,
        f"{YEAR}winners/": 5,
        f"{YEAR}confidence/": 7,
        OWN: 10,
        f"{OWN}change/": 12,
        f"{OWN}contacts/": 12,
        f"{YEAR}weights/": 3,
        f"{YEAR}expectation-survey/": 3,
        f"{YEAR}objections/": 7,
    }


def test_a_process_remembers_only_what_is_out(award: Award, settings: Any) -> None:
    settings.RELEASE_LOOKUP_SECONDS = 60.0
    get = Browser().get
    hidden = f"{YEAR}rankings/".replace("2025", "2028")
    with mock.patch.dict(releases._seen, clear=True):
        assert get(hidden).status_code == 404
        ReleaseConfirmation.objects.create(
            release=award.frozen["2028"].release, confirmed_by=award.clara
        )
        assert get(hidden).status_code == 200
        assert queries(get, hidden) == []
        # What clients may read is no word about what the public may.
        client = Browser(headers=key_header(award.keys["client"])).get
        assert client(f"{YEAR}rankings/".replace("2025", "2026")).status_code == 200
        assert get(f"{YEAR}rankings/".replace("2025", "2026")).status_code == 404


def test_a_correction_takes_the_place_of_what_was_out(award: Award, reads: dict[str, Get]) -> None:
    now = timezone.now()
    cursor = reads["anonymous"](f"{YEAR}rankings/?page_size=1").json()["next"]
    freeze_release(
        of=award.frozen["2025"].release.programme,
        companies=[(award.stranger, category("power"))],
        by=award.alma,
        confirmed_by=award.clara,
        clients_from=now - dt.timedelta(minutes=2),
        public_from=now - dt.timedelta(minutes=1),
        previous=award.frozen["2025"].release,
    )

    rows = reads["anonymous"](f"{YEAR}rankings/").json()["results"]
    assert [row["company"] for row in rows] == ["elvekraft"]
    assert reads["anonymous"](OWN).status_code == 404
    assert reads["key"](f"{OWN}contacts/").status_code == 404
    assert reads["anonymous"](cursor).status_code == 400
