"""Which release stands for whom, and when."""

import datetime as dt

import pytest
from django.utils import timezone

from evaluations.visibility import DESK, PUBLIC, Reader, client_reader
from scoring.models import Release
from scoring.queries.releases.releases import (
    current_release,
    is_confirmed,
    is_superseded,
    last_confirmed_release,
    newest_release,
    releases_of,
)
from scoring.services.releases.releasing import confirm_release, propose_release
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored, scored_award
from tests.factories.clients import two_clients
from tests.factories.releases import why
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _release(award: Award, clients_from: dt.datetime, public_from: dt.datetime) -> Release:
    alma = User.objects.get(email="alma@award.example")
    return propose_release(
        programme=award.programme,
        run=scored(award),
        by=alma,
        clients_from=clients_from,
        public_from=public_from,
        reason=why(award.programme),
    ).release


def test_each_audience_reads_from_its_own_time_on() -> None:
    alma, clara, award = people.alma(), people.clara(), scored_award()
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    now = timezone.now()
    release = _release(award, now + DAY, now + 3 * DAY)
    readers = [PUBLIC, client_reader(clients.client), DESK]

    def seen(moment: dt.datetime) -> list[Release | None]:
        return [current_release(award.programme, reader=each, now=moment) for each in readers]

    assert seen(now + 4 * DAY) == [None, None, None]  # only proposed
    confirm_release(release=release, by=clara)
    assert seen(now) == [None, None, release]
    assert seen(now + DAY) == [None, release, release]
    assert seen(now + 3 * DAY) == [release, release, release]


def test_a_release_is_out_since_its_time_or_a_later_confirmation() -> None:
    people.alma()
    clara, award = people.clara(), scored_award()
    now = timezone.now()
    release = _release(award, now, now + DAY)
    assert (release.clients_since, release.public_since) == (now, now + DAY)

    confirmed_at = confirm_release(release=release, by=clara).confirmed_at

    assert confirmed_at > now
    assert (release.clients_since, release.public_since) == (confirmed_at, now + DAY)


def test_a_newer_release_takes_over_when_its_time_has_come() -> None:
    people.alma()
    clara, award = people.clara(), scored_award()
    now = timezone.now()
    first = _release(award, now, now)
    confirm_release(release=first, by=clara)
    award.contact("alfa", PERFECT)
    second = _release(award, now + DAY, now + DAY)

    def public(moment: dt.datetime) -> Release | None:
        return current_release(award.programme, reader=PUBLIC, now=moment)

    assert public(now + 2 * DAY) == first
    confirm_release(release=second, by=clara)
    assert public(now) == first
    assert public(now + DAY) == second


@pytest.mark.parametrize("reader", [PUBLIC, DESK])
def test_another_programme_has_its_own_releases(reader: Reader) -> None:
    people.alma()
    clara, award, other = people.clara(), scored_award(), scored_award("2025")
    now = timezone.now()
    confirm_release(release=_release(award, now, now), by=clara)

    assert current_release(other.programme, reader=reader, now=now) is None


def test_proposals_and_releases_are_told_apart() -> None:
    people.alma()
    clara, award = people.clara(), scored_award()
    assert (newest_release(award.programme), last_confirmed_release(award.programme)) == (None,) * 2
    now = timezone.now()
    first = _release(award, now, now)
    confirm_release(release=first, by=clara)
    award.contact("alfa", PERFECT)
    second = _release(award, now, now)

    assert list(releases_of(award.programme)) == [second, first]
    assert newest_release(award.programme) == second
    assert last_confirmed_release(award.programme) == first
    assert (is_confirmed(first), is_confirmed(second)) == (True, False)
    assert (is_superseded(first), is_superseded(second)) == (True, False)
