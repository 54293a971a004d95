"""Companies as a run knew them: where each stood, and who had left, when it fixed what counts.

What happened since is told by the acts that came later, so a run means today what it meant then.
"""

from typing import Any

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from evaluations.enums import CompanyActKind
from evaluations.models import Participation, ParticipationAct
from scoring.models import Run

_STANDING = CompanyActKind.leaving() | {CompanyActKind.REINSTATE}


def participations_then(run: Run) -> QuerySet[Any]:
    """The programme's participations with `category_then`, `category_key_then` and `name_then`."""

    def before(kind: CompanyActKind, field: str) -> Subquery:
        later = ParticipationAct.objects.filter(
            participation=OuterRef("pk"), kind=kind, pk__gt=run.acts_until
        )
        return Subquery(later.order_by("pk").values(field)[:1])

    move, rename = CompanyActKind.MOVE, CompanyActKind.RENAME
    text = CharField()
    return Participation.objects.filter(programme=run.programme_id).annotate(
        category_then=Coalesce(
            before(move, "category_before"), F("category"), output_field=BigIntegerField()
        ),
        category_key_then=Coalesce(
            before(move, "category_before__key"), F("category__key"), output_field=text
        ),
        name_then=Coalesce(before(rename, "name_before"), F("name"), output_field=text),
    )


def left_by_then(run: Run) -> dict[int, ParticipationAct]:
    """By which act each participation had left."""
    known = ParticipationAct.objects.filter(
        participation__programme=run.programme_id, pk__lte=run.acts_until, kind__in=_STANDING
    )
    last = {act.participation_id: act for act in known.order_by("pk")}
    return {key: act for key, act in last.items() if act.kind != CompanyActKind.REINSTATE}


def departures_of(run: Run) -> list[dict[str, Any]]:
    """Who had left, as a release says it: company, kind and day, never why."""
    left = left_by_then(run)
    if not left:
        return []
    into = {act.into_id for act in left.values() if act.into_id is not None}
    rows = participations_then(run).filter(pk__in={*left, *into})
    then = {
        pk: (company, name, category)
        for pk, company, name, category in rows.values_list(
            "pk", "company__key", "name_then", "category_key_then"
        )
    }
    found = []
    for key, act in left.items():
        company, name, category = then[key]
        merged, merged_name, _category = then[act.into_id] if act.into_id else ("", "", "")
        found.append(
            {
                "company": company,
                "name": name,
                "category": category,
                "kind": str(act.kind),
                "left_on": act.from_day.isoformat(),
                "merged_into": merged,
                "merged_into_name": merged_name,
            }
        )
    return sorted(found, key=lambda each: each["company"])


def companies_changed(run: Run) -> bool:
    """Whether since then a company has left, come back or changed its category."""
    later = ParticipationAct.objects.filter(
        participation__programme=run.programme_id, pk__gt=run.acts_until
    )
    return later.filter(kind__in=_STANDING | {CompanyActKind.MOVE}).exists()
