"""How shoppers stand with a qualification test."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from shoppers.models import (
    ExtraTry,
    QualificationTest,
    QualificationTry,
    QualificationVersion,
    Shopper,
)
from shoppers.qualification import QualificationDocument


@dataclass(frozen=True, slots=True)
class Standing:
    """A shopper's tries at any version of a test; `allowed` counts those given to her as well."""

    tries: tuple[QualificationTry, ...]
    allowed: int

    @property
    def passed(self) -> bool:
        """Whether one of them was good enough."""
        return any(each.passed for each in self.tries)

    @property
    def left(self) -> int:
        """How many tries she still has; none once she has passed."""
        return 0 if self.passed else max(0, self.allowed - len(self.tries))


def newest_version(test: QualificationTest) -> QualificationVersion | None:
    """What is asked today; None before anything was published."""
    return test.versions.order_by("-version").first()


def document_of(version: QualificationVersion) -> QualificationDocument:
    """What the version asks."""
    return QualificationDocument.model_validate(version.document)


def standings(test: QualificationTest, shoppers: Collection[Shopper]) -> dict[int, Standing]:
    """Every shopper's standing by her key; the number of queries does not depend on theirs."""
    keys = [shopper.pk for shopper in shoppers]
    newest = newest_version(test)
    allowed = document_of(newest).tries if newest is not None else 0
    tries: dict[int, list[QualificationTry]] = {key: [] for key in keys}
    extra = dict.fromkeys(keys, 0)
    found = QualificationTry.objects.filter(version__test=test, shopper__in=keys)
    for each in found.select_related("version").order_by("at", "pk"):
        tries[each.shopper_id].append(each)
    for key in ExtraTry.objects.filter(test=test, shopper__in=keys).values_list(
        "shopper_id", flat=True
    ):
        extra[key] += 1
    return {key: Standing(tuple(tries[key]), allowed + extra[key]) for key in keys}


def standing_of(test: QualificationTest, shopper: Shopper) -> Standing:
    """How she stands."""
    return standings(test, [shopper])[shopper.pk]


def has_passed(test_key: int | None, shopper: OuterRef) -> Exists:
    """Whether the shopper of an outer query has passed the test with this key; none: nobody."""
    return Exists(
        QualificationTry.objects.filter(version__test=test_key, shopper=shopper, passed=True)
    )
