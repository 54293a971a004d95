"""Copies: ETag, who may keep one, HEAD; and the language of errors."""

import pytest

from tests.scoring.api.conftest import Award, Get
from tests.scoring.api.paths import OWN, PATHS, YEAR


def test_an_etag_is_strong_and_answers_304(award: Award, reads: dict[str, Get]) -> None:
    for path in PATHS:
        first = reads["key"](path)
        tag = first.headers["ETag"]
        assert tag.startswith('"')
        for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = reads["key"](path, headers={"if-none-match": held})
            assert (again.status_code, again.content) == (304, b""), (path, held)
            assert again.headers["ETag"] == tag
            assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
            assert again.headers["Vary"] == first.headers["Vary"]
        for held in ('"other"', tag.strip('"'), "", '"'):
            assert reads["key"](path, headers={"if-none-match": held}).status_code == 200


def test_each_representation_has_its_own_etag(award: Award, reads: dict[str, Get]) -> None:
    rankings = f"{YEAR}rankings/"
    tags = [
        reads["key"](rankings).headers["ETag"],
        reads["key"](rankings, headers={"accept": "text/csv"}).headers["ETag"],
        reads["key"](f"{rankings}?category=bank").headers["ETag"],
        reads["key"](f"{rankings}?page_size=1").headers["ETag"],
        reads["key"](rankings.replace("2025", "2026")).headers["ETag"],
        reads["key"](OWN).headers["ETag"],
        reads["other key"](OWN).headers["ETag"],
    ]

    assert len(set(tags)) == len(tags)
    assert reads["anonymous"](OWN).headers["ETag"] == tags[-1]


def test_an_etag_opens_nothing(award: Award, reads: dict[str, Get]) -> None:
    tag = reads["key"](f"{OWN}contacts/").headers["ETag"]

    for who, status in (("anonymous", 404), ("other key", 404), ("revoked key", 401)):
        answer = reads[who](f"{OWN}contacts/", headers={"if-none-match": tag})
        assert answer.status_code == status
        assert "ETag" not in answer.headers


def test_only_anonymous_answers_may_be_kept_by_others(award: Award, reads: dict[str, Get]) -> None:
    for who, get in reads.items():
        for path in PATHS:
            answer = get(path)
            expected = "public, max-age=60" if who == "anonymous" else "private, no-cache"
            if answer.status_code != 200:
                expected = "no-store"
            assert answer.headers["Cache-Control"] == expected, (who, path)
            assert answer.headers["Vary"] == "Authorization, Cookie, Accept, Accept-Language"


def test_head_is_get_without_a_body(award: Award, reads: dict[str, Get]) -> None:
    for path in PATHS:
        get = reads["key"](path)
        head = reads["key"].__self__.head(path)  # type: ignore[attr-defined]
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Type", "Cache-Control", "Content-Length"):
            assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    ("language", "title"),
    [("nb", "Ikke funnet"), ("sv", "Hittades inte"), ("en", "Not found"), ("de", "Ikke funnet")],
)
def test_errors_speak_the_readers_language(
    award: Award, reads: dict[str, Get], language: str, title: str
) -> None:
    headers = {"accept-language": language}
    for path in (f"{YEAR}companies/nobody/", "/api/v1/nothing/", "/api/v2/"):
        answer = reads["key"](path, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json() == {"type": "about:blank", "title": title, "status": 404}


def test_an_address_without_its_slash_leads_to_the_one_with(reads: dict[str, Get]) -> None:
    answer = reads["anonymous"](f"{YEAR}rankings?category=bank")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{YEAR}rankings/?category=bank"
