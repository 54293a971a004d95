"""Next year's programme of the demo: set up as a coordinator would, its fieldwork still ahead.

The sample's years have their answers; another one would count among what their weights rest on.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.utils import timezone

from evaluations.enums import ConfirmedBy, PlayedBy
from evaluations.method import Method
from evaluations.models import Participation, Programme
from evaluations.queries.companies.contact_points import Confirmed, PointFacts, points_of
from evaluations.services.roster.admitting import AlreadyAdmitted, admit
from evaluations.services.setting_up.companies import StaffTold, change_participation, facts_of
from evaluations.services.setting_up.contact_points import settle_points
from evaluations.services.setting_up.programme import ProgrammeFacts, change_method
from evaluations.services.years.programmes import set_terms, terms_of
from evaluations.surveys.queries.surveys import survey_of
from scoring.queries.setting_up import readiness
from scoring.services.demo.accounts import SHOPPER_CODE, sample_years
from scoring.services.demo.certification import certify
from scoring.services.setting_up.new_programme import TakenOver, set_up_programme
from scoring.services.setting_up.starting import start_year
from scoring.services.weights.surveying import offered, open_expectation_survey
from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.services.demo_accounts import demo_log_ins

_ASKED = dt.timedelta(weeks=8)
_FIELDWORK = dt.timedelta(weeks=12)
_TOLD_BEFORE = dt.timedelta(weeks=3)
_CONFIRMED_BEFORE = dt.timedelta(weeks=1)
_OFFERS_EXPIRE_DAYS = 5
_BUDGET = Decimal(600_000)
_PURPOSE = "Hvordan kundene blir møtt, for kåringen og for egen opplæring."
_HOW = "Testkunder ringer og skriver som vanlige kunder. Ingen ansatt blir nevnt eller rangert."
_DURATION = "Så lenge feltarbeidet varer; resultatene blir kåringens."
# Nobody's: a sample's shopper has a code only, and calls are planned for who has a log-in.
_FIRST = {
    Gender.FEMALE: ("Anne", "Berit", "Dina", "Eva", "Gro", "Hilde", "Inger", "Kaja", "Liv", "Siri"),
    Gender.MALE: ("Arne", "Bjørn", "Dag", "Erik", "Geir", "Håkon", "Ivar", "Jon", "Lars", "Per"),
}
_LAST = (
    "Aas",
    "Berge",
    "Dalen",
    "Eide",
    "Fjeld",
    "Haga",
    "Lien",
    "Myhre",
    "Nygård",
    "Ruud",
    "Sande",
)
_WORDS = {
    ConfirmedBy.CLIENT: "Bekreftet i brev fra kundesenteret.",
    ConfirmedBy.PROBE: "Kom fram til en som kunne svare.",
}


@transaction.atomic
def load_next_year(people: Mapping[str, User]) -> None:
    """Set up and start the year after the sample's newest, once, and open its expectation survey.

    Its shoppers are those of the year before, so that a plan can be computed; with their log-ins
    they can be handed calls of that year, too.
    """
    by, today = people["coordinator"], timezone.localdate()
    # Of two demos that start on one database, the second finds the survey of the first.
    newest = Programme.objects.select_for_update(of=("self",)).get(slug=sample_years()[-1].name)
    slug = str(newest.year + 1)
    # A demo of before this has a year without companies: it stays as it is.
    programme = Programme.objects.filter(slug=slug).first() or _started(newest, slug, by)
    if survey_of(programme) is not None:
        return
    _admit(Shopper.objects.filter(code=SHOPPER_CODE), programme, by)
    open_expectation_survey(
        programme=programme,
        asks=offered(programme)[0],
        opens_on=today,
        closes_on=today + _ASKED,
        by=by,
    )
    # After it: the survey's mail is for her who can sign in.
    known = list(Shopper.objects.filter(admissions__programme=newest).order_by("code"))
    imported = [each for each in known if each.user_id is None]
    demo_log_ins(names=dict(zip(imported, _names(imported), strict=True)), language=Language.BOKMAL)
    _admit(known, programme, by)
    _certify(imported, newest)


def _certify(shoppers: Iterable[Shopper], programme: Programme) -> None:
    """Who made the year's contacts has signed and passed: a call can be handed to them."""
    if not programme.asks_certification:
        return
    for shopper in shoppers:
        shopper.refresh_from_db(fields=["user"])
        if shopper.user is not None:
            certify(programme=programme, shopper=shopper, by=shopper.user)


