"""What an act about a company in mid-year will bring about, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.departures import departure_words
from evaluations.enums import CompanyActKind
from evaluations.models import Participation
from evaluations.queries.companies.company_acts import CategoryAfter, Consequences
from evaluations.services.companies.company_acts import CompanyAct


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that will happen; `warns` where somebody should think twice."""

    text: str
    warns: bool = False


def consequence_lines(
    found: Consequences, wanted: CompanyAct, participation: Participation, *, least: int
) -> list[Consequence]:
    """Everything that the act will bring about; `least` companies have a winner."""
    kind = wanted.kind
    if kind is CompanyActKind.RENAME:
        return _of_rename(wanted, participation)
    if kind is CompanyActKind.MOVE:
        return [*_of_move(found), *_of_category(found.left, least)]
    if kind is CompanyActKind.REINSTATE:
        return list(_of_return(found, participation))
    return [
        *_of_calls(found),
        *_of_reports(found),
        *_of_merger(wanted),
        *_of_category(found.left, least),
        _of_release(wanted),
    ]


def _of_rename(wanted: CompanyAct, participation: Participation) -> list[Consequence]:
    name = " ".join(wanted.name.split())
    return [
        Consequence(
            _("Pages, API and the next release show %(name)s, and beside it “formerly %(before)s”.")
            % {"name": name, "before": participation.name}
        ),
        Consequence(_("What is released keeps the name that it has.")),
    ]


def _of_calls(found: Consequences) -> Iterator[Consequence]:
    if not found.cancelled:
        yield Consequence(_("No call is open: none is taken back."))
    else:
        yield Consequence(
            ngettext(
                "%(count)d open call is cancelled.",
                "%(count)d open calls are cancelled.",
                found.cancelled,
            )
            % {"count": found.cancelled},
            warns=True,
        )
    if found.told:
        yield Consequence(
            ngettext(
                "%(count)d shopper loses a call and is told by mail, without the reason.",
                "%(count)d shoppers lose a call and are told by mail, without the reason.",
                found.told,
            )
            % {"count": found.told}
        )
    if found.attempted:
        yield Consequence(
            ngettext(
                "%(count)d of the accepted calls was tried already: its fee is paid.",
                "%(count)d of the accepted calls were tried already: their fees are paid.",
                found.attempted,
            )
            % {"count": found.attempted}
        )
    if found.in_plan:
        yield Consequence(
            ngettext(
                "%(count)d call of a plan that waits to be started is not given out.",
                "%(count)d calls of a plan that waits to be started are not given out.",
                found.in_plan,
            )
            % {"count": found.in_plan}
        )


def _of_reports(found: Consequences) -> Iterator[Consequence]:
    if found.to_review:
        yield Consequence(
            ngettext(
                "%(count)d report is in review: it is decided and paid as usual, and does not"
                " count.",
                "%(count)d reports are in review: they are decided and paid as usual, and do not"
                " count.",
                found.to_review,
            )
            % {"count": found.to_review}
        )
    if found.approved:
        yield Consequence(
            ngettext(
                "%(count)d approved contact stays in the archive and stops counting.",
                "%(count)d approved contacts stay in the archive and stop counting.",
                found.approved,
            )
            % {"count": found.approved}
        )


def _of_merger(wanted: CompanyAct) -> Iterator[Consequence]:
    if wanted.into is not None:
        yield Consequence(
            _(
                "Its contacts stay its own, none goes to %(company)s; its clients keep reading what"
                " is theirs."
            )
            % {"company": wanted.into.name}
        )


def _of_release(wanted: CompanyAct) -> Consequence:
    into = wanted.into.name if wanted.into else ""
    return Consequence(
        _("The next run leaves it out. Its next release says to everybody: “%(sentence)s”")
        % {"sentence": departure_words(wanted.kind, wanted.from_day, into=into)}
    )


def _of_move(found: Consequences) -> Iterator[Consequence]:
    joined = found.joined
    if joined is None:
        return
    yield Consequence(
        ngettext(
            "From the next run on it stands in %(category)s, with %(count)d company in all.",
            "From the next run on it stands in %(category)s, with %(count)d companies in all.",
            joined.companies,
        )
        % {"category": str(joined.category), "count": joined.companies}
    )
    yield Consequence(_("Its calls keep their shoppers, and its contacts count there."))
    if found.shoppers:
        yield Consequence(
            ngettext(
                "%(shared)d of its %(count)d shopper also has a call with a company there.",
                "%(shared)d of its %(count)d shoppers also have a call with a company there.",
                found.shoppers,
            )
            % {"shared": found.shared, "count": found.shoppers},
            warns=found.shared * 2 < found.shoppers,
        )
    yield from _falling_apart(joined)


def _of_return(found: Consequences, participation: Participation) -> Iterator[Consequence]:
    if found.joined is not None:
        yield Consequence(
            ngettext(
                "%(category)s has %(count)d company again.",
                "%(category)s has %(count)d companies again.",
                found.joined.companies,
            )
            % {"category": str(found.joined.category), "count": found.joined.companies}
        )
    if found.approved:
        yield Consequence(
            ngettext(
                "From the next run on its %(count)d approved contact counts again.",
                "From the next run on its %(count)d approved contacts count again.",
                found.approved,
            )
            % {"count": found.approved}
        )
    day = participation.programme.cut_off_day
    yield Consequence(
        _("Calls that were cancelled stay so; until %(day)s their places are given anew.")
        % {"day": date_format(day)}
        if day
        else _("Calls that were cancelled stay so; their places are given anew.")
    )


def _of_category(after: CategoryAfter | None, least: int) -> Iterator[Consequence]:
    if after is None:
        return
    facts = {"category": str(after.category), "count": after.companies, "least": least}
    if after.companies < least:
        yield Consequence(
            ngettext(
                "%(category)s falls to %(count)d company, below the %(least)d that the method asks"
                " for: it has no winner.",
                "%(category)s falls to %(count)d companies, below the %(least)d that the method"
                " asks for: it has no winner.",
                after.companies,
            )
            % facts,
            warns=True,
        )
    else:
        yield Consequence(
            ngettext(
                "%(category)s falls to %(count)d company.",
                "%(category)s falls to %(count)d companies.",
                after.companies,
            )
            % facts
        )
    yield from _falling_apart(after)


def _falling_apart(after: CategoryAfter) -> Iterator[Consequence]:
    if after.falls_apart:
        yield Consequence(
            _(
                "The companies of %(category)s then fall into %(parts)d groups that share no"
                " shopper: between them, strict shoppers and a poor service look the same."
            )
            % {"category": str(after.category), "parts": after.parts},
            warns=True,
        )
