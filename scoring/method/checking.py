"""What is wrong with a method's document, and where, in the reader's language."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import BaseModel, TypeAdapter, ValidationError

from evaluations.fault_words import fault_words
from evaluations.method import Fieldwork, Method
from scoring.method.reading import spelled_out
from scoring.method.rules import ScoringRules, WeightedChannels
from scoring.method.weights import WEIGHT_RULES, EqualWeights, FixedWeights, WeightRules


class Problem(NamedTuple):
    """Something that is wrong; `place` is the path in the document, `scoring.tie.then`."""

    place: str
    message: str


def problems(document: Any, sections: Collection[str] | None = None) -> list[Problem]:
    """Everything that is wrong with a method; an empty list when it can be frozen.

    `sections` are the scored sections of the checklist it goes with, where that is known.
    """
    if not isinstance(document, Mapping):
        return [Problem("", _("a JSON object is expected"))]
    try:
        method = Method.model_validate(document)
    except ValidationError as error:
        return list(_told(error, (), document))
    whole = spelled_out(method.document())
    scoring = _read(ScoringRules, whole["scoring"], "scoring")
    weights = _read(WEIGHT_RULES, whole["weights"], "weights")
    found = [*scoring[1], *weights[1]]
    if scoring[0] is None or weights[0] is None:
        return found
    return [
        *found,
        *_about_counts(method.fieldwork),
        *_about_channels(method.fieldwork, scoring[0]),
        *_about_sections(scoring[0], weights[0], sections),
    ]


def _read(kind: Any, value: Any, place: str) -> tuple[Any, list[Problem]]:
    adapter = TypeAdapter(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else kind
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        return None, list(_told(error, (place,), value))


def _told(error: ValidationError, place: tuple[str, ...], document: Any) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_input=False):
        path = ".".join((*place, *_steps(document, each["loc"], missing=each["type"] == "missing")))
        yield Problem(path, fault_words(each))


def _steps(document: Any, path: tuple[int | str, ...], *, missing: bool) -> Iterator[str]:
    """The steps of a path that the document has, and a last one that is `missing` in it.

    The others name the kind that was chosen among several, which the reader never wrote.
    """
    for number, step in enumerate(path, start=1):
        if isinstance(document, Mapping):
            known = step in document
        else:
            known = isinstance(document, list) and isinstance(step, int)
        if known:
            document = document[step]
        if known or (missing and number == len(path)):
            yield str(step)


def _about_counts(fieldwork: Fieldwork) -> Iterator[Problem]:
    planned = sum(fieldwork.channel_key.values())
    if planned != fieldwork.contacts_per_company:
        yield Problem(
            "fieldwork.channel_key",
            _("the channels have %(planned)d contacts, contacts_per_company says %(said)d")
            % {"planned": planned, "said": fieldwork.contacts_per_company},
        )
    played = sum(fieldwork.scenario_key.values())
    if fieldwork.scenario_key and played != fieldwork.contacts_per_company:
        yield Problem(
            "fieldwork.scenario_key",
            _("the scenarios have %(played)d contacts, contacts_per_company says %(said)d")
            % {"played": played, "said": fieldwork.contacts_per_company},
        )


def _about_channels(fieldwork: Fieldwork, scoring: ScoringRules) -> Iterator[Problem]:
    for channel in fieldwork.channel_key:
        if channel not in fieldwork.wait_limits:
            yield Problem(
                "fieldwork.wait_limits", _("%(channel)s has no limit") % {"channel": channel}
            )
    if isinstance(scoring.channels, WeightedChannels):
        for channel in fieldwork.channel_key:
            if channel not in scoring.channels.weights:
                yield Problem(
                    "scoring.channels.weights",
                    _("%(channel)s has no weight") % {"channel": channel},
                )
        for channel in scoring.channels.weights:
            if channel not in fieldwork.channel_key:
                yield Problem(
                    f"scoring.channels.weights.{channel}", _("no contact is made on this channel")
                )


def _about_sections(
    scoring: ScoringRules, weights: WeightRules, sections: Collection[str] | None
) -> Iterator[Problem]:
    weighed = _weighed(weights, sections)
    if weighed is None:
        return
    places = {
        "scoring.variants.agent.sections": scoring.variants.agent.sections,
        "scoring.no_answer_sections": scoring.no_answer_sections,
    }
    for place, named in places.items():
        for section in named:
            if section not in weighed:
                yield Problem(place, _no_weight(section))
    if sections is None:
        return
    for section in weighed:
        if section not in sections:
            yield Problem(
                "weights",
                _("the checklist has no scored section %(section)s") % {"section": section},
            )
    for section in sections:
        if section not in weighed:
            yield Problem("weights", _no_weight(section))


def _no_weight(section: str) -> str:
    return _("the section %(section)s has no weight") % {"section": section}


def _weighed(weights: WeightRules, sections: Collection[str] | None) -> Collection[str] | None:
    """The sections that have a weight; None where only the checklist can tell."""
    if isinstance(weights, FixedWeights):
        return weights.weights
    if isinstance(weights, EqualWeights):
        return weights.sections
    return None if sections is None else {*weights.fixed, *sections}
