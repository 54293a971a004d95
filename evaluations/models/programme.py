"""One award year and its method."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from evaluations.enums import LeastAgreement
from evaluations.method import Fieldwork, Method
from evaluations.models.checklist import ChecklistVersion
from evaluations.seals import unbroken
from shoppers.languages import Language
from shoppers.models import QualificationTest
from shoppers.models.fields import SHA256, EnumField, one_of


class Programme(models.Model):
    """One award year; its method is one JSON document, frozen and hashed before fieldwork."""

    slug = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    fieldwork_start = models.DateField()
    fieldwork_end = models.DateField()
    # In which a company is contacted unless its participation says otherwise.
    language = EnumField(Language, default=Language.BOKMAL, db_default=Language.BOKMAL)
    checklist_version = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="programmes"
    )
    method = models.JSONField()
    method_hash = models.CharField(max_length=64, default="", blank=True)
    frozen_at = models.DateTimeField(null=True)
    # What a test call pays unless the coordinator says otherwise.
    call_fee = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="NOK", db_default="NOK")
    # When a coordinator last set or took away the fee: after it, no import fills it.
    fee_decided_at = models.DateTimeField(null=True)
    # How many days after a report was handed in its fee is paid at the latest.
    fees_within_days = models.PositiveSmallIntegerField(default=30, db_default=30)
    # The last day on which a rejected or cancelled contact's place is given anew; empty: no end.
    cut_off_day = models.DateField(null=True)
    # The last day that a shopper can choose for an open call on the board; empty: no board.
    board_until = models.DateField(null=True)
    # What the programme's fees may come to together; empty: nobody has said.
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    # How many days before a call is due its shopper is reminded, and how many days after it the
    # coordinator is told; empty: nobody is.
    remind_days_before = models.PositiveSmallIntegerField(default=1, db_default=1, null=True)
    escalate_after_days = models.PositiveSmallIntegerField(default=3, db_default=3, null=True)
    # How long a reviewer has for a report from its handing-in, and its shopper from its return.
    review_within_hours = models.PositiveSmallIntegerField(default=72, db_default=72)
    mend_within_hours = models.PositiveSmallIntegerField(default=24, db_default=24)
    # How many of a hundred answered reports are reviewed twice; in force in years started here.
    double_review_percent = models.PositiveSmallIntegerField(default=10, db_default=10)
    # After how many days without an answer an offer expires, in whose name; empty: never by itself.
    offers_expire_after_days = models.PositiveSmallIntegerField(null=True)
    offers_expire_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The window in which clients see their own reviewed contacts before the release.
    preview_from = models.DateTimeField(null=True)
    preview_until = models.DateTimeField(null=True)
    # Whether a shopper signs the code of conduct and the briefing, and passes the test, before she
    # is given calls. What comes from a file asks nothing.
    asks_certification = models.BooleanField(default=False, db_default=False)
    qualification = models.ForeignKey(
        QualificationTest, on_delete=models.PROTECT, null=True, related_name="programmes"
    )
    # How far her answers in a calibration agree with the master's at least, in percent, before she
    # is given calls, and by which figure; empty: nobody is asked to a calibration first.
    least_agreement = models.PositiveSmallIntegerField(null=True)
    least_agreement_by = EnumField(
        LeastAgreement, default=LeastAgreement.MASTER, db_default=LeastAgreement.MASTER
    )

    class Meta:
        ordering = ["-year", "slug"]
        constraints = [
            one_of("language", Language, name="programme_language_known"),
            models.CheckConstraint(
                condition=models.Q(fieldwork_start__lte=models.F("fieldwork_end")),
                name="programme_fieldwork_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at=None, method_hash="")
                | models.Q(frozen_at__isnull=False, method_hash__regex=SHA256),
                name="programme_hash_iff_frozen",
            ),
            models.CheckConstraint(
                condition=models.Q(call_fee__isnull=True) | models.Q(call_fee__gte=0),
                name="programme_fee_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex="^[A-Z]{3}$"),
                name="programme_currency_is_a_code",
            ),
            models.CheckConstraint(
                condition=models.Q(fees_within_days__gte=1, fees_within_days__lte=365),
                name="programme_fees_within_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(review_within_hours__gte=1, mend_within_hours__gte=1),
                name="programme_clocks_run",
            ),
            models.CheckConstraint(
                condition=models.Q(double_review_percent__lte=100),
                name="programme_double_review_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0),
                name="programme_budget_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(offers_expire_after_days=None)
                | models.Q(offers_expire_after_days__gte=1, offers_expire_by__isnull=False),
                name="programme_offers_expire_in_a_name",
            ),
            one_of("least_agreement_by", LeastAgreement, name="programme_agreement_figure_known"),
            models.CheckConstraint(
                condition=models.Q(least_agreement=None)
                | models.Q(least_agreement__gte=1, least_agreement__lte=100),
                name="programme_least_agreement_is_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(preview_from=None, preview_until=None)
                | models.Q(preview_from__lt=models.F("preview_until")),
                name="programme_preview_ordered",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="programme_method_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.frozen_at IS NOT NULL AND (OLD.method, OLD.method_hash, OLD.frozen_at,"
                    " OLD.checklist_version_id, OLD.year, OLD.slug) IS DISTINCT FROM (NEW.method,"
                    " NEW.method_hash, NEW.frozen_at, NEW.checklist_version_id, NEW.year, NEW.slug)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sealed_method(self) -> dict[str, Any]:
        """The method's document. Raises BrokenSeal where it is frozen and was altered."""
        if self.has_started:
            unbroken(self.method, self.method_hash, row=self)
        method: dict[str, Any] = self.method
        return method

    @property
    def fieldwork(self) -> Fieldwork:
        """The part of the method that says how contacts are made; read anew each time."""
        return Method.model_validate(self.sealed_method).fieldwork

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of its contacts.

        Places are given anew until the cut-off day, and open calls are made on the days of the
        board: where one of them lies after the fieldwork's end, the last contacts do too.
        """
        ends = (self.fieldwork_end, self.cut_off_day, self.board_until)
        return self.fieldwork_start, max(day for day in ends if day is not None)

    @property
    def has_started(self) -> bool:
        """Whether its rules are fixed: from then on nothing of its set-up changes."""
        return self.frozen_at is not None
