"""The last step of a run: who holds which title."""

from collections.abc import Iterable, Iterator, Mapping

from evaluations.enums import Channel
from scoring.enums import Area, Title
from scoring.formulas.ranking import best_with_minimum
from scoring.method.placing import Candidate, may_win, title_holders
from scoring.method.reading import scoring_rules
from scoring.method.rules import ScoringRules
from scoring.models import RankingRow, Run, Winner

Held = tuple[Title, str, int]


def store_winners(run: Run) -> None:
    """Crown the best of each category, the best of all, and the best on each channel.

    Only companies with a place hold titles.
    """
    rules = scoring_rules(run.programme)
    rows = run.ranking.filter(rank__isnull=False).select_related("participation__category")
    candidates = {row.participation_id: Candidate(row, row.participation.signed_up) for row in rows}
    held = [
        *_of_categories(rows, candidates, rules),
        *_overall(candidates, rules),
        *_of_channels(run, candidates, rules),
    ]
    Winner.objects.bulk_create(
        [
            Winner(run=run, title=title, key=key, participation_id=participation)
            for title, key, participation in held
        ]
    )


def _of_categories(
    rows: Iterable[RankingRow], candidates: Mapping[int, Candidate], rules: ScoringRules
) -> Iterator[Held]:
    members: dict[str, dict[int, Candidate]] = {}
    for row in rows:
        category = members.setdefault(row.participation.category.key, {})
        category[row.participation_id] = candidates[row.participation_id]
    for key, category in members.items():
        if len(category) >= rules.eligibility.companies:
            for participation in title_holders(category, rules):
                yield Title.CATEGORY, key, participation


def _overall(candidates: Mapping[int, Candidate], rules: ScoringRules) -> Iterator[Held]:
    if rules.overall_winner == "none":
        return
    for participation in title_holders(candidates, rules):
        yield Title.OVERALL, "", participation


def _of_channels(
    run: Run, candidates: Mapping[int, Candidate], rules: ScoringRules
) -> Iterator[Held]:
    best = rules.best_on_channel
    if best is None:
        return
    able = [key for key, candidate in candidates.items() if may_win(candidate, rules)]
    rows = run.areas.filter(area=Area.CHANNEL, participation__in=able)
    for channel in Channel:
        means = {
            participation: (mean, contacts)
            for participation, mean, contacts in rows.filter(key=channel).values_list(
                "participation", "mean", "contacts"
            )
        }
        for participation in best_with_minimum(means, best.minimum_contacts):
            yield Title.CHANNEL, channel.value, participation
