"""Planning a run, and cancelling one."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from evaluations.models import Points, Programme
from scoring.models.run import LONGEST_REASON
from scoring.queries.releases.released import announced_programmes


class CancelRunForm(forms.Form):
    """Why a run is cancelled."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands on the run's page. Other coordinators read it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanRunForm(forms.Form):
    """Which programme to compute; only a frozen method can be computed by."""

    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(),
        to_field_name="slug",
        empty_label=None,
        label=_("Programme"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = announced_programmes()
        # The newest with something to count is nearly always meant; the reader sees what she plans.
        counted = Points.objects.filter(participation__programme=OuterRef("pk"))
        newest = None if self.is_bound else field.queryset.filter(Exists(counted)).first()
        if newest is not None:
            self.initial["programme"] = newest.slug
