"""Who sees what: every reader × year × route × company, with canaries that are proven to exist."""

import json
from collections.abc import Iterator
from unittest import mock

import pytest
from django.utils import timezone

from tests.factories.frozen import Canaries, category, freeze_release
from tests.scoring.api.conftest import Award, Get

YEARS = ("2025", "2026", "2027", "2028", "2029", "2030", "1999")
COMPANIES = ("fjellbanken", "havbanken", "elvekraft", "nobody")
OWN, RIVAL, STRANGER, UNKNOWN = COMPANIES

PUBLIC_YEARS = {"2025"}
CLIENT_YEARS = {"2025", "2026"}
DESK_YEARS = {"2025", "2026", "2027"}
# Reader → years she may read, companies whose areas and whose contacts she may read.
MAY: dict[str, tuple[set[str], set[str], set[str]]] = {
    "anonymous": (PUBLIC_YEARS, set(), set()),
    "shopper": (PUBLIC_YEARS, set(), set()),
    "coordinator without second factor": (PUBLIC_YEARS, set(), set()),
    "administrator without second factor": (PUBLIC_YEARS, set(), set()),
    "administrator": (CLIENT_YEARS, {OWN, RIVAL}, {OWN}),
    "viewer": (CLIENT_YEARS, {OWN, RIVAL}, {OWN}),
    "key": (CLIENT_YEARS, {OWN, RIVAL}, {OWN}),
    "other client": (CLIENT_YEARS, {STRANGER}, {STRANGER}),
    "other key": (CLIENT_YEARS, {STRANGER}, {STRANGER}),
    "coordinator": (DESK_YEARS, {OWN, RIVAL, STRANGER}, {OWN, RIVAL, STRANGER}),
    "revoked key": (set(), set(), set()),
}
READERS = [who for who in MAY if who != "revoked key"]
RANKED = ("rankings/", "winners/")
CLOSED = ("weights/", "expectation-survey/")


def address(year: str, rest: str = "") -> str:
    return f"/api/v1/programmes/{year}/{rest}"


def every_address(year: str) -> Iterator[str]:
    yield from (address(year, rest) for rest in (*RANKED, *CLOSED))
    for company in COMPANIES:
        yield address(year, f"companies/{company}/")
        yield address(year, f"companies/{company}/contacts/")


def canaries(award: Award) -> dict[tuple[str, str], Canaries]:
    return {
        (year, company): told
        for year, frozen in award.frozen.items()
        for company, told in frozen.canaries.items()
    }


def told_in(award: Award, text: str) -> set[tuple[str, str, str]]:
    """Which secrets of which company and year the text tells."""
    return {
        (year, company, kind)
        for (year, company), told in canaries(award).items()
        for kind, words in (("areas", told.of_areas()), ("contacts", told.of_contacts()))
        if any(word in text for word in words)
    }


@pytest.mark.parametrize("who", MAY)
def test_a_reader_reads_exactly_what_she_may(award: Award, reads: dict[str, Get], who: str) -> None:
    get, (years, areas, contacts) = reads[who], MAY[who]
    refused = 401 if who == "revoked key" else 404

    for year in YEARS:
        out = year in years
        for rest in RANKED:
            assert get(address(year, rest)).status_code == (200 if out else refused), (year, rest)
        for rest in CLOSED:
            may = out and bool(contacts)
            assert get(address(year, rest)).status_code == (200 if may else refused), (year, rest)
        for company in COMPANIES:
            detail = get(address(year, f"companies/{company}/"))
            there = out and company != UNKNOWN
            assert detail.status_code == (200 if there else refused), (year, company)
            assert ("sections" in detail.json()) == (there and company in areas), (year, company)
            calls = get(address(year, f"companies/{company}/contacts/"))
            may = out and company in contacts
            assert calls.status_code == (200 if may else refused), (year, company)


@pytest.mark.parametrize("who", MAY)
def test_a_reader_meets_no_canary_that_is_not_hers(
    award: Award, reads: dict[str, Get], who: str
) -> None:
    get, (years, areas, contacts) = reads[who], MAY[who]
    told: set[tuple[str, str, str]] = set()

    for year in YEARS:
        for path in every_address(year):
            for accept in ("application/json", "text/csv") if "rankings" in path else ("*/*",):
                answer = get(path, headers={"accept": accept})
                told |= told_in(award, answer.content.decode())
                assert told_in(award, json.dumps(dict(answer.headers))) == set()

    hers = {(year, company, "areas") for year in years for company in areas}
    hers |= {(year, company, "contacts") for year in years for company in contacts}
    assert told == hers


