"""What is published, and from when."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Programme
from scoring.models.run import Run
from scoring.models.sealed import FingerprintField, Sealed, is_sealed


class Release(Sealed):
    """A run frozen for reading: proposed by one coordinator, valid once a second confirms it.

    `content_hash` is sha256 of the previous release's hash followed by the canonical rows, so
    releases of a programme form a chain. A correction is a new release.
    """

    append_only: ClassVar[bool] = True
    # Whether this object's rows have been found to be all there.
    is_whole: bool = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="releases")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    clients_from = models.DateTimeField()
    public_from = models.DateTimeField()
    # The weights as fractions and as decimals, and the survey's aggregates, as published.
    weights = models.JSONField()
    expectation_survey = models.JSONField(null=True)
    # Why it corrects the release before it, for everybody who reads: `{language: sentence}`, the
    # sentence typed first standing first. Empty in a first release, and in those from before.
    correction = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    # How often clients objected, and what came of it, counted for `as_of`: see
    # scoring.queries.releases.dispute_figures. Empty without a preview, and in earlier releases.
    objections = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    # Who left the programme before the run, by company: see scoring.queries.runs.run_companies. Why
    # is not among it. Empty where nobody did, and in releases from before.
    departures = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    content_hash = models.CharField(max_length=64, unique=True)
    # Of the seals of all its public rows: see scoring.queries.releases.whole.
    rows_seal = FingerprintField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="release_number_once_per_programme"
            ),
            models.CheckConstraint(
                condition=Q(clients_from__lte=models.F("public_from")),
                name="release_clients_before_public",
            ),
            is_sealed("release_sealed", "rows_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, release {self.number}"

    @property
    def clients_since(self) -> dt.datetime:
        """From when clients may read: the time set for them, or a later confirmation's."""
        return self._not_before_confirmation(self.clients_from)

    @property
    def public_since(self) -> dt.datetime:
        """From when the public may read: the time set for it, or a later confirmation's."""
        return self._not_before_confirmation(self.public_from)

    def _not_before_confirmation(self, moment: dt.datetime) -> dt.datetime:
        confirmation: ReleaseConfirmation | None = getattr(self, "confirmation", None)
        return max(moment, confirmation.confirmed_at) if confirmation else moment


class ReleaseConfirmation(models.Model):
    """The second coordinator's word; from here on the release's times count."""

    append_only: ClassVar[bool] = True

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, primary_key=True, related_name="confirmation"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(auto_now_add=True)
    # The keys of the objections that waited for an arbiter, and that she accepted beside it.
    open_objections = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )

    def __str__(self) -> str:
        return f"{self.release} confirmed"


class CorrectionTold(models.Model):
    """Everybody who read the release before has been sent the mail that this one corrects it."""

    append_only: ClassVar[bool] = True

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, primary_key=True, related_name="told"
    )
    told_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.release} told"
