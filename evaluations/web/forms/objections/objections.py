"""What a client says against a contact, and what an arbiter answers."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ObjectionOutcome, ObjectionReason, ObjectionState, Remedy
from evaluations.models import Objection
from evaluations.queries.objections.objections import DECIDED, OPEN, ObjectionChoice
from evaluations.services.objections.arbitrating import Answer, Ruling
from evaluations.services.objections.objecting import Filing
from evaluations.services.objections.objection_refusals import TEXT_LENGTH
from evaluations.web.filters import ALL, ByProgramme
from evaluations.web.forms.pay.once import SentOnceForm
from shoppers.web.forms.inputs import choice_field

_NOTHING = [("", "---------")]
_REMEDIES = [("", _("It stands: every objection is refused")), *Remedy.choices]


class ObjectionForm(SentOnceForm):
    """An objection of a client; its token is the objection's id."""

    question = forms.ChoiceField(label=_("What it is about"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[*_NOTHING, *ObjectionReason.choices])
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Somebody reads it who did not review the contact. Name no agent."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_(
            "If you have any: what your phone log or case system says, with times. It helps more"
            " than anything else. Name no agent and no customer."
        ),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(
        label=_("I speak for the company and have compared this with our own records.")
    )

    def __init__(self, data: Any = None, *, questions: Mapping[str, str], chosen: str = "") -> None:
        super().__init__(data, initial={"question": chosen})
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("The contact as a whole")), *questions.items()]

    def objection_id(self) -> uuid.UUID:
        """The id it is filed under; to be asked of a valid form."""
        found: uuid.UUID = self.cleaned_data["form_token"]
        return found

    def filing(self) -> Filing:
        """What is said; to be asked of a valid form."""
        said = self.cleaned_data
        reason = ObjectionReason(said["reason"])
        return Filing(said["question"], reason, said["text"], said["evidence"])


class OwnObjectionsFilter(ByProgramme):
    """Which of its objections a client lists."""

    state = choice_field(_("State"), _("All states"), ObjectionState.choices)
    field_order = ("state", "programme")


class ObjectionsFilter(ByProgramme):
    """Which objections the desk lists; without a word, those that wait."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (OPEN, _("Waiting for a decision")),
            (DECIDED, pgettext_lazy("objections", "Decided or withdrawn")),
            (ALL, pgettext_lazy("objections", "All")),
        ],
    )
    reason = choice_field(_("Reason"), _("All reasons"), ObjectionReason.choices)
    field_order = ("state", "programme", "reason")

    def choice(self) -> ObjectionChoice:
        """What is asked of the list."""
        wanted = self.chosen()
        state = wanted.get("state") or OPEN
        return ObjectionChoice(
            state="" if state == ALL else state,
            programme=wanted.get("programme", ""),
            reason=wanted.get("reason", ""),
        )


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """The fields of a ruling that are about one objection."""

    objection: Any
    outcome: forms.BoundField
    reason: forms.BoundField


class RulingForm(forms.Form):
    """An answer to every open objection to a contact, and what becomes of its report."""

    remedy = forms.ChoiceField(
        label=_("What becomes of the report?"),
        required=False,
        choices=_REMEDIES,
        widget=forms.RadioSelect,
        initial="",
    )
    to_shopper = forms.CharField(
        label=_("Words to the shopper"),
        help_text=_(
            "When the report is returned or rejected, the shopper reads this. Points are never"
            " edited: the shopper says what happened."
        ),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, data: Any = None, *, waiting: Iterable[Objection], may_return: bool = True
    ) -> None:
        super().__init__(data)
        self.waiting: Sequence[Objection] = list(waiting)
        for objection in self.waiting:
            self.fields[f"outcome_{objection.pk}"] = forms.ChoiceField(
                label=_("Outcome"), choices=ObjectionOutcome.choices, widget=forms.RadioSelect
            )
            self.fields[f"reason_{objection.pk}"] = forms.CharField(
                label=_("Reason"),
                help_text=_("The client reads this. Name neither shopper nor agent."),
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        if not may_return:
            remedy = self.fields["remedy"]
            assert isinstance(remedy, forms.ChoiceField)  # noqa: S101 - for the type checker
            remedy.choices = [each for each in _REMEDIES if each[0] != Remedy.RETURN]

    def answers(self) -> list[AnswerFields]:
        """The fields by objection, in the order in which they were filed."""
        return [
            AnswerFields(each, self[f"outcome_{each.pk}"], self[f"reason_{each.pk}"])
            for each in self.waiting
        ]

    def ruling(self) -> Ruling:
        """What is ruled; to be asked of a valid form."""
        said = self.cleaned_data
        return Ruling(
            answers={
                each.pk: Answer(
                    ObjectionOutcome(said[f"outcome_{each.pk}"]), said[f"reason_{each.pk}"]
                )
                for each in self.waiting
            },
            remedy=Remedy(said["remedy"]) if said["remedy"] else None,
            to_shopper=said["to_shopper"],
        )

    def typed(self) -> list[tuple[str, str]]:
        """Every word that stands in it, for a page that can take it no more."""
        fields = ["to_shopper", *(f"reason_{each.pk}" for each in self.waiting)]
        words = [(gettext(str(self[name].label)), self[name].value() or "") for name in fields]
        return [(label, text) for label, text in words if text.strip()]
