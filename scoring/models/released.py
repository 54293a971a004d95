"""The frozen rows that clients and the public read; nothing else is ever read by them.

`ReleasedArea` and `ReleasedContact` stand behind row-level security: without a reader named for
the transaction they show no row at all (see evaluations.queries.clients.reading).
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import models

from evaluations.enums import Channel, HalfDay
from evaluations.models import Category, Client, Company
from scoring.enums import Area, Title
from scoring.formulas.rounding import outward
from scoring.models.figures import AreaFigures, PlacedFigures
from scoring.models.release import Release
from scoring.models.sealed import FingerprintField, Sealed, is_sealed
from shoppers.models.fields import EnumField, one_of

_as_frozen: ContextVar[bool] = ContextVar("as_frozen", default=False)


@contextmanager
def as_frozen() -> Iterator[None]:
    """Bounds of intervals are read as their release froze them, to compare or to hash them."""
    token = _as_frozen.set(True)
    try:
        yield
    finally:
        _as_frozen.reset(token)


class ReleasedRow(Sealed):
    """What every frozen row has; the key is made here, so that adding one reads nothing back."""

    append_only: ClassVar[bool] = True
    # The columns by which public lists choose rows.
    filed_by: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ReleasedRanking(PlacedFigures, ReleasedRow):
    """The public row of a company; its error and the ranks of all stay at the coordinators' desk.

    Its bounds and possible ranks are empty where the method does not print them. The bounds are
    read in tenths, also those of a release from before it froze tenths; see `as_frozen`.
    """

    filed_by: ClassVar[tuple[str, ...]] = ("company_id", "category_id", "listed")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    # The name it began the year with, where that is another one.
    formerly = models.CharField(max_length=120, default="", blank=True, db_default="")
    # Whether the public list prints the company; its own clients read it in any case.
    listed = models.BooleanField(default=True, db_default=True)
    # Of the seals of its areas and of its contacts: see scoring.queries.releases.whole.
    areas_seal = FingerprintField()
    contacts_seal = FingerprintField()

    class Meta:
        ordering = [
            "category__position",
            "category__key",
            models.F("rank").asc(nulls_last=True),
            "company__key",
        ]
        constraints = [
            models.UniqueConstraint(fields=["release", "company"], name="released_ranking_once"),
            is_sealed("released_ranking_sealed", "areas_seal", "contacts_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.rank}"

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **options: Any,
    ) -> Self:
        """The sealed row with the bounds that may be told."""
        row = super().from_db(db, field_names, values, **options)
        if row.lower is not None and row.upper is not None and not _as_frozen.get():
            row.lower, row.upper = outward(row.lower, row.upper)
        return row


class ReleasedWinner(ReleasedRow):
    """A title of the release and who holds it."""

    title = EnumField(Title)
    key = models.CharField(max_length=60, default="", blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    # Whether the lead is larger than chance explains; empty where nothing can be said.
    confirmed = models.BooleanField(null=True)

    class Meta:
        ordering = ["title", "key", "company__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "title", "key", "company"], name="released_winner_once"
            ),
            one_of("title", Title, name="released_title_known"),
            is_sealed("released_winner_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.key}"


class ReleasedCompetitor(ReleasedRow):
    """A rival whose areas a client may read, as its package stood at the release."""

    filed_by: ClassVar[tuple[str, ...]] = ("company_id", "client_id")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "client", "company"], name="released_competitor_once"
            ),
            is_sealed("released_competitor_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.client} reads {self.company}"


class ReleasedArea(AreaFigures, ReleasedRow):
    """A company's section or channel: for its own clients and those with it in their package."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "company", "area", "key"], name="released_area_once"
            ),
            one_of("area", Area, name="released_area_known"),
            is_sealed("released_area_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.key}"


class ReleasedContact(ReleasedRow):
    """One contact as its own company's client may see it.

    It tells date and half-day, never the minute, the shopper, or a comment nobody has cleared.
    `sections` holds `{section: {"got", "possible", "percent", "critical"}}`, `answers` a list of
    `{"question", "section", "answer", "got", "possible"}` with null points where none are given.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    # The evaluation's id: the same in every release, so an objection can name it.
    contact = models.UUIDField()
    channel = EnumField(Channel)
    scenario = models.CharField(max_length=60)
    date = models.DateField()
    half_day = EnumField(HalfDay)
    answered = models.BooleanField()
    total = models.DecimalField(max_digits=15, decimal_places=12)
    sections = models.JSONField()
    answers = models.JSONField()
    # {comment key: words a reviewer has cleared}; releases before there were any hold none.
    comments = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["date", "half_day", "contact"]
        constraints = [
            models.UniqueConstraint(fields=["release", "contact"], name="released_contact_once"),
            one_of("channel", Channel, name="released_contact_channel_known"),
            one_of("half_day", HalfDay, name="released_half_day_known"),
            is_sealed("released_contact_sealed"),
        ]
        indexes = [models.Index(fields=["release", "company"], name="released_contact_by_company")]

    def __str__(self) -> str:
        return str(self.contact)
