"""Work for the demo's shopper: every step is taken by the services that the pages use."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from evaluations.canonical import words_digest
from evaluations.enums import AttemptEnding, EvaluationState
from evaluations.models import Company, Evaluation, Programme, TestCall
from evaluations.queries.plans.places import to_replace
from evaluations.services.calls.assigning import assign, in_place_of
from evaluations.services.calls.attempts import AttemptNote, log_attempt
from evaluations.services.calls.calling import accept
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import CommentVerdict, moderate, send_back
from evaluations.services.roster.admitting import AlreadyAdmitted, admit
from evaluations.services.roster.relations import RelationKnown, add
from evaluations.services.years.programmes import set_terms, terms_of
from evaluations.working_days import is_working_day
from scoring.services.demo.accounts import CLIENTS, SHOPPER_CODE, sample_years
from scoring.services.demo.certification import ask_before_first_call, certify
from scoring.services.demo.reports import MODERATED, RELATIONS, STORIES, Story, Try
from shoppers.models import Shopper, User

_BOARD_OPEN = dt.timedelta(weeks=8)
_GIVEN_BEFORE = dt.timedelta(weeks=1)


@transaction.atomic
def load_fieldwork(people: Mapping[str, User]) -> None:
    """Admit the demo's shopper, give her calls in every stage, and moderate some comments.

    All of it or nothing, and only while she has never had a call: what people have made of it
    since stays. No result changes, because none of her reports is approved.
    """
    # Of two demos that start on one database, the second finds the calls of the first.
    shopper = Shopper.objects.select_for_update(of=("self",)).get(code=SHOPPER_CODE)
    if shopper.test_calls.exists():
        return
    newest = sample_years()[-1]
    programme = Programme.objects.get(slug=newest.name)
    by = people["coordinator"]
    ask_before_first_call(programme=programme, directory=newest, by=by)
    with suppress(AlreadyAdmitted):
        admit(shopper=shopper, programme=programme, by=by)
    certify(programme=programme, shopper=shopper, by=people["shopper"])
    for company, kind in RELATIONS:
        with suppress(RelationKnown):
            add(shopper=shopper, company=Company.objects.get(key=company), kind=kind, by=by)
    for story in STORIES:
        call = _offer(story, programme, shopper, by)
        if story.tried is not None:
            _work_on(call, story, story.tried, shopper=people["shopper"], coordinator=by)
    _moderate_comments(by)
    _open_board(programme, by)


def _open_board(programme: Programme, by: User) -> None:
    """Let the demo's shopper find open calls, for as long as anybody looks at one demo."""
    until = timezone.localdate() + _BOARD_OPEN
    set_terms(programme=programme, terms=replace(terms_of(programme), board_until=until), by=by)


def _offer(story: Story, programme: Programme, shopper: Shopper, by: User) -> TestCall:
    freed = _freed_by(story, programme)
    due_on = timezone.localdate() + dt.timedelta(days=story.due_in)
    return assign(
        wanted=in_place_of(freed, due_on=due_on, fee=programme.call_fee), shopper=shopper, by=by
    )


def _freed_by(story: Story, programme: Programme) -> TestCall:
    """A contact whose rejection has opened its place: of the fitting ones the same every time.

    The clients' companies and their rivals are left alone, so that their pages show the sample.
    """
    others = {company for one in CLIENTS for company in (one.company, *one.rivals)}
    return (
        to_replace()
        .filter(
            participation__programme=programme,
            participation__signed_up=True,
            participation__staff_informed_on__isnull=False,
            channel=story.channel,
            scenario__key=story.scenario,
            evaluation__state=EvaluationState.REJECTED,
        )
        .exclude(participation__company__key__in={*others, *dict(RELATIONS)})
        .select_related("participation", "scenario")
        .earliest("evaluation__id")
    )


def _work_on(call: TestCall, story: Story, tried: Try, *, shopper: User, coordinator: User) -> None:
    # She had it before the days of her attempts; no service gives a call in the past.
    TestCall.objects.filter(pk=call.pk).update(assigned_at=timezone.now() - _GIVEN_BEFORE)
    accept(call=call, by=shopper)
    (started_at,) = last_working_days(tried.at, 1)
    note = AttemptNote(
        started_at=started_at,
        ending=AttemptEnding.ANSWERED,
        wait_seconds=tried.wait_seconds,
        handling_seconds=tried.handling_seconds,
    )
    log_attempt(call=call, note=note, by=shopper)
    report = open_report(call=call, by=shopper)
    changes = Changes(answered=True, answers=story.answers, comments=story.comments)
    save_draft(evaluation=report, changes=changes, by=shopper)
    if story.complete:
        submit(evaluation=report, by=shopper)
    if story.returned is not None:
        send_back(
            evaluation=report,
            reason=story.returned.reason,
            remarks=story.returned.remarks,
            code=story.returned.code,
            by=coordinator,
        )


def last_working_days(at: dt.time, count: int) -> list[dt.datetime]:
    """The time on so many weekdays before today, the newest last, on the award's clock."""
    day = timezone.localdate()
    days: list[dt.datetime] = []
    while len(days) < count:
        day -= dt.timedelta(days=1)
        if is_working_day(day, country=None):
            days.append(timezone.make_aware(dt.datetime.combine(day, at)))
    return days[::-1]


def _moderate_comments(by: User) -> None:
    """A coordinator's word on some comments, while the release is still to be made."""
    found = Evaluation.objects.select_related(
        "test_call__shopper", "test_call__participation"
    ).in_bulk([one.evaluation for one in MODERATED])
    for one in MODERATED:
        evaluation = found[one.evaluation]
        if not evaluation.test_call.participation.in_privacy_mode:
            verdict = CommentVerdict(
                key=one.key,
                read=words_digest(one.read),
                text=one.mended or one.read,
                describes_no_one=one.describes_no_one,
            )
            moderate(evaluation=evaluation, verdict=verdict, by=by)
