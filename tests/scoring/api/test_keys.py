"""Keys at the door, and people who lost their rights."""

from typing import Any

from django.test import Client as Browser

from evaluations.models import ApiKey, ClientMember
from evaluations.services.clients.api_keys import issue_key, revoke_key
from shoppers.models import RoleAssignment
from tests.scoring.api.conftest import Award, Get, key_header
from tests.scoring.api.paths import OWN, PATHS, YEAR


def test_a_wrong_key_is_refused_even_where_none_is_needed(award: Award) -> None:
    good = award.keys["client"]
    wrong = [
        "",
        "x",
        good[:-1],
        f"{good} {good}",
        good.upper(),
        award.keys["revoked"],
        "bit_" + "a" * 5_000,
        "\x00",
        "é",
    ]
    for path in (*PATHS, f"{YEAR}companies/nobody/", "/api/v1/programmes/1999/rankings/"):
        for key in wrong:
            answer = Browser(headers=key_header(key)).get(path)
            assert answer.status_code == 401, (path, key)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"] == "Api-Key"


def test_the_word_before_a_key_may_be_written_in_any_case(award: Award) -> None:
    for word in ("api-key", "API-KEY", "Api-Key"):
        browser = Browser(headers={"Authorization": f"{word} {award.keys['client']}"})
        assert browser.get(f"{OWN}contacts/").status_code == 200


def test_a_key_is_asked_before_the_session(award: Award) -> None:
    browser = Browser(headers=key_header(award.keys["other"]))
    browser.force_login(award.clients.kjell)

    assert browser.get(f"{OWN}contacts/").status_code == 404


def test_a_revocation_counts_from_the_next_request_on(award: Award) -> None:
    secret = issue_key(client=award.clients.client, label="New", by=award.alma)
    browser = Browser(headers=key_header(secret))
    assert browser.get(f"{OWN}contacts/").status_code == 200

    revoke_key(key=ApiKey.objects.get(prefix=secret[:12]), by=award.alma)

    assert browser.get(f"{OWN}contacts/").status_code == 401


def test_a_demo_key_opens_nothing_outside_the_demo(award: Award, settings: Any) -> None:
    secret = issue_key(client=award.clients.client, label="Demo", by=award.alma, demo=True)
    browser = Browser(headers=key_header(secret))

    settings.DEMO = False
    assert browser.get(YEAR).status_code == 401
    settings.DEMO = True
    assert browser.get(f"{OWN}contacts/").status_code == 200


def test_who_left_the_client_reads_as_the_public(award: Award, reads: dict[str, Get]) -> None:
    ClientMember.objects.filter(user=award.clients.kjell).delete()
    RoleAssignment.objects.filter(user=award.clients.kari).delete()
    award.clients.oda.is_active = False
    award.clients.oda.save()

    for who in ("viewer", "administrator", "other client"):
        assert reads[who](f"{OWN}contacts/").status_code == 404
        assert reads[who](f"{YEAR}weights/").status_code == 404
        assert reads[who](f"{YEAR}rankings/").status_code == 200
