"""Forms of the reviewers' desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Channel, FlagKind, ReviewFlag, ReviewList, ReviewReason
from evaluations.models import Category, Programme
from evaluations.queries.review.review_desk import ANY_FLAG, Wanted
from evaluations.services.reports.drafting import LONGEST_COMMENT
from evaluations.web.filters import AddressFilter
from shoppers.web.forms.inputs import choice_field

# A reason or a remark is a sentence or two.
LONGEST_REMARK = 2_000
VISIBLE, HIDDEN = "visible", "hidden"
_REMARK = "remark_"
# Ids of the forms on a report's page: one that decides, and one where only comments are left.
DECISION, VERDICTS = "decision", "verdicts"


class ReviewFilter(AddressFilter):
    """Which reports to list, and in which order; without a word, those to review."""

    state = forms.ChoiceField(label=_("List"), required=False, choices=ReviewList.choices)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    channel = choice_field(_("Channel"), _("All channels"), Channel.choices)
    shopper = forms.CharField(
        label=_("Shopper's code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    flag = choice_field(
        _("Flag"),
        _("With or without"),
        [
            (ANY_FLAG, _("Something to look at")),
            (_("Shows at once"), ReviewFlag.choices),
            (_("From comparing reports"), [(k, k.label) for k in FlagKind.of_comparing()]),
        ],
    )
    reason = choice_field(_("Reason"), _("All reasons"), ReviewReason.choices)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, programmes: Iterable[Programme], categories: Iterable[Category]
    ) -> None:
        super().__init__({"state": ReviewList.TO_REVIEW} | data.dict())
        named = [(each.slug, each.name) for each in programmes]
        self.offer("programme", [("", _("All programmes")), *named])
        keyed = [(each.key, str(each)) for each in categories]
        self.offer("category", [("", _("All categories")), *keyed])
        # Only what was returned or rejected has a reason.
        self.has_reasons = self.data["state"] in {ReviewList.RETURNED, ReviewList.REJECTED}
        if not self.has_reasons:
            del self.fields["reason"]

    def count(self, reasons: Mapping[str, int]) -> None:
        """Say beside each reason how many reports of the list have it."""
        counted = [
            (value, f"{label} ({reasons.get(value, 0)})") for value, label in ReviewReason.choices
        ]
        self.offer("reason", [("", _("All reasons")), *counted])

    def query(self) -> str:
        """The choices as an address carries them; empty for the list that opens without one."""
        words = self.chosen()
        if words.get("state") == ReviewList.TO_REVIEW:
            del words["state"]
        return urlencode(words)

    def wanted(self) -> Wanted:
        """The same, as the desk is asked for it."""
        words = self.chosen()
        return Wanted(**words | {"state": ReviewList(words.get("state", ReviewList.TO_REVIEW))})  # type: ignore[arg-type]  # every other word is a text


class _TypedForm(forms.Form):
    """A form whose words are kept for who typed them, also when it is too late for them."""

    def typed(self) -> list[forms.BoundField]:
        """Every field with words in it, for a page that can no longer take them."""
        return [
            field
            for field in self.visible_fields()
            if not isinstance(field.field, forms.ChoiceField) and str(field.value() or "").strip()
        ]


class DecisionForm(_TypedForm):
    """What a reviewer types while she reads: remarks at questions, and her reasons.

    Its fields stand all over the page and are sent with each of its buttons, so that nothing
    typed is lost, whichever is pressed. `labels` are the questions and comments in words, by key.
    """

    use_required_attribute = False

    # Which content was read: see services.reviewing.ReportChanged.
    read = forms.CharField(required=False, widget=forms.HiddenInput)
    reason_code = choice_field(_("Why it is returned"), _("Choose a reason"), ReviewReason.choices)
    reason = forms.CharField(
        label=_("Reason for the return"),
        help_text=_("What to look at again. The shopper reads this and your remarks at questions."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Asked of whoever decides between two reviewers who differ.
    approval = forms.CharField(
        label=_("Why it counts"),
        help_text=_("It stands in the report's history."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rejection_code = choice_field(
        _("Why it is rejected"), _("Choose a reason"), ReviewReason.choices
    )
    rejection = forms.CharField(
        label=_("Reason for the rejection"),
        help_text=_("The shopper reads this. It also stands beside the release."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, labels: Mapping[str, str], read: str) -> None:
        super().__init__(data, initial={"read": read})
        for key, label in labels.items():
            self.fields[f"{_REMARK}{key}"] = forms.CharField(
                label=gettext("Remark on “%(question)s”") % {"question": label},
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 2, "form": DECISION}),
            )

    def remark(self, key: str) -> forms.BoundField:
        """The field for a remark at this question or comment."""
        return self[f"{_REMARK}{key}"]

    def remarks(self) -> dict[str, str]:
        """What was typed at questions, by their keys."""
        return {
            name.removeprefix(_REMARK): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_REMARK) and value
        }


class TakeBackForm(_TypedForm):
    """Why an approval is taken back, for who wants to say more than that it was."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why you take it back"),
        help_text=_("It stands in the report's history."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3, "id": "taking-back"}),
    )


class ReopenForm(_TypedForm):
    """Why an approved report is reviewed anew."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why it is reviewed again"),
        help_text=_("It stands in the report's history."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3, "id": "reopening"}),
    )


class VerdictForm(forms.Form):
    """Whether a client may read a comment, and in which spelling.

    Its fields belong to the form on the page whose id is `part_of`: sent with it, what else is
    typed there is not lost. `key` is the comment's and keeps their names apart.
    """

    use_required_attribute = False

    # Which words were read, and which decision about them: see services.reviewing.CommentVerdict.
    read = forms.CharField(widget=forms.HiddenInput)
    standing = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Words that the client reads"),
        help_text=_("Mend the spelling only. The original is kept."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    verdict = forms.ChoiceField(
        choices=[(VISIBLE, VISIBLE), (HIDDEN, HIDDEN)], widget=forms.HiddenInput
    )

    def __init__(  # noqa: PLR0913 - what a comment's small form begins with
        self,
        data: Any = None,
        *,
        key: str,
        read: str,
        text: str,
        standing: int | None = None,
        part_of: str = DECISION,
    ) -> None:
        super().__init__(
            data,
            initial={"read": read, "standing": standing, "text": text},
            prefix=key,
            auto_id="%s",
        )
        self.part_of = part_of
        self.is_mended = False
        for field in self.fields.values():
            field.widget.attrs["form"] = part_of
        self.parameters = ",".join(map(self.add_prefix, self.fields))

    def mend(self, text: str) -> None:
        """Show a spelling that was typed and not decided about."""
        self.initial["text"] = text
        self.is_mended = True

    def clean_text(self) -> str:
        """The words with their lines as the shopper's have them, not as a browser sends them."""
        return unix_lines(self.cleaned_data["text"])


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, but for how their lines end and what surrounds them."""
    return unix_lines(one).strip() == unix_lines(other).strip()


def unix_lines(text: str) -> str:
    """The text with its lines as they are kept, whatever a browser makes of them."""
    return text.replace("\r\n", "\n")
