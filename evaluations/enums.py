"""The words of fieldwork, with the groups other files ask for by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a company is contacted, in the order every list shows them."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    CHAT = "chat", _("Chat")
    MESSENGER = "messenger", _("Messenger")


class ScenarioReason(models.TextChoices):
    """The three reasons to call a customer service."""

    QUESTION = "question", _("Question")
    EXTEND = "extend", _("Change or extend")
    BUY = "buy", _("Information or purchase")


class PlayedBy(models.TextChoices):
    """Who may play a scenario with a company."""

    CUSTOMER = "customer", _("Customers only")
    NON_CUSTOMER = "non_customer", _("Non-customers only")
    EITHER = "either", _("Anyone")


class RelationKind(models.TextChoices):
    """What a shopper is to a company in private."""

    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")
    EMPLOYEE = "employee", _("Employee")


class Package(models.TextChoices):
    """What a client has bought for one programme."""

    OWN = "own", _("Own results")
    COMPETITORS = "competitors", _("Own results and up to five competitors")


class ClientTie(models.TextChoices):
    """Why a company's results belong to a client."""

    OWNER = "owner", _("Owner")
    OUTSOURCER = "outsourcer", _("Runs the service for the owner")


class MemberRole(models.TextChoices):
    """What a person may do for a client."""

    VIEWER = "viewer", _("Viewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class CallNotice(models.TextChoices):
    """Why somebody is sent a mail about a test call or its report."""

    CALL_OFFERED = "call_offered", _("A test call was offered")
    CALL_DECLINED = "call_declined", _("A test call was declined")
    CALL_CANCELLED = "call_cancelled", _("A test call was cancelled")
    CALL_EXPIRED = "call_expired", _("A test call expired")
    REPORT_RETURNED = "report_returned", _("A report was returned")
    REPORT_REJECTED = "report_rejected", _("A report was rejected")


class AssigningRule(models.TextChoices):
    """What can keep a shopper from a test call, in the order it is looked at."""

    NO_LOGIN = "no_login", _("has no log-in")
    NOT_ADMITTED = "not_admitted", _("is not admitted to this programme")
    EMPLOYEE = "employee", _("works for the company")
    MUST_BE_CUSTOMER = "must_be_customer", _("is no customer, and the scenario needs one")
    MUST_NOT_BE_CUSTOMER = (
        "must_not_be_customer",
        _("is a customer, and the scenario needs somebody who is not"),
    )
    LANGUAGE = "language", _("does not speak the company's language")
    ALREADY_CALLED = "already_called", _("has a call with this company in the period already")
    CAPACITY = "capacity", _("has no capacity left in that week")


class ClientLogKind(models.TextChoices):
    """How a client was in touch, or what was changed on its account."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Meeting")
    NOTE = "note", _("Note")
    ACCOUNT = "account", _("Change of the account")

    @classmethod
    def written_by_hand(cls) -> tuple["ClientLogKind", ...]:
        """What a coordinator may note herself; changes of the account note themselves."""
        return (cls.PHONE, cls.EMAIL, cls.MEETING, cls.NOTE)


class TestCallState(models.TextChoices):
    """Where a planned contact stands."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    PLANNED = "planned", _("Planned")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")

    @classmethod
    def with_shopper(cls) -> frozenset["TestCallState"]:
        """States in which somebody has the call."""
        return frozenset({cls.OFFERED, cls.ACCEPTED, cls.DONE})

    @classmethod
    def open(cls) -> frozenset["TestCallState"]:
        """States of a call that a shopper still has to answer or to carry out."""
        return frozenset({cls.OFFERED, cls.ACCEPTED})

    @classmethod
    def fallen_through(cls) -> frozenset["TestCallState"]:
        """States whose place is open again."""
        return frozenset({cls.DECLINED, cls.CANCELLED, cls.EXPIRED})


class CallNeed(models.TextChoices):
    """Why a test call needs a coordinator's hand."""

    LATE = "late", _("Late")
    UNANSWERED = "unanswered", _("No answer for two days")
    TO_REPLACE = "to_replace", _("To be replaced")
    TO_REVIEW = "to_review", _("To be reviewed")


class EvaluationState(models.TextChoices):
    """Where a filled checklist stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")

    @classmethod
    def counted(cls) -> frozenset["EvaluationState"]:
        """States in which an evaluation counts in a run."""
        return frozenset({cls.APPROVED})

    @classmethod
    def moderated(cls) -> frozenset["EvaluationState"]:
        """States in which comments are decided about; of a returned report they may change."""
        return frozenset({cls.SUBMITTED, cls.APPROVED})


class AttemptOutcome(models.TextChoices):
    """How one attempt ended."""

    ANSWERED = "answered", _("Answered")
    NOT_ANSWERED = "not_answered", _("Not answered")


class AttemptFlag(models.TextChoices):
    """What is unusual about an attempt; it counts all the same."""

    OUTSIDE_PERIOD = "outside_period", _("Outside the period")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours")
    WAIT_OVER_LIMIT = "wait_over_limit", _("Wait over the limit")


class ReviewFlag(models.TextChoices):
    """What a reviewer is told to look at in a report."""

    NOT_ANSWERED = "not_answered", _("Not answered")
    CRITICAL = "critical", _("Critical answer")
    OUTSIDE_PERIOD = "outside_period", _("Outside the period")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours")
    WAIT_OVER_LIMIT = "wait_over_limit", _("Wait over the limit")
    COMMENTS = "comments", _("Comments to moderate")


class ReviewList(models.TextChoices):
    """Which reports a reviewer looks over."""

    TO_REVIEW = "to_review", _("To review")
    RETURNED = "returned", _("Returned, waiting for the shopper")
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


class NotApplicable(models.TextChoices):
    """What "not applicable" does to a question's points."""

    NOT_ALLOWED = "not_allowed", _("May not be chosen")
    DROP = "drop", _("Left out of points got and possible")
    ZERO = "zero", _("Counts 0 of its maximum")


class CriticalEffect(models.TextChoices):
    """What a critical answer does."""

    ZERO_SECTION = "zero_section", _("The section scores 0")


class QuestionType(models.TextChoices):
    """How a question is answered."""

    CHOICE = "choice", _("Choice")
    INTEGER = "integer", _("Whole number")


class ImportState(models.TextChoices):
    """Where an import stands; an interrupted one is finished by running it again."""

    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    INTERRUPTED = "interrupted", _("Interrupted")


class ImportReason(models.TextChoices):
    """Why a line was not accepted, in the order the checks run."""

    MALFORMED = "malformed", _("Not readable")
    UNKNOWN_REFERENCE = "unknown_reference", _("Unknown reference")
    CHANNEL_NOT_OFFERED = "channel_not_offered", _("Channel not offered")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("Conflict of interest")
    UNKNOWN_QUESTION = "unknown_question", _("Unknown question")
    INVALID_OPTION = "invalid_option", _("Invalid answer")
    MISSING_ANSWER = "missing_answer", _("Missing answer")
    DUPLICATE = "duplicate", _("Duplicate")
    CONFLICT = "conflict", _("Other content under the same id")
