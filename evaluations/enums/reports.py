"""States of a report, its review and its preview."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvaluationState(models.TextChoices):
    """Where a filled checklist stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    OBJECTED = "objected", _("Objected to")
    LOCKED = "locked", _("Locked")

    @classmethod
    def counted(cls) -> frozenset["EvaluationState"]:
        """States in which an evaluation counts in a run: approved, whatever came after it."""
        return frozenset({cls.APPROVED, cls.OBJECTED, cls.LOCKED})

    @classmethod
    def previewed(cls) -> frozenset["EvaluationState"]:
        """States in which a client reads it while the preview window is open."""
        return frozenset({cls.APPROVED, cls.OBJECTED})

    @property
    def as_shopper_sees_it(self) -> "EvaluationState":
        """What clients do about an approved report is nothing that she is told of."""
        return self.APPROVED if self in self.counted() else self

    @classmethod
    def undecided(cls) -> frozenset["EvaluationState"]:
        """States of a report that was handed in and has no last word."""
        return frozenset({cls.SUBMITTED, cls.RETURNED})

    @classmethod
    def moderated(cls) -> frozenset["EvaluationState"]:
        """States in which comments are decided about; of a returned report they may change.

        Also once it is locked: words that describe somebody can be hidden at any time.
        """
        return cls.counted() | {cls.SUBMITTED}


class ReviewFlag(models.TextChoices):
    """What a reviewer is told to look at in a report."""

    PASSED_ON = "passed_on", _("Needs a second reviewer")
    DIFFER = "differ", _("Two reviews differ")
    NOT_ANSWERED = "not_answered", _("Not answered")
    CRITICAL = "critical", _("Critical answer")
    OUTSIDE_PERIOD = "outside_period", _("Outside the period")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours")
    PUBLIC_HOLIDAY = "public_holiday", _("On a public holiday")
    SENT_LATE = "sent_late", _("Sent too late in the day")
    WAIT_OVER_LIMIT = "wait_over_limit", _("Wait over the limit")
    GAVE_UP_EARLY = "gave_up_early", _("Ended before the limit")
    WAIT_CORRECTED = "wait_corrected", _("Wait corrected by hand")
    EVIDENCE_MISSING = "evidence_missing", _("Evidence missing")
    EVIDENCE_ON_ITS_WAY = "evidence_on_its_way", _("Evidence on its way")
    BEFORE_GIVEN = "before_given", _("Before the call was given")
    SAME_DAY = "same_day", _("Again on the same day")
    TOO_MANY = "too_many", _("More attempts than wanted")
    UNCHANGED = "unchanged", _("Sent again unchanged")
    RECOGNISED = "recognised", _("Thinks they were recognised")
    COMMENTS = "comments", _("Comments to moderate")


class ReviewDecision(models.TextChoices):
    """What a reviewer says of a report."""

    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return")
    REJECT = "reject", _("Reject")


class ReviewReason(models.TextChoices):
    """Why a report is returned or rejected, in a word; the shopper and the desk read it."""

    UNCLEAR = "unclear", _("A comment is unclear")
    CONTRADICTION = "contradiction", _("An answer and a comment contradict each other")
    WRONG_CONTACT = "wrong_contact", _("Wrong company or channel")
    WRONG_SCENARIO = "wrong_scenario", _("Another scenario was played")
    EVIDENCE_MISSING = "evidence_missing", _("Evidence is missing")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours or the period")
    NAMES_A_PERSON = "names_a_person", _("Names or describes a person")
    RECOGNISED = "recognised", _("The contact was recognised as a test")
    OTHER = "other", _("Something else")


class ReviewList(models.TextChoices):
    """Which reports a reviewer looks over."""

    TO_REVIEW = "to_review", _("To review")
    RETURNED = "returned", _("Returned, waiting for the shopper")
    REJECTED = "rejected", _("Rejected")
    UNMODERATED = "unmoderated", _("Approved, comments to moderate")
    DECIDED = "decided", _("My last decisions")


class HalfDay(models.TextChoices):
    """As near to the time of a contact as a client may come."""

    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")


class PreviewState(models.TextChoices):
    """Where the window stands in which clients see their contacts before the release."""

    UNSET = "unset", _("Not fixed yet")
    BEFORE = "before", _("Not open yet")
    OPEN = "open", _("Open")
    OVER = "over", _("Over")
