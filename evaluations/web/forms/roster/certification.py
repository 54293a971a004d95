"""How coordinators look over who has signed and passed."""

from django.utils.translation import gettext_lazy as _

from evaluations.queries.roster.certification_desk import CertificationState, Wanted
from evaluations.web.filters import AddressFilter
from shoppers.web.forms.inputs import choice_field, search_field


class CertificationFilter(AddressFilter):
    """Which shoppers to list."""

    q = search_field(_("Code or name"))
    state = choice_field(_("State"), _("All states"), CertificationState.choices)

    def wanted(self, sort: str) -> Wanted:
        """The valid choices."""
        chosen = self.chosen()
        return Wanted(search=chosen.get("q", ""), state=chosen.get("state", ""), sort=sort)
