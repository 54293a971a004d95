"""An award with something to hide from everybody, and every request one can make of the site."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import URLPattern
from django.utils import timezone

from evaluations.enums import ImportState
from evaluations.models import Attempt, Evaluation, Import, Objection
from evaluations.services.clients.api_keys import issue_key
from scoring.models import ReleaseProposal, Run
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.services.runs.runs import perform, plan_run
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored_award
from tests.factories.clients import TwoClients, two_clients
from tests.guards.calibration_scope import OTHERS_CASE
from tests.guards.fieldwork_scope import (
    ACT,
    APPLICANT,
    FILE,
    LOG,
    PICTURE,
    RECEIPT,
    Fieldwork,
    hers,
    make_fieldwork,
    objected,
    open_preview,
)

COMMENT = "canary-comment-of-a-shopper"
# Of the method, and keys of the tiny checklist.
RULES = {"channel": ["email"], "scenario": ["ask"]}
ASKED = {"comment": ["c_words"], "section": ["solution", "waiting"], "question": ["fits", "wait"]}
UNRELEASED, PROPOSED, RELEASED = "2028", "2027", "2026"


@dataclass
class Scope:
    """Who is there, what each may never read, and the values a guess at an address may take."""

    clients: TwoClients
    selma: User
    secrets: dict[str, frozenset[str]]
    values: dict[str, list[str]]
    keys: dict[str, str] = field(default_factory=dict)

    def browsers(self) -> dict[str, tuple[Browser, dict[str, str]]]:
        """A browser for every kind of reader who is not a coordinator, with its headers."""
        made: dict[str, tuple[Browser, dict[str, str]]] = {"anonymous": (Browser(), {})}
        for name, user in {
            "shopper": self.selma,
            "viewer": self.clients.kjell,
            "administrator": self.clients.kari,
            "other": self.clients.oda,
            "pay": User.objects.get(email="petra@award.example"),
            "account": people.mona(),
        }.items():
            browser = Browser()
            people.sign_in(browser, user)
            made[name] = (browser, {})
        for name, key in self.keys.items():
            made[name] = (Browser(), {"Authorization": f"Api-Key {key}"})
        return made


def make_scope() -> Scope:
    """Three years: released, proposed, and only computed; alfa and delta have a client each."""
    by, second = people.alma(), people.clara()
    awards = {slug: scored_award(slug) for slug in (RELEASED, PROPOSED, UNRELEASED)}
    with pgtrigger.ignore():
        Evaluation.objects.filter(answered=True).update(comments={"c_agent": COMMENT})
    own, others = [awards[RELEASED].company("alfa")], [awards[RELEASED].company("delta")]
    clients = two_clients(own=own, others=others, by=by)
    selma = people.selma()
    runs = {slug: _run(award, by) for slug, award in awards.items()}
    released = propose_release(programme=awards[RELEASED].programme, run=runs[RELEASED], by=by)
    confirm_release(release=released.release, by=second)
    proposed = propose_release(programme=awards[PROPOSED].programme, run=runs[PROPOSED], by=by)
    began = _import(awards[RELEASED], by)
    open_preview(awards[UNRELEASED].programme)
    objection = objected(awards[UNRELEASED], clients, by=by)
    fieldwork = make_fieldwork(awards, selma=selma, by=by, client=clients.client)
    contacts = {
        (slug, company): _contact_ids(award, company)
        for slug, award in awards.items()
        for company in ("alfa", "beta", "delta")
    }
    scope = Scope(
        clients=clients,
        selma=selma,
        secrets=_secrets(contacts, [by, second, selma], began, fieldwork, objection),
        values={
            "year": [RELEASED, UNRELEASED],
            "company": ["alfa", "beta", "delta"],
            "category": ["bank", "nothing"],
            "contact": [
                contacts[RELEASED, "alfa"][0],
                contacts[RELEASED, "beta"][0],
                contacts[UNRELEASED, "alfa"][0],
            ],
            "run": [str(runs[UNRELEASED].pk)],
            "release": [str(proposed.release.pk), str(released.release.pk)],
            "proposal": [str(pk) for pk in ReleaseProposal.objects.values_list("pk", flat=True)],
            "import_id": [str(began.pk)],
            "user_id": [str(by.pk), str(selma.pk), str(clients.kjell.pk)],
            "call": fieldwork.calls,
            "evaluation": fieldwork.evaluations,
            **ASKED,
            "attempt": fieldwork.attempts,
            "attempt_key": [FILE],
            "attachment": fieldwork.attachments,
            "attachment_key": [FILE],
            "shopper": ["S-900", "S-800"],
            "token": ["guess"],
            **RULES,
            "appeal": fieldwork.appeals,
            "objection": [str(objection.pk)],
            **fieldwork.planned,
            "act": fieldwork.acts,
            "kind": ["withdraw"],
            "client_id": [str(clients.client.pk), str(clients.other.pk)],
        },
    )
    _issue_keys(scope, by)
    return scope


def _issue_keys(scope: Scope, by: User) -> None:
    clients = scope.clients
    scope.keys = {
        "key": issue_key(client=clients.client, label="Key", by=by),
        "other key": issue_key(client=clients.other, label="Key", by=by),
    }
    scope.values["key_id"] = [str(pk) for pk in clients.other.api_keys.values_list("pk", flat=True)]


def _run(award: Award, by: User) -> Run:
    run = plan_run(programme=award.programme, by=by)
    perform(run.pk)
    run.refresh_from_db()
    assert run.result_hash
    return run


def _import(award: Award, by: User) -> Import:
    return Import.objects.create(
        programme=award.programme, by=by, state=ImportState.COMPLETE, finished_at=timezone.now()
    )


def _contact_ids(award: Award, company: str) -> list[str]:
    found = Evaluation.objects.filter(
        test_call__participation=award.participations[company]
    ).order_by("pk")
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def _moments(attempts: QuerySet[Attempt]) -> set[str]:
    return {moment.isoformat() for moment in attempts.values_list("started_at", flat=True)}


def _secrets(
    contacts: dict[tuple[str, str], list[str]],
    staff: list[User],
    began: Import,
    fieldwork: Fieldwork,
    objection: Objection,
) -> dict[str, frozenset[str]]:
    everything = {pk for ids in contacts.values() for pk in ids}
    own = hers(staff[-1])
    nobodys = {ACT, APPLICANT, OTHERS_CASE, COMMENT, LOG, PICTURE, RECEIPT, str(began.pk)}
    nobodys |= {*fieldwork.calls, *own}
    nobodys |= {user.email for user in staff}
    nobodys |= _moments(Attempt.objects.all())
    alfa = everything - set(contacts[RELEASED, "alfa"]) | nobodys | {"Havn Group"}
    delta = everything - set(contacts[RELEASED, "delta"]) | nobodys | {"Fjell Group"}
    disputes = {objection.text, str(objection.pk)}
    delta |= disputes
    stranger = everything | nobodys | disputes | {"Fjell Group", "Havn Group"}
    # Her own data tell the minutes of her own attempts.
    her_moments = _moments(Attempt.objects.filter(test_call__shopper__user=staff[-1]))
    shopper = stranger - {"selma@mail.example"} - own - her_moments
    # What is in its preview window is read on pages, not by keys, but for what was objected to.
    alfa_previews, delta_previews = (
        set(contacts[UNRELEASED, company]) for company in ("alfa", "delta")
    )
    return {
        "anonymous": frozenset(stranger),
        "shopper": frozenset(shopper),
        "viewer": frozenset(alfa - alfa_previews),
        "administrator": frozenset(alfa - alfa_previews),
        "other": frozenset(delta - delta_previews),
        "pay": frozenset(stranger - {RECEIPT}),
        # Whose accounts she keeps she knows, and what is measured of them is not hers to read.
        "account": frozenset(stranger - {"Fjell Group", "Havn Group", LOG}),
        "key": frozenset(alfa - {str(objection.evaluation_id)}),
        "other key": frozenset(delta),
    }


def addresses(
    routes: list[tuple[str, URLPattern]], values: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Every route with every combination of values; a name without values is a KeyError."""
    for route, pattern in routes:
        names = list(pattern.pattern.converters)
        for chosen in itertools.product(*(values[name] for name in names)):
            yield route, _filled(route, dict(zip(names, chosen, strict=True)))


def _filled(route: str, chosen: dict[str, Any]) -> str:
    parts = []
    for part in route.split("/"):
        name = part.strip("<>").split(":")[-1]
        parts.append(chosen[name] if part.startswith("<") else part)
    return "/" + "/".join(parts)
