"""Why an act about a company in the middle of a year is not done; nothing has changed."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.models import Participation
from evaluations.services.lifecycle import LifecycleError


class CompanyActRefused(LifecycleError):
    """An act that was not done; `field` names what is to be mended, empty for the whole."""

    code = "company_act_refused"

    def __init__(self, message: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class LeftAlready(CompanyActRefused):
    """The company takes part no more."""

    code = "left_already"

    def __init__(self, participation: Participation) -> None:
        super().__init__(
            _("%(company)s has left the programme already. Let it take part again first.")
            % {"company": participation.name}
        )


class TakesPart(CompanyActRefused):
    """There is nothing to undo."""

    code = "takes_part"

    def __init__(self, participation: Participation) -> None:
        super().__init__(_("%(company)s takes part already.") % {"company": participation.name})


class ConsequencesChanged(CompanyActRefused):
    """What the page said would happen is not what would happen now."""

    code = "consequences_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has changed something in the meantime. Nothing has happened: look at the"
                " consequences again, then confirm."
            )
        )


class WrongDay(CompanyActRefused):
    """An act holds from a day that has come, and follows those before it."""

    code = "wrong_day"

    def __init__(self, first: dt.date) -> None:
        super().__init__(
            _("Choose a day from %(first)s to today.") % {"first": date_format(first)},
            field="from_day",
        )


class WrongName(CompanyActRefused):
    """No name, the same name, or another company's."""

    code = "wrong_name"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="name")


class WrongCategory(CompanyActRefused):
    """No other category."""

    code = "wrong_category"

    def __init__(self) -> None:
        super().__init__(_("Choose another category than its own."), field="category")


class CategorySettled(CompanyActRefused):
    """Clients have looked at their contacts: who competes with whom stays as it is."""

    code = "category_settled"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _(
                "The preview was opened on %(day)s: until the release is out, no company changes"
                " its category. Afterwards a move becomes part of a correction."
            )
            % {"day": date_format(day)}
        )


class WrongMerger(CompanyActRefused):
    """The company that goes on must be another one that takes part."""

    code = "wrong_merger"

    def __init__(self) -> None:
        super().__init__(_("Choose another company of this year that has not left."), field="into")
