"""The last step of a run: who holds which title."""

from collections.abc import Iterable

from evaluations.enums import Channel
from scoring.enums import Area, Title
from scoring.formulas.ranking import best_with_minimum, holders
from scoring.method import scoring_rules
from scoring.models import Run, Winner


def store_winners(run: Run) -> None:
    """Crown the best of each category, the best of all, and the best on each channel."""
    rows = [*_of_categories(run), *_overall(run), *_of_channels(run)]
    Winner.objects.bulk_create(
        [
            Winner(run=run, title=title, key=key, participation_id=participation)
            for title, key, participation in rows
        ]
    )


def _of_categories(run: Run) -> Iterable[tuple[Title, str, int]]:
    first = run.ranking.filter(rank=1).values_list("participation__category__key", "participation")
    return [(Title.CATEGORY, key, participation) for key, participation in first]


def _overall(run: Run) -> Iterable[tuple[Title, str, int]]:
    totals = dict(run.ranking.values_list("participation", "total"))
    return [(Title.OVERALL, "", participation) for participation in holders(totals)]


def _of_channels(run: Run) -> Iterable[tuple[Title, str, int]]:
    minimum = scoring_rules(run.programme).best_on_channel.minimum_contacts
    rows = run.areas.filter(area=Area.CHANNEL)
    for channel in Channel:
        means = {
            participation: (mean, contacts)
            for participation, mean, contacts in rows.filter(key=channel).values_list(
                "participation", "mean", "contacts"
            )
        }
        for participation in best_with_minimum(means, minimum):
            yield Title.CHANNEL, channel.value, participation
