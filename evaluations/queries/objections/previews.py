"""The window in which clients see their own approved contacts before the release.

Two walls: what is asked for here is the client's own, and the view behind `PreviewedContact` shows
nobody else's even to a query without a filter.
"""

import datetime as dt
import uuid

from django.db.models import QuerySet

from evaluations.enums import PreviewState
from evaluations.models import Client, Participation, PreviewedContact, Programme
from evaluations.points import ShownAnswer, shown_answers
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.years.checklists import checklist_of
from evaluations.visibility import client_reader


def preview_of(client: Client, slug: str) -> Programme | None:
    """The announced programme with this slug, if a company of the client takes part in it."""
    return _own_programmes(client).filter(slug=slug).first()


def open_previews(client: Client, *, now: dt.datetime) -> list[Programme]:
    """The programmes whose window is open to the client, the first to close first."""
    open_now = _own_programmes(client).filter(preview_from__lte=now, preview_until__gt=now)
    return list(open_now.order_by("preview_until", "slug"))


def announced_for(client: Client) -> list[Programme]:
    """The announced programmes in which a company of the client takes part, newest first."""
    return list(_own_programmes(client).order_by("-year", "slug").defer("method"))


def preview_state(programme: Programme, *, now: dt.datetime) -> PreviewState:
    """Whether the programme's window is still to come, open, over, or not fixed yet."""
    if programme.preview_from is None or programme.preview_until is None:
        return PreviewState.UNSET
    if now < programme.preview_from:
        return PreviewState.BEFORE
    return PreviewState.OPEN if now < programme.preview_until else PreviewState.OVER


def own_participations(client: Client, programme: Programme) -> list[Participation]:
    """The client's companies in the programme, by name."""
    own = Participation.objects.filter(programme=programme, company__clients__client=client)
    return list(own.select_related("company").order_by("name", "company__key"))


def previewed_contacts(client: Client, programme: Programme) -> QuerySet[PreviewedContact]:
    """The client's contacts in the window; rows come only inside `reading_as` its reader."""
    rows = PreviewedContact.objects.filter(
        programme=programme, company__in=client.companies.values("company")
    )
    return rows.select_related("scenario").defer("answers", "comments")


def previewed_contact(
    client: Client, programme: Programme, contact: uuid.UUID
) -> PreviewedContact | None:
    """One of the client's contacts in the window, with its checklist."""
    with reading_as(client_reader(client)):
        rows = previewed_contacts(client, programme).defer(None)
        return rows.select_related("scenario", "checklist_version").filter(pk=contact).first()


def answers_shown(contact: PreviewedContact) -> list[ShownAnswer]:
    """The contact's answers with their points, in the checklist's order; none where none is."""
    if not contact.answered:
        return []
    return shown_answers(
        checklist_of(contact.checklist_version),
        channel=contact.channel,
        scenario_reason=contact.scenario.reason,
        answers=contact.answers,
        question_got=contact.question_got,
        question_possible=contact.question_possible,
    )


def _own_programmes(client: Client) -> QuerySet[Programme]:
    own = Participation.objects.filter(company__clients__client=client)
    return Programme.objects.filter(frozen_at__isnull=False, pk__in=own.values("programme"))
