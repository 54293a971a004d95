"""Which rules keep a shopper from a test call: pure, asked of facts that somebody has gathered."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from evaluations.enums import AssigningRule, PlayedBy, RelationKind


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call asks of whoever takes it."""

    played_by: PlayedBy
    language: str


@dataclass(frozen=True, slots=True)
class ShopperFacts:
    """What a shopper brings.

    `relations` are those to the call's company; `reads_for_company` and `reads_for_rival` say that
    she is a member of a client that has the call's company, or another of its category;
    `calls_in_week` counts what she has to do, or has done, in the week in which the call is due;
    `is_certified` says that she has done what the programme asks for before the first call;
    `is_away` that she takes no calls on the day; `is_locked_out` that she calls another company of
    the category too close to it.
    """

    may_sign_in: bool
    admitted: bool
    languages: AbstractSet[str]
    relations: AbstractSet[str]
    has_called: bool
    calls_in_week: int
    weekly_capacity: int
    reads_for_company: bool = False
    reads_for_rival: bool = False
    is_certified: bool = True
    is_away: bool = False
    is_locked_out: bool = False


def broken_rules(shopper: ShopperFacts, call: CallFacts) -> tuple[AssigningRule, ...]:
    """The rules that stand between them, all of them, in the order of the enum; none: she may."""
    is_customer = RelationKind.CUSTOMER in shopper.relations
    broken = {
        AssigningRule.NO_LOGIN: not shopper.may_sign_in,
        AssigningRule.NOT_ADMITTED: not shopper.admitted,
        AssigningRule.NOT_CERTIFIED: shopper.admitted and not shopper.is_certified,
        AssigningRule.EMPLOYEE: RelationKind.EMPLOYEE in shopper.relations,
        AssigningRule.READS_FOR_COMPANY: shopper.reads_for_company,
        AssigningRule.READS_FOR_RIVAL: shopper.reads_for_rival,
        AssigningRule.MUST_BE_CUSTOMER: call.played_by is PlayedBy.CUSTOMER and not is_customer,
        AssigningRule.MUST_NOT_BE_CUSTOMER: call.played_by is PlayedBy.NON_CUSTOMER and is_customer,
        AssigningRule.LANGUAGE: call.language not in shopper.languages,
        AssigningRule.ABSENT: shopper.is_away,
        AssigningRule.ALREADY_CALLED: shopper.has_called,
        AssigningRule.LOCKOUT: shopper.is_locked_out,
        AssigningRule.CAPACITY: shopper.calls_in_week >= shopper.weekly_capacity,
    }
    return tuple(rule for rule in AssigningRule if broken[rule])
