"""A new year, its facts and its method."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.models import Programme
from evaluations.services.setting_up.programme import ProgrammeFacts
from evaluations.web.forms.inputs import DayInput
from evaluations.web.forms.reports.seen import SeenForm
from scoring.rulesets import names
from scoring.services.setting_up.new_programme import TakenOver
from shoppers.languages import Language

_MOST_BYTES = 200_000
_FACTS = ("name", "slug", "year", "fieldwork_start", "fieldwork_end", "language")


class FactsForm(SeenForm):
    """What the year is called, where it stands and when contacts are made."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=40,
        help_text=gettext_lazy("The year, or the year and a word: 2027 or 2027-business."),
    )
    fieldwork_start = forms.DateField(label=gettext_lazy("Fieldwork from"), widget=DayInput)
    fieldwork_end = forms.DateField(label=gettext_lazy("Fieldwork until"), widget=DayInput)
    language = forms.ChoiceField(
        label=gettext_lazy("Companies are contacted in"),
        choices=Language.choices,
        help_text=gettext_lazy("Where nothing else is agreed with a company."),
    )

    def __init__(self, standing: ProgrammeFacts | None, data: Any = None, **options: Any) -> None:
        shown = {} if standing is None else {name: getattr(standing, name) for name in _FACTS}
        options["initial"] = {**shown, **options.get("initial", {})}
        super().__init__(standing, data, **options)

    def facts(self) -> ProgrammeFacts:
        """The valid facts."""
        cleaned = {name: self.cleaned_data[name] for name in _FACTS}
        return ProgrammeFacts(**{**cleaned, "language": Language(cleaned["language"])})


def rule_set_choices() -> list[tuple[str, str]]:
    """The rule sets by their names."""
    labels = {
        "contacts_by_expectation": _("25 contacts, weights from the expectation survey"),
        "criteria_of_two_points": _("205 contacts, criteria worth 0, 1 or 2"),
        "eight_criteria_by_phone": _("200 calls, eight criteria by phone"),
        "mark_of_twenty": _("A mark out of 20, the winner needs 12"),
        "waiting_and_advice": _("100 calls: waiting and advice, marks from 5 to 1"),
        "weighted_channels_with_grades": _("Three weighted channels, five grades"),
    }
    return [(name, labels.get(name, name)) for name in names()]


class NewProgrammeForm(FactsForm):
    """As the last year was, as far as it is ticked; the rest from a rule set."""

    source = forms.ModelChoiceField(
        Programme.objects.none(),
        label=gettext_lazy("Take over from"),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("No year: start new"),
    )
    method = forms.BooleanField(label=gettext_lazy("Its method"), required=False, initial=True)
    checklist = forms.BooleanField(
        label=gettext_lazy("Its checklist"), required=False, initial=True
    )
    scenarios = forms.BooleanField(
        label=gettext_lazy("Its scenarios"), required=False, initial=True
    )
    companies = forms.BooleanField(
        label=gettext_lazy("Its companies with categories and channels"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Not when their staff was informed, nor where they are reached: that is asked anew."
        ),
    )
    terms = forms.BooleanField(
        label=gettext_lazy("Its fee and its deadlines"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Neither its days nor its budget."),
    )
    rule_set = forms.ChoiceField(
        label=gettext_lazy("Otherwise the method of this rule set"),
        help_text=gettext_lazy(
            "Used where no method is taken over. Without a checklist taken over, a draft begins"
            " with the sections that the method weighs."
        ),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(None, data, **options)
        started = Programme.objects.filter(frozen_at__isnull=False).order_by("-year", "slug")
        field, rule_set = self.fields["source"], self.fields["rule_set"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(rule_set, forms.ChoiceField)  # noqa: S101 - as above
        field.queryset = started
        rule_set.choices = rule_set_choices()
        # A year without companies has less to give than the one before it.
        with_companies = started.filter(participations__isnull=False)
        newest = None if self.is_bound else with_companies.first() or started.first()
        if newest is not None:
            self.initial.setdefault("source", newest.slug)

    def taken(self) -> TakenOver | None:
        """What is taken over, if anything."""
        cleaned = self.cleaned_data
        if cleaned["source"] is None:
            return None
        names = ("method", "checklist", "scenarios", "companies", "terms")
        ticked = {name: cleaned[name] for name in names}
        return TakenOver(cleaned["source"], **ticked)


class MethodForm(SeenForm):
    """A rule set, or a document that is pasted or uploaded."""

    rule_set = forms.ChoiceField(label=gettext_lazy("Rule set"), required=False)
    document = forms.CharField(
        label=gettext_lazy("Or the document itself"),
        required=False,
        max_length=_MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 16, "class": "json", "spellcheck": "false"}),
    )
    file = forms.FileField(label=gettext_lazy("Or a file with it"), required=False)

    def __init__(
        self, standing: object, data: Any = None, files: Any = None, **options: Any
    ) -> None:
        super().__init__(standing, data, files=files, **options)
        field = self.fields["rule_set"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("None: the document below")), *rule_set_choices()]

    def clean_file(self) -> bytes | None:
        """The file's bytes, if it is one that could be a method."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size is None or file.size > _MOST_BYTES:
            raise forms.ValidationError(_("A method is a file of 200 kB at most."))
        content: bytes = file.read()
        return content
