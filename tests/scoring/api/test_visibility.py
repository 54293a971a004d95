"""Who sees what: every reader × year × route × company, with canaries that are proven to exist."""

import itertools
import json
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from scoring.models import ReleaseConfirmation
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


Answers = dict[tuple[str, str], Any]
RESTS = (
    *RANKED,
    *CLOSED,
    *(f"companies/{key}/{part}" for key in COMPANIES for part in ("", "contacts/")),
)
# The first of each kind; the others may read just what she may.
FIRST = ("anonymous", "key", "other client", "coordinator", "revoked key")
OTHERS = [who for who in MAY if who not in FIRST]


@pytest.mark.parametrize(
    "who", [*FIRST, *(pytest.param(who, marks=pytest.mark.exhaustive) for who in OTHERS)]
)
def test_a_reader_reads_exactly_what_she_may(award: Award, reads: dict[str, Get], who: str) -> None:
    answers = {(year, rest): reads[who](address(year, rest)) for year in YEARS for rest in RESTS}

    assert {asked: answer.status_code for asked, answer in answers.items()} == {
        asked: _status(who, *asked) for asked in answers
    }
    for year, key in itertools.product(YEARS, COMPANIES):
        detail = answers[year, f"companies/{key}/"]
        assert ("sections" in detail.json()) == (year in MAY[who][0] and key in MAY[who][1])
    assert _told(award, reads[who], answers) == _hers(who)
    if who in READERS:
        _check_hidden_years_look_alike(who, answers)


@pytest.mark.parametrize("who", OTHERS)
def test_another_reader_of_the_kind_reads_the_same(
    award: Award, reads: dict[str, Get], who: str
) -> None:
    assert MAY[who] in [MAY[first] for first in FIRST]
    rests = ("rankings/", f"companies/{OWN}/contacts/", *(f"companies/{key}/" for key in COMPANIES))
    answers = {
        (year, rest): reads[who](address(year, rest)) for year in YEARS[:4] for rest in rests
    }

    assert {asked: answer.status_code for asked, answer in answers.items()} == {
        asked: _status(who, *asked) for asked in answers
    }
    told = {one for got in answers.values() for one in told_in(award, got.content.decode())}
    contacts = {(year, OWN, "contacts") for year in MAY[who][0] if OWN in MAY[who][2]}
    assert told == {one for one in _hers(who) if one[2] == "areas"} | contacts


def _status(who: str, year: str, rest: str) -> int:
    """What a reader is answered: 200 for what she may read."""
    years, _areas, contacts = MAY[who]
    company = rest.split("/")[1]
    if rest in RANKED:
        may = True
    elif rest in CLOSED:
        may = bool(contacts)
    elif rest.endswith(("contacts/", "change/")):
        may = company in contacts
    else:
        may = company != UNKNOWN
    if year in years and may:
        return 200
    return 401 if who == "revoked key" else 404


def _hers(who: str) -> set[tuple[str, str, str]]:
    """The canaries that are a reader's to read."""
    years, areas, contacts = MAY[who]
    hers = {(year, company, "areas") for year in years for company in areas}
    return hers | {(year, company, "contacts") for year in years for company in contacts}


def _told(award: Award, get: Get, answers: Answers) -> set[tuple[str, str, str]]:
    """The canaries that a reader meets, in rankings as CSV too; headers tell none to anybody."""
    csv = [get(address(year, "rankings/"), headers={"accept": "text/csv"}) for year in YEARS]
    told: set[tuple[str, str, str]] = set()
    for answer in (*answers.values(), *csv):
        told |= told_in(award, answer.content.decode())
        assert told_in(award, json.dumps(dict(answer.headers))) == set()
    return told


def _check_hidden_years_look_alike(who: str, answers: Answers) -> None:
    """A year that is not out for the reader looks like a year without a release."""
    hidden = [year for year in YEARS if year not in MAY[who][0]]
    for rest in (*RANKED, *CLOSED, f"companies/{OWN}/", f"companies/{OWN}/contacts/"):
        told = {_looks(answers[year, rest]) for year in hidden}
        assert len(told) == 1, (who, rest)
        assert "ETag" not in answers[hidden[0], rest].headers


def _looks(answer: Any) -> tuple[int, bytes, str]:
    kept = {**answer.headers}
    kept.pop("X-Request-ID", None)
    return answer.status_code, answer.content, json.dumps(kept, sort_keys=True)


def test_every_canary_exists(award: Award) -> None:
    """None of the silence above is for want of something to tell."""
    assert len(canaries(award)) == 12
    words = [
        word
        for told in canaries(award).values()
        for word in (*told.of_areas(), *told.of_contacts())
    ]
    assert len(words) == len(set(words)) == 12 * (2 + 4 + 3)


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
        assert detail["method"]["fieldwork"]["contacts_per_company"] == line["year"]


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


def test_what_was_confirmed_late_is_out_since_its_confirmation(
    award: Award, reads: dict[str, Get]
) -> None:
    late = award.frozen["2028"].release
    confirmation = ReleaseConfirmation.objects.create(release=late, confirmed_by=award.clara)

    assert confirmation.confirmed_at > late.public_from
    for who in ("anonymous", "key"):
        since = str(reads[who](address("2028")).json()["released_since"])
        assert since[:19] == _local(confirmation.confirmed_at)


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
        for path in (
            "/api/v1/programmes/",
            "/api/v1/schema/",
            *(address("2025", rest) for rest in RESTS),
        ):
            for method in methods:
                answer = getattr(browser, method)(path)
                assert answer.status_code == 405, (who, path, method)
                assert answer.headers["Allow"] == "GET, HEAD"
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert told_in(award, answer.content.decode()) == set()
