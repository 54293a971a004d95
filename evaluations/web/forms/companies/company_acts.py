"""What an act about a company in mid-year asks for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.enums import CompanyActKind
from evaluations.models import Category, Participation
from evaluations.services.companies.company_acts import CompanyAct
from evaluations.web.forms.inputs import DayInput

_LONGEST_REASON = 2000
_ASKED = {
    CompanyActKind.RENAME: "name",
    CompanyActKind.MOVE: "category",
    CompanyActKind.MERGE: "into",
}


class CompanyActForm(forms.Form):
    """The day and the reason; a name, a category or another company where the act has one."""

    name = forms.CharField(label=_("New name"), max_length=120)
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Category from now on"),
        to_field_name="key",
        empty_label=_("Choose a category"),
    )
    into = forms.ModelChoiceField(
        Participation.objects.none(), label=_("Goes into"), empty_label=_("Choose a company")
    )
    from_day = forms.DateField(
        label=_("From"),
        help_text=_("The day that everybody reads. Calls are taken back at once."),
        widget=DayInput,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays on this desk: neither clients nor shoppers nor the public read it."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, kind: CompanyActKind, participation: Participation, data: Any = None
    ) -> None:
        super().__init__(data, initial={"from_day": timezone.localdate()})
        self.kind = kind
        for name in {*_ASKED.values()} - {_ASKED.get(kind)}:
            del self.fields[name]
        if kind not in CompanyActKind.leaving():
            self.fields["from_day"].help_text = ""
        category, into = self.fields.get("category"), self.fields.get("into")
        if isinstance(category, forms.ModelChoiceField):
            category.queryset = Category.objects.exclude(pk=participation.category_id)
        if isinstance(into, forms.ModelChoiceField):
            others = Participation.objects.filter(
                programme=participation.programme_id, left_on=None
            )
            into.queryset = others.exclude(pk=participation.pk).order_by("name", "pk")

    def wanted(self) -> CompanyAct:
        """The valid act."""
        found = self.cleaned_data
        return CompanyAct(
            self.kind,
            found["reason"],
            found["from_day"],
            name=found.get("name", ""),
            category=found.get("category"),
            into=found.get("into"),
        )
