"""The preview window: two walls around a client's own contacts."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.enums import EvaluationState, PreviewState
from evaluations.models import Client, Evaluation, PreviewedContact, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.objections.previews import (
    open_previews,
    own_participations,
    preview_of,
    preview_state,
    previewed_contact,
    previewed_contacts,
)
from evaluations.visibility import DESK, PUBLIC, client_reader
from tests import people
from tests.factories.awards import Award, scored_award
from tests.factories.clients import TwoClients, two_clients
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def award() -> Award:
    return scored_award()


@pytest.fixture
def clients(award: Award) -> TwoClients:
    """Kari's client owns alfa and delta, Oda's gamma."""
    own = [award.company("alfa"), award.company("delta")]
    return two_clients(own=own, others=[award.company("gamma")], by=people.alma())


def _window(start: dt.timedelta, end: dt.timedelta) -> None:
    now = timezone.now()
    Programme.objects.update(preview_from=now + start, preview_until=now + end)


def _seen(client: Client) -> list[str]:
    """What the database itself shows this client, without a filter of ours."""
    with reading_as(client_reader(client)):
        return sorted(PreviewedContact.objects.values_list("company__key", flat=True))


def test_without_our_filter_the_database_shows_the_clients_own_only(clients: TwoClients) -> None:
    _window(-DAY, DAY)

    assert _seen(clients.client) == ["alfa", "alfa", "alfa", "delta"]
    assert _seen(clients.other) == ["gamma", "gamma", "gamma"]


def test_without_a_client_the_database_shows_nothing(clients: TwoClients) -> None:
    _window(-DAY, DAY)

    assert list(PreviewedContact.objects.all()) == []
    for reader in (PUBLIC, DESK):
        with reading_as(reader):
            assert list(PreviewedContact.objects.all()) == []
    assert _seen(clients.client)  # there was something to hide


def test_a_foreign_contact_is_not_found_by_its_id_either(award: Award, clients: TwoClients) -> None:
    _window(-DAY, DAY)
    foreign = Evaluation.objects.filter(test_call__participation__company__key="gamma").first()
    assert foreign is not None

    with reading_as(client_reader(clients.client)):
        assert not PreviewedContact.objects.filter(pk=foreign.pk).exists()
    assert previewed_contact(clients.client, award.programme, foreign.pk) is None
    found = previewed_contact(clients.other, award.programme, foreign.pk)
    assert found is not None
    assert found.company.key == "gamma"


@pytest.mark.parametrize(("start", "end"), [(DAY, 2 * DAY), (-2 * DAY, -DAY)])
def test_outside_the_window_there_is_no_row(
    clients: TwoClients, start: dt.timedelta, end: dt.timedelta
) -> None:
    assert _seen(clients.client) == []
    _window(start, end)
    assert _seen(clients.client) == []

    _window(-DAY, DAY)

    assert _seen(clients.client) != []


_NEVER_PREVIEWED = set(EvaluationState) - {EvaluationState.APPROVED, EvaluationState.OBJECTED}


@pytest.mark.parametrize("state", sorted(_NEVER_PREVIEWED))
def test_only_what_was_approved_is_previewed(
    award: Award, clients: TwoClients, state: EvaluationState
) -> None:
    _window(-DAY, DAY)
    award.contact("delta", PERFECT, state=state)

    assert _seen(clients.client).count("delta") == 1


def test_the_app_cannot_write_through_the_window(clients: TwoClients) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(privilege_type, ',') FROM information_schema.role_table_grants"
            " WHERE table_name = 'evaluations_previewedcontact' AND grantee = current_user"
        )
        assert cursor.fetchone() == ("SELECT",)


def test_contacts_are_asked_for_by_programme_and_client(award: Award, clients: TwoClients) -> None:
    other_year = scored_award("2025")
    _window(-DAY, DAY)

    with reading_as(client_reader(clients.client)):
        rows = list(previewed_contacts(clients.client, award.programme))
        assert list(previewed_contacts(clients.other, award.programme)) == []

    assert len(rows) == 4
    assert {row.programme_id for row in rows} == {award.programme.pk}
    assert other_year.programme.pk != award.programme.pk


def test_a_preview_is_of_an_announced_programme_with_an_own_company(
    award: Award, clients: TwoClients
) -> None:
    assert preview_of(clients.client, "2026") == award.programme
    assert preview_of(clients.client, "1999") is None
    award.participations["gamma"].channels.all().delete()
    award.contact("beta", PERFECT)
    clients.other.companies.all().delete()
    assert preview_of(clients.other, "2026") is None
    unannounced = scored_award("2027").programme
    assert preview_of(clients.client, "2027") == unannounced
    Programme.objects.create(
        slug="2030",
        year=2030,
        name="Not announced",
        fieldwork_start=dt.date(2030, 1, 1),
        fieldwork_end=dt.date(2030, 2, 1),
        checklist_version=award.programme.checklist_version,
        method={},
    )
    assert preview_of(clients.client, "2030") is None


def test_the_state_of_a_window_follows_the_clock(award: Award) -> None:
    now = timezone.now()
    programme = award.programme
    assert preview_state(programme, now=now) is PreviewState.UNSET

    programme.preview_from, programme.preview_until = now, now + DAY

    assert preview_state(programme, now=now - DAY) is PreviewState.BEFORE
    assert preview_state(programme, now=now) is PreviewState.OPEN
    assert preview_state(programme, now=now + DAY) is PreviewState.OVER


def test_open_previews_are_the_clients_own(award: Award, clients: TwoClients) -> None:
    now = timezone.now()
    scored_award("2025")
    assert open_previews(clients.client, now=now) == []
    Programme.objects.filter(slug="2026").update(preview_from=now - DAY, preview_until=now + DAY)

    assert open_previews(clients.client, now=now) == [award.programme]
    assert open_previews(clients.client, now=now + DAY) == []
    clients.other.companies.all().delete()
    assert open_previews(clients.other, now=now) == []


def test_own_companies_of_the_year_come_by_name(award: Award, clients: TwoClients) -> None:
    found = own_participations(clients.client, award.programme)

    assert [(each.company.key, each.name) for each in found] == [
        ("alfa", "Alfa"),
        ("delta", "Delta"),
    ]
