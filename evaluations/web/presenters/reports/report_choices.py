"""The rows to tap of one question, and how they are laid out."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.checklist_document import NOT_APPLICABLE, ChoiceQuestion, IntegerQuestion
from evaluations.web.presenters.years.checklist_words import words

Question = ChoiceQuestion | IntegerQuestion
_FIVE_STEPS = {"1", "2", "3", "4", "5"}
# So many numbers still stand side by side; more are typed.
_MOST_NUMBERS = 11


@dataclass(frozen=True, slots=True)
class Choice:
    """One row to tap."""

    value: str
    label: str
    chosen: bool


def look_of(question: Question, channel: str) -> tuple[str, str]:
    """How the question is shown, and what helps to read it."""
    if isinstance(question, IntegerQuestion):
        hint = _("%(min)s is the least, %(max)s the most.") % {
            "min": question.min,
            "max": question.max,
        }
        return "numbers" if question.max - question.min < _MOST_NUMBERS else "number", hint
    values = {option.value for option in question.options_on(channel)}
    return "scale" if values == _FIVE_STEPS else "options", ""


def choices_of(question: Question, channel: str, look: str, answer: Any) -> tuple[Choice, ...]:
    """The answers of the question on the channel."""
    if isinstance(question, ChoiceQuestion):
        return tuple(
            Choice(option.value, words(option.text), option.value == answer)
            for option in question.options_on(channel)
        )
    if look == "number":
        return ()
    numbers = range(question.min, question.max + 1)
    return tuple(Choice(str(number), str(number), number == answer) for number in numbers)


def rows_apart(question: Question, answer: Any) -> tuple[Choice, ...]:
    """Rows that are no answer on the scale."""
    rows = []
    if question.na != "not_allowed":
        label = _("Not applicable")
        rows.append(Choice(NOT_APPLICABLE, label, answer == NOT_APPLICABLE))
    if not question.required:
        rows.append(Choice("", _("No answer"), answer is None))
    return tuple(rows)
