"""The words of the field plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums.fieldwork import AssigningRule


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Waits to be computed")
    COMPUTING = "computing", _("Is being computed")
    READY = "ready", _("Ready")
    STARTED = "started", _("Started")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")

    @classmethod
    def unfinished(cls) -> frozenset["PlanState"]:
        """States in which somebody still has to compute it."""
        return frozenset({cls.DRAFT, cls.COMPUTING})


class PlanObstacle(models.TextChoices):
    """Why a planned call has no shopper: the rule that whoever came closest met with."""

    NO_LOGIN = AssigningRule.NO_LOGIN.value, _("No log-in")
    NOT_ADMITTED = AssigningRule.NOT_ADMITTED.value, _("Nobody more is admitted")
    NOT_CERTIFIED = AssigningRule.NOT_CERTIFIED.value, _("Not signed and passed yet")
    EMPLOYEE = AssigningRule.EMPLOYEE.value, _("Works for the company")
    READS_FOR_COMPANY = AssigningRule.READS_FOR_COMPANY.value, _("Reads for the company's client")
    READS_FOR_RIVAL = AssigningRule.READS_FOR_RIVAL.value, _("Reads for a rival's client")
    MUST_BE_CUSTOMER = AssigningRule.MUST_BE_CUSTOMER.value, _("No more customers of the company")
    MUST_NOT_BE_CUSTOMER = (
        AssigningRule.MUST_NOT_BE_CUSTOMER.value,
        _("All that are left are customers"),
    )
    LANGUAGE = AssigningRule.LANGUAGE.value, _("Language")
    ABSENT = AssigningRule.ABSENT.value, _("Away on that day")
    ALREADY_CALLED = AssigningRule.ALREADY_CALLED.value, _("Everybody has called the company")
    LOCKOUT = AssigningRule.LOCKOUT.value, _("Too close to another call in the category")
    CAPACITY = AssigningRule.CAPACITY.value, _("The week is full")
    NO_SHOPPER = "no_shopper", _("There are no shoppers")
    PLACE_TAKEN = "place_taken", _("The place was given away meanwhile")
    COMPANY_LEFT = "company_left", _("The company has left the programme")
    DAY_OVER = "day_over", _("The day is over")
    BY_HAND = "by_hand", _("Left open by hand")


class PlanNotice(models.TextChoices):
    """Why a shopper is sent a mail about a plan."""

    CALLS_PLANNED = "calls_planned", _("Several test calls were offered")


class PlanRefusal(models.TextChoices):
    """Why a plan cannot be made, changed or started."""

    NOT_A_COORDINATOR = "not_a_coordinator", _("Only coordinators plan test calls.")
    NO_DAYS = (
        "no_days",
        _("No working day of the programme is left on which calls could be made."),
    )
    CUT_OFF_PASSED = "cut_off_passed", _("The cut-off day is over: no more calls are given out.")
    NO_SCENARIOS = "no_scenarios", _("The programme has no scenarios yet.")
    NOTHING_TO_PLAN = (
        "nothing_to_plan",
        _("Every company has all its contacts: there is no place to plan."),
    )
    NOT_READY = "not_ready", _("The plan is not ready, or not any more.")
    PLAN_STARTED = (
        "plan_started",
        _("Somebody has started this already. Nothing was sent twice."),
    )
    NOTHING_LEFT = (
        "nothing_left",
        _("No call of this could be given out any more: the places or the shoppers are taken."),
    )
    PLAN_IS_OVER = "plan_is_over", _("The plan is over already.")
    CALL_STARTED = "call_started", _("This call is with its shopper already.")
    DAY_OUTSIDE = "day_outside", _("Choose a working day of the programme that is still to come.")
    TOO_MANY_ATTEMPTS = (
        "too_many_attempts",
        _("The computation was begun several times and never came to an end."),
    )
