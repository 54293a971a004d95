"""What a shopper fills in about a test call itself: an attempt, a refusal, a filter."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import AttemptEnding, Channel
from evaluations.queries.calls.my_calls import CallStanding
from evaluations.services.calls.attempts import AttemptNote
from evaluations.web.filters import OrderedFilter
from evaluations.web.forms.inputs import DayInput
from shoppers.web.forms.inputs import choice_field

LONGEST_REASON = 1000
OTHER = "other"
_MINUTE, _HOUR = 60, 60 * 60


class CallsFilter(OrderedFilter):
    """Which of her calls to list."""

    orders = (
        ("-moved", gettext_lazy("Newest first")),
        ("due", gettext_lazy("By due day")),
        ("company", gettext_lazy("By company")),
    )
    state = choice_field(gettext_lazy("State"), gettext_lazy("All states"), CallStanding.choices)


class DeclineForm(forms.Form):
    """Why she does not take a call, or gives it back."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        widget=forms.RadioSelect,
        choices=[
            *DeclineReason.choices,
            (OTHER, gettext_lazy("Something else")),
        ],
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The coordinator who planned the call reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Something else has to be said."""
        data = super().clean() or {}
        if data.get("why") == OTHER and not data.get("words"):
            self.add_error("words", _("Please say in a few words why."))
        return data

    def chosen(self) -> DeclineReason | None:
        """The ready-made reason; None when it is something else. To be asked of a valid form."""
        why = self.cleaned_data["why"]
        return None if why == OTHER else DeclineReason(why)


def _whole(label: Any, *, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required)


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, required=required)


class AttemptForm(forms.Form):
    """An attempt on a live channel: the wait was measured, in minutes and seconds."""

    day = _day(gettext_lazy("Day"))
    time = _time(gettext_lazy("Time"))
    ending = forms.ChoiceField(label=gettext_lazy("How did it end?"), widget=forms.RadioSelect)
    # Going back and sending again is the same attempt.
    key = forms.UUIDField(widget=forms.HiddenInput)
    minutes = _whole(gettext_lazy("Minutes"), most=600)
    seconds = _whole(gettext_lazy("Seconds"), most=59, required=False)
    handling = _whole(gettext_lazy("Minutes until it was over"), most=600, required=False)

    began = gettext_lazy("When did it begin?")
    waited = gettext_lazy("How long did you wait?")
    waited_help = gettext_lazy("Until somebody answered, or until you gave up. No wait is 0.")
    wait_fields: tuple[str, ...] = ("minutes", "seconds")

    def __init__(self, channel: Channel, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        endings = [(ending.value, ending.label) for ending in AttemptEnding.on(channel)]
        self.fields["ending"].choices = endings  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Day and time together are one moment."""
        data = super().clean() or {}
        data["started_at"] = self._moment("day", "time")
        return data

    def note(self) -> AttemptNote:
        """The attempt; to be asked of a valid form."""
        handling = self.cleaned_data.get("handling")
        return AttemptNote(
            started_at=self.cleaned_data["started_at"],
            ending=AttemptEnding(self.cleaned_data["ending"]),
            wait_seconds=self._wait(),
            key=self.cleaned_data["key"],
            handling_seconds=None if handling is None else handling * _MINUTE,
        )

    def _wait(self) -> int:
        return int(self.cleaned_data["minutes"] * _MINUTE + (self.cleaned_data["seconds"] or 0))

    def _moment(self, day: str, time: str) -> dt.datetime | None:
        """The moment of two fields; a clock that is put forward skips some."""
        data = self.cleaned_data
        if not data.get(day) or data.get(time) is None:
            return None
        try:
            return from_current_timezone(dt.datetime.combine(data[day], data[time]))
        except forms.ValidationError:
            self.add_error(time, _("The clocks were changed then. Choose a time a little off."))
            return None


class MessengerAttemptForm(AttemptForm):
    """A messenger is waited for by the hour."""

    hours = _whole(gettext_lazy("Hours"), most=1000, required=False)
    seconds = None  # type: ignore[assignment]  # takes the field away
    wait_fields = ("hours", "minutes")

    def _wait(self) -> int:
        data = self.cleaned_data
        return int((data["hours"] or 0) * _HOUR + data["minutes"] * _MINUTE)


class MailAttemptForm(AttemptForm):
    """A mail says itself when its answer came."""

    minutes = None  # type: ignore[assignment]  # takes the field away
    seconds = None  # type: ignore[assignment]  # as above
    handling = None  # type: ignore[assignment]  # as above
    answer_day = _day(gettext_lazy("Day"), required=False)
    answer_time = _time(gettext_lazy("Time"), required=False)

    began = gettext_lazy("When did you send it?")
    waited = gettext_lazy("When did the answer come?")
    waited_help = gettext_lazy("An automatic reply is no answer. Nobody answered? Leave it empty.")
    wait_fields = ("answer_day", "answer_time")

    def clean(self) -> dict[str, Any]:
        """An answer comes after the question."""
        data = super().clean()
        if data.get("ending") != AttemptEnding.ANSWERED:
            data["answered_at"] = timezone.now()
            return data
        for name in ("answer_day", "answer_time"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Please say when the answer came."))
        data["answered_at"] = self._moment("answer_day", "answer_time")
        began, came = data["started_at"], data["answered_at"]
        if began is not None and came is not None and came < began:
            self.add_error("answer_time", _("The answer cannot come before your mail."))
        return data

    def _wait(self) -> int:
        waited = self.cleaned_data["answered_at"] - self.cleaned_data["started_at"]
        return max(0, int(waited.total_seconds()))


_FORMS = {Channel.EMAIL: MailAttemptForm, Channel.MESSENGER: MessengerAttemptForm}


def attempt_form(channel: str, data: Any = None) -> AttemptForm:
    """The form for an attempt on this channel; an empty one begins with now."""
    now = timezone.localtime()
    initial = {"day": now.date(), "time": now.time(), "key": uuid.uuid4()}
    return _FORMS.get(Channel(channel), AttemptForm)(Channel(channel), data, initial=initial)
