"""The last step of a run: who holds which title, and by how much."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from evaluations.enums import Channel
from scoring.enums import Area, Title
from scoring.formulas.clustered_errors import ClusteredScores
from scoring.formulas.counting import Counting
from scoring.formulas.ranking import best_with_minimum
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.method.placing import Candidate, may_win, title_holders
from scoring.method.reading import scoring_rules
from scoring.method.results import Lead, lead_of
from scoring.method.rules import ScoringRules
from scoring.models import RankingRow, Run, Winner
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import (
    InputPoints,
    as_arrays,
    companies_in,
    input_points,
    inputs_of,
    shopper_numbers,
)


class Held(NamedTuple):
    """A title, its holders, and everybody who could have had it."""

    title: Title
    key: str
    holders: set[int]
    candidates: list[int]


def store_winners(run: Run) -> None:
    """Crown the best of each category, the best of all, and the best on each channel."""
    Winner.objects.bulk_create(winners_of(run))


def winners_of(run: Run) -> list[Winner]:
    """The titles that the run's stored ranking gives, as rows that are not stored yet.

    Only companies with a place hold titles. A title's lead is the best candidate's over the next.
    """
    rules = scoring_rules(run.programme)
    rows = run.ranking.filter(rank__isnull=False).select_related("participation", "category")
    able = {
        row.participation_id: candidate
        for row in rows
        if may_win(candidate := Candidate(row, row.participation.signed_up), rules)
    }
    held = [
        *_of_categories(rows, able, rules),
        *_overall(able, rules),
        *_of_channels(run, able, rules),
    ]
    leads = _Leads(run)
    return [
        _winner(run, title, participation, leads.of(title))
        for title in held
        for participation in sorted(title.holders)
    ]


def _winner(run: Run, held: Held, participation: int, lead: Lead | None) -> Winner:
    return Winner(
        run=run,
        title=held.title,
        key=held.key,
        participation_id=participation,
        lead=lead.points if lead else None,
        lead_error=lead.error if lead else None,
        p_value=lead.p_value if lead else None,
        confirmed=lead.confirmed if lead else None,
    )


def _of_categories(
    rows: Iterable[RankingRow], able: Mapping[int, Candidate], rules: ScoringRules
) -> Iterator[Held]:
    members: dict[str, list[int]] = {}
    for row in rows:
        members.setdefault(row.category.key, []).append(row.participation_id)
    for key, companies in members.items():
        if len(companies) >= rules.eligibility.companies:
            candidates = {company: able[company] for company in companies if company in able}
            yield Held(Title.CATEGORY, key, title_holders(candidates, rules), list(candidates))


def _overall(able: Mapping[int, Candidate], rules: ScoringRules) -> Iterator[Held]:
    if rules.overall_winner == "highest_total":
        yield Held(Title.OVERALL, "", title_holders(able, rules), list(able))


def _of_channels(run: Run, able: Mapping[int, Candidate], rules: ScoringRules) -> Iterator[Held]:
    best = rules.best_on_channel
    if best is None:
        return
    rows = run.areas.filter(area=Area.CHANNEL, participation__in=able)
    for channel in Channel:
        means = {
            participation: (mean, contacts)
            for participation, mean, contacts in rows.filter(key=channel).values_list(
                "participation", "mean", "contacts"
            )
            if contacts >= best.minimum_contacts
        }
        holders = best_with_minimum(means, best.minimum_contacts)
        yield Held(Title.CHANNEL, channel.value, holders, list(means))


class _Leads:
    """The leads of a run's titles, from all its contacts at once."""

    def __init__(self, run: Run) -> None:
        self._points = list(input_points(inputs_of(run)))
        self._counting = counting_of_run(run)
        self._scores = _scores(self._points, self._counting)

    def of(self, held: Held) -> Lead | None:
        """By how much the best candidate for a title leads."""
        if held.title is not Title.CHANNEL:
            return self._lead(self._points, held, self._scores)
        points = [row for row in self._points if row.channel == held.key]
        alone = replace(self._counting, channel_weights=None)
        return self._lead(points, held, _scores(points, alone)) if points else None

    @staticmethod
    def _lead(points: list[InputPoints], held: Held, scores: ClusteredScores) -> Lead | None:
        number = {participation: row for row, participation in enumerate(companies_in(points))}
        return lead_of(scores, sorted(number[company] for company in held.candidates))


def _scores(points: list[InputPoints], counting: Counting) -> ClusteredScores:
    return uncertain_totals(as_arrays(points), shopper_numbers(points), counting)