def _admit(shoppers: Iterable[Shopper], programme: Programme, by: User) -> None:
    for shopper in shoppers:
        with suppress(AlreadyAdmitted):
            admit(shopper=shopper, programme=programme, by=by)


def _names(shoppers: Sequence[Shopper]) -> list[str]:
    """Of so many, each another."""
    counts = {gender: count() for gender in _FIRST}
    names = []
    for shopper in shoppers:
        gender = Gender.MALE if shopper.gender == Gender.MALE else Gender.FEMALE
        number, first = next(counts[gender]), _FIRST[gender]
        last = _LAST[(3 * number + number // len(first)) % len(_LAST)]
        names.append(f"{first[number % len(first)]} {last}")
    return names


def _started(newest: Programme, slug: str, by: User) -> Programme:
    """Rules, scenarios and companies as before; staff told and contact points confirmed anew."""
    start = max(newest.fieldwork_start.replace(year=newest.year + 1), timezone.localdate() + _ASKED)
    programme = set_up_programme(
        facts=ProgrammeFacts(
            name=newest.name.replace(str(newest.year), slug),
            slug=slug,
            year=newest.year + 1,
            fieldwork_start=start,
            fieldwork_end=start + _FIELDWORK,
            language=Language(newest.language),
        ),
        taken=TakenOver(newest),
        rule_set="",
        by=by,
    )
    _share_out(programme, by)
    before = {each.company_id: each for each in newest.participations.prefetch_related("channels")}
    for each in programme.participations.select_related("programme", "category"):
        _agree(each, before[each.company_id], by)
    terms = replace(
        terms_of(programme),
        budget=_BUDGET,
        cut_off_day=start + _FIELDWORK,
        offers_expire_after_days=_OFFERS_EXPIRE_DAYS,
    )
    set_terms(programme=programme, terms=terms, by=by)
    start_year(programme=programme, by=by, seen=readiness(programme).fingerprint)
    programme.refresh_from_db()
    return programme


def _share_out(programme: Programme, by: User) -> None:
    """One contact with a company is for its customers, where scenarios are: few shoppers are any.

    The year before has such contacts from files, whoever made them.
    """
    everything = list(programme.scenarios.order_by("key").values_list("key", "played_by"))
    customers = [key for key, played_by in everything if played_by == PlayedBy.CUSTOMER]
    others = [key for key, played_by in everything if played_by != PlayedBy.CUSTOMER]
    if not customers or not others:
        return
    method = Method.model_validate(programme.method)
    each, more = divmod(method.fieldwork.contacts_per_company - 1, len(others))
    shares = {key: each + (at < more) for at, key in enumerate(others)} | {customers[-1]: 1}
    fieldwork = method.fieldwork.model_copy(update={"scenario_key": shares})
    change_method(
        programme=programme,
        method=method.model_copy(update={"fieldwork": fieldwork}),
        by=by,
        seen=method.hash(),
    )


def _agree(part: Participation, before: Participation, by: User) -> None:
    """What a new year asks for anew: with whom the staff talked, and where the company is met."""
    today = timezone.localdate()
    if before.staff_informed_on is not None:
        told = today - _TOLD_BEFORE
        seen = facts_of(part)
        facts = replace(seen, told=StaffTold(told, _PURPOSE, _HOW, _DURATION, told))
        change_participation(participation=part, facts=facts, by=by, seen=seen)
    way = ConfirmedBy.CLIENT if part.signed_up else ConfirmedBy.PROBE
    confirmed = Confirmed(way, _WORDS[way], today - _CONFIRMED_BEFORE)
    points = {
        channel: PointFacts(known.point, known.menu_path, confirmed)
        for channel, known in points_of(before).items()
    }
    settle_points(participation=part, points=points, by=by, seen=points_of(part))
