"""What fieldwork is made of: channels, scenarios, test calls and who may make them."""

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


class AssigningRule(models.TextChoices):
    """What can keep a shopper from a test call, in the order it is looked at."""

    NO_LOGIN = "no_login", _("has no log-in")
    NOT_ADMITTED = "not_admitted", _("is not admitted to this programme")
    NOT_CERTIFIED = (
        "not_certified",
        _("has not signed and passed what the programme asks for first"),
    )
    EMPLOYEE = "employee", _("works for the company")
    READS_FOR_COMPANY = "reads_for_company", _("reads for a client of the company")
    READS_FOR_RIVAL = "reads_for_rival", _("reads for a client of a rival in the category")
    MUST_BE_CUSTOMER = "must_be_customer", _("is no customer, and the scenario needs one")
    MUST_NOT_BE_CUSTOMER = (
        "must_not_be_customer",
        _("is a customer, and the scenario needs somebody who is not"),
    )
    LANGUAGE = "language", _("does not speak the company's language")
    ABSENT = "absent", _("is away on that day")
    ALREADY_CALLED = "already_called", _("has a call with this company in the period already")
    LOCKOUT = "lockout", _("has another call in the category too close to that day")
    CAPACITY = "capacity", _("has no capacity left in that week")


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
    # By its shopper, for her safety: she keeps the fee, and the place goes to somebody else.
    STOPPED = "stopped", _("Stopped for safety")

    @classmethod
    def with_shopper(cls) -> frozenset["TestCallState"]:
        """States in which somebody has the call."""
        return frozenset({cls.OFFERED, cls.ACCEPTED, cls.DONE})

    @classmethod
    def open(cls) -> frozenset["TestCallState"]:
        """States of a call that a shopper still has to answer or to carry out."""
        return frozenset({cls.OFFERED, cls.ACCEPTED})

    @classmethod
    def to_come(cls) -> frozenset["TestCallState"]:
        """States of a call that may still become a report."""
        return cls.open() | {cls.PLANNED}

    @classmethod
    def fallen_through(cls) -> frozenset["TestCallState"]:
        """States whose place is open again."""
        return frozenset({cls.DECLINED, cls.CANCELLED, cls.EXPIRED, cls.STOPPED})


class CallNeed(models.TextChoices):
    """Why a test call needs a coordinator's hand."""

    LATE = "late", _("Late")
    UNANSWERED = "unanswered", _("No answer for two days")
    TO_REPLACE = "to_replace", _("To be replaced")
    TO_REVIEW = "to_review", _("To be reviewed")
    REVIEW_OVERDUE = "review_overdue", _("Review overdue")
    REPORT_OVERDUE = "report_overdue", _("Returned report overdue")
    QUESTION = "question", _("Question without an answer")
    # Nothing ends it: which version stands was settled when it came in.
    ANOTHER_VERSION = "another_version", _("Another version came in")


class CallNotice(models.TextChoices):
    """Why somebody is sent a mail about a test call or its report."""

    CALL_OFFERED = "call_offered", _("A test call was offered")
    CALL_DECLINED = "call_declined", _("A test call was declined")
    CALL_CANCELLED = "call_cancelled", _("A test call was cancelled")
    CALL_EXPIRED = "call_expired", _("A test call expired")
    CALL_STOPPED = "call_stopped", _("A test call was stopped for safety")
    REPORT_RETURNED = "report_returned", _("A report was returned")
    REPORT_REJECTED = "report_rejected", _("A report was rejected")
    SHOPPER_WROTE = "shopper_wrote", _("A shopper wrote about a test call")
    COORDINATOR_WROTE = "coordinator_wrote", _("A coordinator wrote about a test call")
    CALL_DUE_SOON = "call_due_soon", _("A test call is due soon")
    CALL_REMINDED = "call_reminded", _("A coordinator reminded of a test call")
    CALL_EXTENDED = "call_extended", _("A test call got another day")
    CALL_LATE = "call_late", _("A test call is late")
    REPORT_OVERDUE = "report_overdue", _("A returned report is overdue")
    REVIEW_OVERDUE = "review_overdue", _("The review of a report is overdue")
