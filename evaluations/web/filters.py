"""Filters that live in the address of a list."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel, ImportReason, ImportState
from evaluations.models import Programme
from shoppers.web.forms.inputs import choice_field

OPEN, CLOSED, ALL = "open", "closed", "all"
ANSWERED, UNANSWERED = "yes", "no"


class AddressFilter(forms.Form):
    """A form whose valid part counts; a word it does not know is said beside its field.

    What else stands in the address is `kept` by its name there: the order that the heads of the
    list gave it, and on a page with several lists what is chosen of the others. There every filter
    but one has a prefix.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kept: dict[str, str] = {}
        if "sort" not in map(self.add_prefix, self.fields) and (order := self.data.get("sort")):
            self.kept["sort"] = order

    def chosen(self) -> dict[str, str]:
        """The valid choices that were made; none while the address says nothing."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keep(self, *others: "AddressFilter") -> None:
        """Keep the valid choices of the page's other filters when this one is used or cleared."""
        for other in others:
            other.is_valid()
            self.kept |= {
                other.add_prefix(name): value for name, value in other.cleaned_data.items() if value
            }

    def cleared(self, page_url: str, **also: str) -> str:
        """The page without the choices of this filter; empty where it has none to clear."""
        if not self.chosen():
            return ""
        kept = self.kept | also
        return f"{page_url}?{urlencode(kept)}" if kept else page_url

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Give a choice field its choices, which depend on what is listed."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list(choices)


class OrderedFilter(AddressFilter):
    """A filter of a list without column heads: it offers its orders too, the usual one first."""

    orders: ClassVar[Sequence[tuple[str, Any]]]
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.offer("sort", self.orders)
        self.order_fields([*(name for name in self.fields if name != "sort"), "sort"])

    def chosen(self) -> dict[str, str]:
        """The valid choices beside the order."""
        return {name: value for name, value in super().chosen().items() if name != "sort"}

    def order(self) -> str:
        """The order chosen; the usual one where there is no such order."""
        return super().chosen().get("sort") or self.orders[0][0]


class ContactFilter(AddressFilter):
    """Which contacts to show."""

    channel = choice_field(_("Channel"), _("All channels"), Channel.choices)
    answered = choice_field(
        _("Answered"),
        _("All contacts"),
        [(ANSWERED, _("Answered")), (UNANSWERED, _("Not answered"))],
    )


class PreviewFilter(ContactFilter):
    """Which contacts of a preview window to show; the company matters to who has several."""

    company = forms.ChoiceField(label=_("Company"), required=False)
    field_order = ("company", "channel", "answered")

    def __init__(
        self, *arguments: Any, companies: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.offer("company", [("", _("All companies")), *companies])
        if len(companies) < 2:  # noqa: PLR2004 - nothing to choose between
            del self.fields["company"]


class ByProgramme(AddressFilter):
    """A filter of what belongs to a programme."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, *arguments: Any, programmes: Sequence[Programme], **options: Any) -> None:
        super().__init__(*arguments, **options)
        named = [(programme.slug, programme.name) for programme in programmes]
        self.offer("programme", [("", _("All programmes")), *named])


class ImportFilter(ByProgramme):
    """Which imports to show."""

    state = choice_field(_("State"), _("All states"), ImportState.choices)


class ProblemFilter(ByProgramme, OrderedFilter):
    """Which kept lines to show; without a word, the open ones."""

    orders = (
        ("line", _("By programme and line")),
        ("-kept", _("Kept last first")),
        ("reason", _("By reason")),
    )
    reason = choice_field(_("Reason"), _("All reasons"), ImportReason.choices)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[(OPEN, _("Open")), (CLOSED, _("Closed")), (ALL, _("Open and closed"))],
    )
    field_order = ("programme", "reason", "state")
