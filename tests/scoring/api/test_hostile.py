"""What nobody sends by accident: never a fault of ours, never HTML, never a secret."""

import pytest
from django.test import Client as Browser

from tests.scoring.api.conftest import Award, Get, key_header
from tests.scoring.api.paths import PATHS
from tests.scoring.api.test_visibility import told_in

ODD = ["%00", "2025%00", "..%2f..%2f", "%ff%fe", "2025'--", "x" * 3_000, "٢٠٢٥", "2025%0d%0aX: y"]
SHAPES = [
    "/api/v1/programmes/{}/",
    "/api/v1/programmes/{}/rankings/",
    "/api/v1/programmes/2025/companies/{}/",
    "/api/v1/programmes/2025/companies/{}/contacts/",
    "/api/v1/{}",
]


def test_odd_addresses_are_not_found(award: Award, reads: dict[str, Get]) -> None:
    for shape in SHAPES:
        for odd in ODD:
            answer = reads["key"](shape.format(odd))
            assert answer.status_code == 404, (shape, odd)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert told_in(award, answer.content.decode()) == set()


def test_odd_queries_are_refused(award: Award, reads: dict[str, Get]) -> None:
    queries = [
        "%00=%00",
        "&".join(f"p{number}=1" for number in range(999)),
        "&".join(f"p{number}=1" for number in range(1_500)),
        "category[]=bank",
        "x" * 8_000 + "=1",
        "%ff=%fe",
        "category=bank&category=bank",
    ]
    for path in PATHS:
        for query in queries:
            answer = reads["key"](f"{path}?{query}")
            assert answer.status_code == 400, (path, query[:40])
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert len(answer.content) < 2_000


def test_odd_headers_do_no_harm(award: Award, reads: dict[str, Get]) -> None:
    heads = [
        {"accept-language": "x" * 5_000},
        {"accept-language": "nb;q=\x00"},
        {"if-none-match": '"' * 5_000},
        {"if-none-match": ",".join(['W/"x"'] * 500)},
        {"x-http-method-override": "DELETE"},
        {"content-type": "application/json; charset=nonsense"},
        {"cookie": "sessionid=\x00; sessionid=../../etc"},
        {"range": "bytes=0-1"},
    ]
    for path in PATHS:
        for head in heads:
            assert reads["key"](path, headers=head).status_code == 200, (path, head)


@pytest.mark.parametrize("host", ["evil.example", "award.example:99999", "a b"])
def test_an_unknown_host_makes_no_links(award: Award, host: str) -> None:
    answer = Browser().get("/api/v1/programmes/2025/rankings/?page_size=1", headers={"host": host})

    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_links_name_the_host_that_was_asked(award: Award) -> None:
    """The bytes are kept between requests; one host's never go to another."""
    for host in ("127.0.0.1", "localhost:8000", "127.0.0.1"):
        page = Browser().get(
            "/api/v1/programmes/2025/rankings/?page_size=1", headers={"host": host}
        )
        assert page.json()["next"].startswith(f"http://{host}/api/v1/")


def test_a_body_is_not_read(award: Award) -> None:
    """Nothing here takes a body, so no parser can be made to choke on one."""
    bodies = [b"[" * 100_000, b'{"\\u0000": 1}', b"\xff\xfe", b"9" * 5_000]
    browser = Browser(headers=key_header(award.keys["client"]))
    for body in bodies:
        answer = browser.generic("POST", PATHS[0], body, content_type="application/json")
        assert answer.status_code == 405
        asked = browser.generic("GET", PATHS[0], body, content_type="application/json")
        assert asked.status_code == 200
