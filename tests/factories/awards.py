"""A tiny award with real contacts: two categories, four companies, the method of tiny_method."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from evaluations.canonical import digest, evaluation_hash
from evaluations.enums import AttemptOutcome, EvaluationState, PlayedBy, TestCallState
from evaluations.models import (
    Attempt,
    Category,
    Checklist,
    ChecklistVersion,
    Company,
    Evaluation,
    EvaluationEvent,
    Participation,
    ParticipationChannel,
    Programme,
    Scenario,
    TestCall,
)
from evaluations.services.points import store_points
from evaluations.surveys.models import ExpectationResponse
from scoring.models import Run
from scoring.services.runs.runs import perform, plan_run
from shoppers.enums import Gender
from shoppers.models import Shopper, User
from tests.factories.tiny_method import (
    AGENT,
    FIXED,
    NEEDS,
    PERFECT,
    checklist_document,
    method_document,
    text,
)

OSLO = ZoneInfo("Europe/Oslo")
COMPANIES = {"alfa": "bank", "beta": "bank", "gamma": "bank", "delta": "power"}


@dataclass
class Award:
    """One programme with its participants; contacts are added one by one."""

    programme: Programme
    participations: dict[str, Participation]
    scenarios: dict[str, Scenario]
    shopper: Shopper
    _hours: int = field(default=0)

    def company(self, key: str) -> Company:
        """The company with this key."""
        return self.participations[key].company

    def contact(
        self,
        company: str,
        answers: Mapping[str, Any] | None,
        *,
        channel: str = "phone",
        scenario: str = "ask",
        state: EvaluationState = EvaluationState.APPROVED,
        at: dt.datetime | None = None,
        contact_id: uuid.UUID | None = None,
        by: Shopper | None = None,
    ) -> Evaluation:
        """A contact in this state; without answers nobody answered. Approved ones have points.

        It is the award's one shopper's, unless it is said to be `by` another.
        """
        draft = self._draft(
            company,
            answers,
            channel=channel,
            scenario=scenario,
            state=state,
            at=at,
            contact_id=contact_id,
            by=by,
        )
        return self._store([draft])[0]

    def contacts(self, *wanted: tuple[str, Mapping[str, Any] | None, dict[str, Any]]) -> None:
        """Approved contacts, each told by its company, answers and what else `contact` takes."""
        self._store([self._draft(company, answers, **more) for company, answers, more in wanted])

    def _draft(
        self,
        company: str,
        answers: Mapping[str, Any] | None,
        *,
        channel: str = "phone",
        scenario: str = "ask",
        state: EvaluationState = EvaluationState.APPROVED,
        at: dt.datetime | None = None,
        contact_id: uuid.UUID | None = None,
        by: Shopper | None = None,
    ) -> tuple[Attempt, Evaluation]:
        self._hours += 1
        moment = at or dt.datetime(self.programme.year, 2, 2, 10, tzinfo=OSLO) + dt.timedelta(
            hours=self._hours
        )
        call = TestCall(
            participation=self.participations[company],
            channel=channel,
            scenario=self.scenarios[scenario],
            shopper=by or self.shopper,
            state=TestCallState.DONE,
        )
        attempt = Attempt(
            test_call=call,
            number=1,
            started_at=moment,
            outcome=AttemptOutcome.NOT_ANSWERED if answers is None else AttemptOutcome.ANSWERED,
            wait_seconds=30,
        )
        evaluation = Evaluation(
            id=contact_id or uuid.uuid4(),
            test_call=call,
            checklist_version=self.programme.checklist_version,
            state=state,
            answered=answers is not None,
            answers=dict(answers or {}),
            submitted_at=moment + dt.timedelta(hours=1),
        )
        return attempt, evaluation

    def _store(self, drafts: Sequence[tuple[Attempt, Evaluation]]) -> list[Evaluation]:
        TestCall.objects.bulk_create(evaluation.test_call for _attempt, evaluation in drafts)
        Attempt.objects.bulk_create(attempt for attempt, _evaluation in drafts)
        for attempt, evaluation in drafts:
            evaluation.content_hash = evaluation_hash(evaluation, [attempt])
        evaluations = Evaluation.objects.bulk_create(evaluation for _attempt, evaluation in drafts)
        counted = [one for one in evaluations if one.state in EvaluationState.counted()]
        store_points(evaluations=counted)
        return evaluations

    def rejected(
        self, company: str, answers: Mapping[str, Any] | None, *, by: User, reason: str
    ) -> Evaluation:
        """A contact that a coordinator rejected, and why."""
        evaluation = self.contact(company, answers, state=EvaluationState.REJECTED)
        EvaluationEvent.objects.create(
            subject=evaluation,
            event="reject",
            author=by,
            reason=reason,
            at=timezone.now(),
            from_state=EvaluationState.SUBMITTED,
            to_state=EvaluationState.REJECTED,
        )
        return evaluation

    def expects(self, points: Mapping[str, int], *, complete: bool = True) -> ExpectationResponse:
        """One more shopper's answer to the expectation survey."""
        number = ExpectationResponse.objects.count() + 1
        return ExpectationResponse.objects.create(
            programme=self.programme,
            shopper=shopper(f"S-{number:03}"),
            points=dict(points),
            ranking=sorted(points),
            complete=complete,
            birth_year=1980,
            gender=Gender.FEMALE,
            region="Oslo",
        )


