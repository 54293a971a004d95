"""A method as it is typed or uploaded: read strictly, checked, each fault with its line."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from evaluations.method import Method
from evaluations.services.importing.json_text import NotReadable, line_of, parse
from evaluations.services.setting_up.refusals import SetUpRefused
from scoring.method.checking import problems
from scoring.rulesets import document, names


class Fault(NamedTuple):
    """Something wrong: the line if it is known, the place in the document, and what it is."""

    line: int | None
    place: str
    message: str


class MethodFaulty(SetUpRefused):
    """The document is no method; `faults` says all that is wrong."""

    code = "method_faulty"

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("document", _("This is no method yet. Nothing was saved."))


def method_from_text(text: bytes) -> Method:
    """The method that a document holds. Raises MethodFaulty with every fault there is."""
    try:
        value = parse(text)
    except NotReadable as error:
        raise MethodFaulty([Fault(error.line, "", error.sentence.translated())]) from error
    found = problems(value)
    if found:
        words = text.decode()
        raise MethodFaulty([Fault(line_of(words, _steps(each.place)), *each) for each in found])
    return Method.model_validate(value)


def _steps(place: str) -> tuple[Any, ...]:
    return tuple(int(step) if step.isdigit() else step for step in place.split(".") if step)


def method_from_rule_set(name: str) -> Method:
    """The method of a rule set. Raises SetUpRefused for an unknown one."""
    if name not in names():
        raise SetUpRefused("rule_set", _("Choose a rule set."))
    return Method.model_validate(document(name))
