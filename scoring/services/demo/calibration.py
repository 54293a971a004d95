"""The demo's calibrations: one that is closed and computed, one that waits for answers."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.enums import Channel, LeastAgreement, ScenarioReason
from evaluations.models import Calibration, Programme
from evaluations.queries.calibration.calibration import cases_of, due_results
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.inviting import invite
from evaluations.services.calibrating.preparing import (
    Case,
    Session,
    add_case,
    open_session,
    prepare,
    set_master,
)
from evaluations.services.calibrating.rating import rate
from evaluations.services.calibrating.results import compute_results
from evaluations.services.years.programmes import set_terms, terms_of
from scoring.services.demo.accounts import sample_years
from shoppers.enums import Gender, Role
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.services.demo_accounts import demo_user

# Beside the year's other files; no import reads it.
FILE = "calibration.json"
# Shoppers who wait to be admitted as it closes; nobody signs in as one of them.
APPLYING = {"D-0101": "Pia Dahl", "D-0102": "Ida Rønning"}
# Of her answers that are the master's, in percent.
LEAST = 70
_OPEN_FOR = dt.timedelta(weeks=8)


def load_calibrations(people: Mapping[str, User]) -> None:
    """Once: what people have made of it since stays. Figures that are owed are computed."""
    newest = sample_years()[-1]
    programme = Programme.objects.get(slug=newest.name)
    _load(programme, json.loads((newest / FILE).read_text()), people)
    for key in due_results():
        compute_results(key)


@transaction.atomic
def _load(programme: Programme, written: dict[str, Any], people: Mapping[str, User]) -> None:
    # Of two demos that start on one database, the second finds the sessions of the first.
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if Calibration.objects.filter(programme=programme).exists():
        return
    by, second = people["coordinator"], people["second_coordinator"]
    _ask_for_agreement(programme, by)
    raters = {key: people[key] if key in people else _applying(key) for key in written["raters"]}
    cases = written["cases"]
    title = written["title"]["nb"]
    done = _opened(programme, title, cases, list(raters.values()), by=by)
    for key, said in written["raters"].items():
        for case, other in zip(cases_of(done), said, strict=True):
            rate(case=case, answers={**case.master.answers, **other}, by=raters[key])
    close(calibration=done, by=by)
    _opened(programme, f"{title} 2", cases[:1], [people["shopper"], by], by=second)


def _ask_for_agreement(programme: Programme, by: User) -> None:
    terms = replace(
        terms_of(programme), least_agreement=LEAST, least_agreement_by=LeastAgreement.MASTER
    )
    set_terms(programme=programme, terms=terms, by=by)


def _opened(
    programme: Programme, title: str, cases: list[dict[str, Any]], raters: list[User], *, by: User
) -> Calibration:
    today = timezone.localdate()
    made = prepare(programme=programme, session=Session(title, today, today + _OPEN_FOR), by=by)
    for each in cases:
        case = Case(
            channel=Channel(each["channel"]),
            reason=ScenarioReason(each["reason"]),
            text={Language(code): words for code, words in each["text"].items()},
            made_for_it=True,
        )
        added = add_case(calibration=made, case=case, by=by)
        set_master(case=added, answers=each["master"], by=by)
    invite(calibration=made, users=raters, by=by)
    return open_session(calibration=made, by=by)


def _applying(code: str) -> User:
    name = APPLYING[code]
    user = demo_user(
        email=f"{name.split()[0].lower()}@demo.example",
        password=secrets.token_urlsafe(),
        name=name,
        roles=[Role.SHOPPER],
        language=Language.BOKMAL,
    )
    Shopper.objects.get_or_create(
        code=code,
        defaults={
            "user": user,
            "languages": [Language.BOKMAL],
            "region": "Trøndelag",
            "birth_year": 1987,
            "gender": Gender.FEMALE,
            "weekly_capacity": 4,
        },
    )
    return user
