"""A year that is being set up, and one that lacks nothing."""

import datetime as dt

from django.utils import timezone

from evaluations.enums import Channel, ConfirmedBy, PlayedBy, ScenarioReason
from evaluations.models import Programme
from evaluations.queries.companies.contact_points import Confirmed, PointFacts, points_of
from evaluations.services.setting_up.contact_points import settle_points
from evaluations.services.setting_up.programme import ProgrammeFacts
from evaluations.services.setting_up.scenarios import ScenarioFacts, change_scenario, facts_of
from scoring.services.setting_up.new_programme import TakenOver, set_up_programme
from shoppers.languages import Language
from shoppers.models import User

# Far off, so that the period is never over.
NEXT = 2099
PHONE, EMAIL, CHAT = Channel.PHONE, Channel.EMAIL, Channel.CHAT


def next_facts(slug: str = str(NEXT)) -> ProgrammeFacts:
    """The facts of a year to come."""
    return ProgrammeFacts(
        f"Best in test {slug}", slug, NEXT, dt.date(NEXT, 1, 15), dt.date(NEXT, 4, 12)
    )


def draft_year(source: Programme, by: User) -> Programme:
    """The year after, as the source is."""
    return set_up_programme(facts=next_facts(), taken=TakenOver(source), rule_set="", by=by)


def words(said: str) -> dict[Language, str]:
    """The same words in every language."""
    return dict.fromkeys(Language, said)


def scenario_facts(key: str = "move") -> ScenarioFacts:
    """A role-play that lacks nothing."""
    return ScenarioFacts(
        key=key,
        reason=ScenarioReason.BUY,
        played_by=PlayedBy.NON_CUSTOMER,
        text=words("About moving"),
        role=words("A newcomer"),
        ask=words("What it costs"),
        avoid=words("Sign nothing"),
        risks=dict.fromkeys(Language, ("A sale", "A check")),
        if_asked=words("Yes, a test"),
        most_minutes=20,
    )


def confirm_points(programme: Programme, by: User) -> None:
    """Every contact point is given, and confirmed by the client."""
    confirmed = Confirmed(ConfirmedBy.CLIENT, "Kari Kvam", timezone.localdate())
    for participation in programme.participations.all():
        standing = points_of(participation)
        points = {
            channel: PointFacts(
                "22 00 00 00" if channel is PHONE else f"{channel} of {participation.name}",
                "",
                confirmed,
            )
            for channel in standing
        }
        settle_points(participation=participation, points=points, by=by, seen=standing)


def ready_year(source: Programme, by: User) -> Programme:
    """A year that lacks nothing and has not started."""
    programme = draft_year(source, by)
    for scenario in programme.scenarios.all():
        facts = scenario_facts(scenario.key)
        change_scenario(scenario=scenario, facts=facts, by=by, seen=facts_of(scenario))
    confirm_points(programme, by)
    return programme
