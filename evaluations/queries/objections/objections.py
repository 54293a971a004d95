"""Objections: a client's own, those on the arbiters' desk, and how often there are any."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from evaluations.enums import EvaluationState, ObjectionState
from evaluations.models import Client, Evaluation, EvaluationEvent, Objection, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.transitions import Event
from evaluations.visibility import client_reader
from shoppers.models import User

# How long a client waits for an answer before it is late.
ANSWER_WITHIN = dt.timedelta(days=7)
OPEN, DECIDED = "open", "decided"
UNDECIDED = Q(decision=None, withdrawal=None)
_CALL = "evaluation__test_call"
_PART = f"{_CALL}__participation"
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("at", "pk"),
    "-due": ("-at", "-pk"),
    "company": (f"{_PART}__name", "at", "pk"),
    "-company": (f"-{_PART}__name", "at", "pk"),
    "client": ("client__name", "at", "pk"),
    "-client": ("-client__name", "at", "pk"),
    "reason": ("reason", "at", "pk"),
    "-reason": ("-reason", "at", "pk"),
}
# Whoever took one of these steps of the review has judged the report: an arbiter did not.
_JUDGED = (Event.AGREE, Event.DIFFER, Event.APPROVE, Event.RETURN, Event.REJECT)
# As a client sorts its own.
OWN_SORTS: dict[str, tuple[str, ...]] = {
    "filed": ("at", "pk"),
    "company": (f"{_PART}__name", "-at", "pk"),
    "state": ("state", "-at", "pk"),
}
_STATE = Case(
    When(withdrawal__isnull=False, then=Value(ObjectionState.WITHDRAWN.value)),
    When(decision__isnull=False, then=F("decision__outcome")),
    default=Value(ObjectionState.OPEN.value),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class ObjectionChoice:
    """Which objections to list; an empty word means all."""

    state: str = OPEN
    programme: str = ""
    reason: str = ""


def answer_until(objection: Objection) -> dt.datetime:
    """When its answer is due."""
    return objection.at + ANSWER_WITHIN


def state_of(objection: Objection) -> ObjectionState:
    """Where it stands, read off the rows about it."""
    if hasattr(objection, "withdrawal"):
        return ObjectionState.WITHDRAWN
    decision = getattr(objection, "decision", None)
    return ObjectionState(decision.outcome) if decision else ObjectionState.OPEN


def objections_for_client(
    client: Client, *, state: str = "", programme: str = "", sort: str = "-filed"
) -> QuerySet[Objection]:
    """What the client filed, or that of one state or programme; never another's.

    Read inside `reading_as` the client's reader, so that the database keeps others' back as well.
    `sort` is one of OWN_SORTS, with a minus for descending.
    """
    found = Objection.objects.filter(client=client).annotate(state=_STATE)
    if state:
        found = found.filter(state=state)
    if programme:
        found = found.filter(**{f"{_PART}__programme__slug": programme})
    first, *then = OWN_SORTS[sort.removeprefix("-")]
    minus = "-" if sort.startswith("-") else ""
    return _named(found).order_by(f"{minus}{first}", *then)


def objection_for_client(client: Client, objection_id: uuid.UUID) -> Objection | None:
    """One of the client's objections; another client's is not found."""
    with reading_as(client_reader(client)):
        return objections_for_client(client).filter(pk=objection_id).first()


def objections_on_contact(client: Client, contact: uuid.UUID) -> list[Objection]:
    """What the client filed about one contact, the oldest first."""
    with reading_as(client_reader(client)):
        found = objections_for_client(client).filter(evaluation=contact)
        return list(found.order_by("at", "pk"))


def open_objections() -> QuerySet[Objection]:
    """Objections that wait for an arbiter, the longest first."""
    return Objection.objects.filter(UNDECIDED).order_by(*SORTS["due"])


def open_for(reader: User) -> QuerySet[Objection]:
    """Those that this coordinator may know of: none to a report that she made herself."""
    return _but_hers(open_objections(), reader)


def open_in(programme: Programme) -> QuerySet[Objection]:
    """Those of one programme."""
    return open_objections().filter(**{f"{_PART}__programme": programme})


def objections(choice: ObjectionChoice, *, reader: User, sort: str = "due") -> QuerySet[Objection]:
    """The chosen objections with what a row of their list names; an unknown `sort` is by age.

    Not those to reports that the reader made herself: a shopper never learns who objected to what.
    """
    found = _but_hers(Objection.objects.all(), reader)
    if choice.state == OPEN:
        found = found.filter(UNDECIDED)
    elif choice.state == DECIDED:
        found = found.exclude(UNDECIDED)
    if choice.programme:
        found = found.filter(**{f"{_PART}__programme__slug": choice.programme})
    if choice.reason:
        found = found.filter(reason=choice.reason)
    return _named(found).order_by(*SORTS.get(sort, SORTS["due"]))


def objection_on_desk(objection_id: uuid.UUID) -> Objection | None:
    """One objection, whoever filed it."""
    return _named(Objection.objects.filter(pk=objection_id)).first()


def objections_to(evaluation: Evaluation) -> list[Objection]:
    """Every objection to a report, the oldest first, with what came of each."""
    return list(_named(Objection.objects.filter(evaluation=evaluation)).order_by("at", "pk"))


def last_approval(evaluation: Evaluation) -> EvaluationEvent:
    """The approval that a report's objections are against."""
    return evaluation.events.filter(event=Event.APPROVE).latest("at", "pk")


def judges_of(evaluation: Evaluation) -> set[uuid.UUID]:
    """The keys of those who have reviewed the report: none of them is its arbiter."""
    events = evaluation.events.filter(event__in=_JUDGED, from_state=EvaluationState.SUBMITTED)
    return {author for author in events.values_list("author", flat=True) if author is not None}


def is_reviewer(evaluation: Evaluation, user: User) -> bool:
    """Whether this person has reviewed the report."""
    return user.pk in judges_of(evaluation)


def _but_hers(found: QuerySet[Objection], reader: User) -> QuerySet[Objection]:
    return found.exclude(**{f"{_CALL}__shopper__user": reader})


def _named(found: QuerySet[Objection]) -> QuerySet[Objection]:
    told = ("decision__by", "decision__step", "withdrawal__by", "told_time__by")
    about = ("evaluation__checklist_version", f"{_CALL}__scenario", f"{_PART}__company")
    return found.select_related("client", "by", *told, *about, f"{_PART}__programme").defer(
        f"{_PART}__programme__method"
    )