def test_every_canary_exists(award: Award) -> None:
    """None of the silence above is for want of something to tell."""
    assert len(canaries(award)) == 12
    words = [
        word
        for told in canaries(award).values()
        for word in (*told.of_areas(), *told.of_contacts())
    ]
    assert len(words) == len(set(words)) == 12 * (2 + 4 + 3)


def test_an_unreleased_year_looks_like_a_year_without_release(
    award: Award, reads: dict[str, Get]
) -> None:
    routes = (*RANKED, *CLOSED, f"companies/{OWN}/", f"companies/{OWN}/contacts/")
    for who in READERS:
        hidden = [year for year in YEARS if year not in MAY[who][0]]
        for rest in routes:
            answers = [reads[who](address(year, rest)) for year in hidden]
            told = {(each.status_code, each.content, _headers(each)) for each in answers}
            assert len(told) == 1, (who, rest)
            assert answers[0].status_code == 404
            assert "ETag" not in answers[0].headers


def _headers(answer: object) -> str:
    kept = {**answer.headers}  # type: ignore[attr-defined]
    kept.pop("X-Request-ID", None)
    return json.dumps(kept, sort_keys=True)


@pytest.mark.parametrize("who", ["anonymous", "viewer", "coordinator"])
def test_programmes_say_what_is_out_for_the_reader(
    award: Award, reads: dict[str, Get], who: str
) -> None:
    listed = reads[who]("/api/v1/programmes/").json()["results"]

    assert [line["slug"] for line in listed] == ["2029", "2028", "2027", "2026", "2025"]
    assert {line["slug"] for line in listed if line["released"]} == MAY[who][0]
    for line in listed:
        release = award.frozen[line["slug"]].release if line["released"] else None
        assert line["release_hash"] == (release and release.content_hash)
        assert line["release"] == (1 if release else None)
        assert (line["released_since"] is None) == (release is None)
        detail = reads[who](address(line["slug"])).json()
        assert {key: detail[key] for key in line} == line
        assert detail["method"]["note"] == f"method of {line['slug']}"


def test_a_programme_is_announced_by_the_freeze_of_its_method(
    award: Award, reads: dict[str, Get]
) -> None:
    for who in MAY:
        expected = 401 if who == "revoked key" else 404
        assert reads[who](address("2030")).status_code == expected


def test_the_time_since_when_is_the_readers_own(award: Award, reads: dict[str, Get]) -> None:
    release = award.frozen["2025"].release

    def since(who: str) -> str:
        return str(reads[who](address("2025")).json()["released_since"])

    assert since("anonymous")[:19] == _local(release.public_from)
    assert since("key")[:19] == _local(release.clients_from)


def _local(moment: object) -> str:
    return timezone.localtime(moment).isoformat()[:19]  # type: ignore[arg-type]


def test_a_year_without_survey_has_no_aggregates(award: Award, reads: dict[str, Get]) -> None:
    now = timezone.now()
    with mock.patch("tests.factories.frozen.SURVEY", None):
        freeze_release(
            of=award.frozen["2026"].release.programme,
            companies=[(award.own, category("bank"))],
            by=award.alma,
            confirmed_by=award.clara,
            clients_from=now,
            public_from=now,
            previous=award.frozen["2026"].release,
        )

    assert reads["key"](address("2026", "expectation-survey/")).status_code == 404
    assert reads["key"](address("2026", "weights/")).status_code == 200


def test_nothing_but_reading_is_offered(award: Award, reads: dict[str, Get]) -> None:
    methods = ("post", "put", "patch", "delete", "options", "trace")
    for who in ("anonymous", "viewer", "key", "revoked key", "coordinator"):
        browser = reads[who].__self__  # type: ignore[attr-defined]
        for path in ("/api/v1/programmes/", "/api/v1/schema/", *every_address("2025")):
            for method in methods:
                answer = getattr(browser, method)(path)
                assert answer.status_code == 405, (who, path, method)
                assert answer.headers["Allow"] == "GET, HEAD"
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert told_in(award, answer.content.decode()) == set()
