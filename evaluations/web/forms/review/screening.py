"""What a reviewer types about a flag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import FlagAct
from evaluations.models import ScreeningFlag
from evaluations.web.forms.review.review import DECISION, LONGEST_REMARK

# The id of the page's form for flags where nothing is left to decide about the report.
FLAGS = "flags"


class FlagForm(forms.Form):
    """Why a flag needs no more looking at, or why it needs it again.

    Its fields and its button belong to the page's one form (`part_of`), so that a browser without
    scripts sends what else is typed there, too.
    """

    use_required_attribute = False

    act = forms.ChoiceField(choices=FlagAct.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=LONGEST_REMARK,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, flag: ScreeningFlag, act: FlagAct, open_: bool) -> None:
        super().__init__(data, prefix=f"flag-{flag.pk}", auto_id="%s")
        self.next_act = act
        self.part_of = DECISION if open_ else FLAGS
        self.fields["reason"].label = (
            _("Why it needs no more looking at")
            if act is FlagAct.DISMISS
            else _("Why it is to be looked at again")
        )
        for field in self.fields.values():
            field.widget.attrs["form"] = self.part_of
        self.parameters = ",".join(map(self.add_prefix, self.fields))