def shopper(code: str) -> Shopper:
    """An imported shopper, who has no log-in."""
    made, _new = Shopper.objects.get_or_create(
        code=code,
        defaults={
            "languages": ["nb"],
            "region": "Oslo",
            "birth_year": 1985,
            "gender": Gender.FEMALE,
            "weekly_capacity": 10,
        },
    )
    return made


def tiny_award(
    slug: str = "2026",
    *,
    weights: Mapping[str, Any] = FIXED,
    agent: Sequence[str] = AGENT,
    checklist: Mapping[str, Any] | None = None,
    scoring: Mapping[str, Any] | None = None,
) -> Award:
    """The award with nobody called yet; companies are the same in every year."""
    document = checklist_document() if checklist is None else dict(checklist)
    programme = _programme(slug, method_document(weights, agent, scoring), document)
    return Award(
        programme=programme,
        participations=_participations(programme),
        scenarios=_scenarios(programme),
        shopper=shopper("S-800"),
    )


def scored_award(slug: str = "2026", *, weights: Mapping[str, Any] = FIXED) -> Award:
    """The award with contacts enough for winners.

    alfa: 100, 100, 0 (nobody answered) · beta and gamma: 3 x 500/7 · delta: 600/7, by e-mail
    """
    award = tiny_award(slug, weights=weights)
    fair = PERFECT | {"fits": "fair"}
    award.contacts(
        ("alfa", PERFECT, {}),
        ("alfa", PERFECT | NEEDS, {"scenario": "buy"}),
        ("alfa", None, {}),
        *(("beta", fair, {}), ("gamma", fair, {})) * 3,
        ("delta", PERFECT | {"wait": "fair"}, {"channel": "email"}),
    )
    return award


def _programme(slug: str, method: dict[str, Any], document: dict[str, Any]) -> Programme:
    checklist, _new = Checklist.objects.get_or_create(key="tiny")
    version, _new = ChecklistVersion.objects.get_or_create(
        checklist=checklist,
        version=1,
        defaults={
            "document": document,
            "document_hash": digest(document),
            "frozen_at": timezone.now(),
        },
    )
    year = int(slug[:4])
    return Programme.objects.create(
        slug=slug,
        year=year,
        name=f"Best in test {slug}",
        fieldwork_start=dt.date(year, 1, 15),
        fieldwork_end=dt.date(year, 4, 12),
        checklist_version=version,
        method=method,
        method_hash=digest(method),
        frozen_at=timezone.now(),
    )


def _participations(programme: Programme) -> dict[str, Participation]:
    categories = sorted(set(COMPANIES.values()))
    Category.objects.bulk_create(
        (Category(key=key, text=text(key.title())) for key in categories), ignore_conflicts=True
    )
    Company.objects.bulk_create(
        (Company(key=key, name=key.title()) for key in COMPANIES), ignore_conflicts=True
    )
    category = Category.objects.in_bulk(categories, field_name="key")
    company = Company.objects.in_bulk(COMPANIES, field_name="key")
    made = Participation.objects.bulk_create(
        Participation(
            programme=programme,
            company=company[key],
            category=category[of],
            name=key.title(),
            signed_up=True,
            staff_informed_on=dt.date(programme.year - 1, 12, 1),
        )
        for key, of in COMPANIES.items()
    )
    ParticipationChannel.objects.bulk_create(
        ParticipationChannel(participation=participation, channel=channel)
        for participation in made
        for channel in ("phone", "email", "chat")
    )
    return {participation.company.key: participation for participation in made}


def _scenarios(programme: Programme) -> dict[str, Scenario]:
    made = Scenario.objects.bulk_create(
        Scenario(
            programme=programme,
            key=key,
            reason={"ask": "question", "buy": "buy"}[key],
            played_by=PlayedBy.EITHER,
            text=text(key),
        )
        for key in ("ask", "buy")
    )
    return {scenario.key: scenario for scenario in made}


def scored(award: Award) -> Run:
    """A run of the award, done here and now."""
    run = plan_run(programme=award.programme, by=None)
    perform(run.pk)
    run.refresh_from_db()
    return run
