"""What a request may ask and is told when it asks wrongly."""

from django.urls import get_resolver

from tests.scoring.api.conftest import Award, Get

RANKINGS = "/api/v1/programmes/2025/rankings/"
CONTACTS = "/api/v1/programmes/2025/companies/fjellbanken/contacts/"
OBJECTION = "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01"
ROUTES = [
    pattern.pattern._route  # type: ignore[union-attr]
    for pattern in get_resolver("scoring.api.urls").url_patterns
    if not str(pattern.pattern).startswith("docs")
]


def filled(route: str) -> str:
    return "/api/v1/" + route.replace("<slug:year>", "2025").replace(
        "<slug:company>", "fjellbanken"
    ).replace("<uuid:objection>", OBJECTION)


def refused_names(answer: object) -> list[str]:
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/problem+json"  # type: ignore[attr-defined]
    return [error["name"] for error in answer.json()["errors"]]  # type: ignore[attr-defined]


def test_there_are_thirteen_routes() -> None:
    assert len(ROUTES) == 13


def test_an_unknown_parameter_is_refused_by_name_on_every_route(
    award: Award, reads: dict[str, Get]
) -> None:
    for who in ("anonymous", "shopper", "key", "coordinator", "other client"):
        for route in ROUTES:
            for name in ("order", "format", "company__key", "Category", "page", ""):
                answer = reads[who](filled(route), {name: "1"})
                assert refused_names(answer) == [name], (who, route, name)


def test_parameters_of_one_route_are_unknown_to_the_others(
    award: Award, reads: dict[str, Get]
) -> None:
    assert refused_names(reads["key"](CONTACTS, {"category": "bank"})) == ["category"]
    assert refused_names(reads["key"](filled("programmes/"), {"page_size": "1"})) == ["page_size"]


def test_every_wrong_parameter_is_named_at_once(award: Award, reads: dict[str, Get]) -> None:
    answer = reads["anonymous"](f"{RANKINGS}?one=1&category=bank&category=power&two=2")

    assert refused_names(answer) == ["one", "category", "two"]


def test_a_page_size_is_a_whole_number_up_to_200(award: Award, reads: dict[str, Get]) -> None:
    values = (
        "0",
        "201",
        "-1",
        "+1",
        "1.0",
        " 1",
        "1e2",
        "",
        "x",
        "٣",
        "9" * 5_000,
        "\x00",
        "1\x00",
        "NaN",
    )
    for path in (RANKINGS, CONTACTS):
        for value in (*values, "9" * 5_000):
            answer = reads["key"](path, {"page_size": value})
            assert refused_names(answer) == ["page_size"], value


def test_the_smallest_and_largest_page_are_served(award: Award, reads: dict[str, Get]) -> None:
    for size, rows in (("1", 1), ("200", 3), ("002", 2)):
        answer = reads["key"](RANKINGS, {"page_size": size}).json()
        assert len(answer["results"]) == rows


def test_an_unknown_category_is_told_the_known_ones(award: Award, reads: dict[str, Get]) -> None:
    for value in ("insurance", "BANK", "nobody"):
        answer = reads["anonymous"](RANKINGS, {"category": value})
        assert refused_names(answer) == ["category"]
        assert "bank, power" in answer.json()["errors"][0]["message"]


def test_what_is_no_key_of_a_category_is_refused(award: Award, reads: dict[str, Get]) -> None:
    for value in ["", "\x00", "ba nk", "bank'--", "x" * 61, "bänk", "\ud800"]:
        query = value.encode("utf-8", "surrogatepass")
        answer = reads["anonymous"](RANKINGS, {"category": query})
        assert refused_names(answer) == ["category"], value


def test_an_unreleased_year_tells_no_categories(award: Award, reads: dict[str, Get]) -> None:
    for year in ("2026", "2027", "2028", "2029", "1999"):
        path = RANKINGS.replace("2025", year)
        assert reads["anonymous"](path, {"category": "insurance"}).status_code == 404


def test_a_category_filters(award: Award, reads: dict[str, Get]) -> None:
    rows = reads["anonymous"](RANKINGS, {"category": "bank"}).json()

    assert rows["count"] == 2
    assert [row["company"] for row in rows["results"]] == ["fjellbanken", "havbanken"]


def walk(get: Get, first: str) -> list[str]:
    found, address = [], first
    while address:
        page = get(address).json()
        found += [row.get("company") or row["contact"] for row in page["results"]]
        address = page["next"]
    return found


def test_pages_walk_the_whole_list_once(award: Award, reads: dict[str, Get]) -> None:
    assert walk(reads["anonymous"], f"{RANKINGS}?page_size=1") == [
        "fjellbanken",
        "havbanken",
        "elvekraft",
    ]
    assert walk(reads["key"], f"{CONTACTS}?page_size=2") == (
        award.frozen["2025"].canaries["fjellbanken"].contacts
    )


def test_previous_leads_back(award: Award, reads: dict[str, Get]) -> None:
    first = reads["anonymous"](f"{RANKINGS}?page_size=2").json()
    second = reads["anonymous"](first["next"]).json()

    assert first["previous"] is None
    assert second["next"] is None
    assert [row["company"] for row in second["results"]] == ["elvekraft"]
    assert reads["anonymous"](second["previous"]).json() == first


def test_a_cursor_of_another_list_is_refused(award: Award, reads: dict[str, Get]) -> None:
    def cursor(who: str, path: str) -> str:
        return str(reads[who](path).json()["next"]).rpartition("cursor=")[2]

    ranking = cursor("key", f"{RANKINGS}?page_size=1")
    of_bank = cursor("key", f"{RANKINGS}?page_size=1&category=bank")
    of_2026 = cursor("key", f"{RANKINGS.replace('2025', '2026')}?page_size=1")
    contacts = cursor("key", f"{CONTACTS}?page_size=1")
    desk = cursor("coordinator", f"{CONTACTS}?page_size=1")

    for path, wrong in (
        (RANKINGS, (of_bank, of_2026, contacts, desk, f"2{ranking[1:]}", "1-", "1", "x" * 5_000)),
        (f"{RANKINGS}?category=bank", (ranking, of_2026)),
        (CONTACTS, (ranking, desk, "", "\x00", "-1", "0-0000000000000000", "9" * 5_000)),
    ):
        for each in wrong:
            separator = "&" if "?" in path else "?"
            answer = reads["key"](f"{path}{separator}cursor={each}")
            assert refused_names(answer) == ["cursor"], (path, each)
    assert reads["key"](f"{RANKINGS}?page_size=3&cursor={ranking}").json()["count"] == 3


def test_a_cursor_opens_nothing_for_who_may_not_read(award: Award, reads: dict[str, Get]) -> None:
    following = reads["key"](f"{CONTACTS}?page_size=1").json()["next"]

    for who in ("anonymous", "other client", "other key", "shopper"):
        assert reads[who](following).status_code == 404
    assert reads["viewer"](following).status_code == 200
