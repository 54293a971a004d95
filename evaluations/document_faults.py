"""What can be wrong with a document of a checklist or a method.

Free of the framework, as the documents are: a fault has a code, an English sentence and its facts.
Its translation is in `fault_words`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError


def gettext_noop(text: str) -> str:
    """The text itself, marked so that it comes into the catalogues."""
    return text


SAID: Mapping[str, str] = {
    # The documents' own.
    "age_group": gettext_noop('an age group is written like "30-44" or "60+", not "%(group)s"'),
    "age_twice": gettext_noop("an age belongs to two age groups"),
    "channel_weights_sum": gettext_noop("the channels' weights do not add up to 1"),
    "circle": gettext_noop("the conditions go round in a circle: %(circle)s"),
    "not_an_answer": gettext_noop("%(key)s: show_if.answer: %(value)s is no answer to %(other)s"),
    "condition_says_nothing": gettext_noop("show_if names neither scenario_reason nor answer"),
    "condition_without_question": gettext_noop(
        "%(key)s: show_if.answer: there is no question %(other)s"
    ),
    "critical_is_no_answer": gettext_noop(
        "%(key)s: critical.when: %(value)s is no answer to this question"
    ),
    "floor_above_cap": gettext_noop("the floor is not below the cap"),
    "grades_order": gettext_noop("the grades do not stand from the best to the worst"),
    "mean_needs_sections": gettext_noop(
        "mean_of_sections needs contact_score weighted_mean_of_sections"
    ),
    "min_above_max": gettext_noop("min is above max"),
    "na_is_no_option": gettext_noop(
        "na is no option: the question's na says whether it may be chosen"
    ),
    "no_answer_sections": gettext_noop(
        "no_answer_sections are named with zero_in_sections, and only then"
    ),
    "no_evidence": gettext_noop("%(kind)s is no evidence on %(channel)s"),
    "no_option_counts": gettext_noop("a scored question has no option worth a point"),
    "no_seconds": gettext_noop("the seconds from %(start)s to %(below)s are none"),
    "not_in_vain": gettext_noop("an ending that reaches somebody is not in vain"),
    "nothing_left": gettext_noop("the fixed weights leave nothing for the other sections"),
    "number_is_scored": gettext_noop("a whole number has no points, so it cannot be scored"),
    "option_without_points": gettext_noop("an option of a scored question has no points"),
    "options_of_other_channels": gettext_noop(
        "options_by_channel names other channels than channels"
    ),
    "options_once": gettext_noop("a choice has either options or options_by_channel"),
    "percent_scale": gettext_noop("percent runs from 0 to 100"),
    "ratio_without_points": gettext_noop(
        "a contact that nobody answered has no points: ratio_of_sums needs no_answer left_out"
    ),
    "scale_is_flat": gettext_noop("worst and best are the same"),
    "scored_in_unscored": gettext_noop("a section that is not scored has a scored question"),
    "seconds_left_out": gettext_noop("the seconds from %(end)s to %(start)s belong to no option"),
    "seconds_twice": gettext_noop("the seconds from %(start)s on belong to two options"),
    "section_twice": gettext_noop("a section stands there twice"),
    "share_of_nobody": gettext_noop("a share by %(fact)s is 0: nobody could be weighted to that"),
    "shares_sum": gettext_noop("the shares by %(fact)s do not add up to 1"),
    "twice": gettext_noop("%(what)s stand twice: %(keys)s"),
    "two_waits": gettext_noop("more than one question is about the wait"),
    "unknown_country": gettext_noop("no country with known public holidays"),
    "weights_sum": gettext_noop("the weights do not add up to 1"),
    "zero_needs_mean": gettext_noop("zero_in_sections needs company_score mean_of_sections"),
    # The form's: what any document can be wrong in.
    "bool_parsing": gettext_noop("Input should be a valid boolean"),
    "bool_type": gettext_noop("Input should be a valid boolean"),
    "decimal_parsing": gettext_noop("Input should be a valid number"),
    "decimal_type": gettext_noop("Input should be a valid number"),
    "dict_type": gettext_noop("Input should be a valid dictionary"),
    "enum": gettext_noop("Input should be %(expected)s"),
    "extra_forbidden": gettext_noop("Extra inputs are not permitted"),
    "finite_number": gettext_noop("Input should be a finite number"),
    "float_parsing": gettext_noop("Input should be a valid number"),
    "float_type": gettext_noop("Input should be a valid number"),
    "greater_than": gettext_noop("Input should be greater than %(gt)s"),
    "greater_than_equal": gettext_noop("Input should be greater than or equal to %(ge)s"),
    "int_from_float": gettext_noop("Input should be a valid integer"),
    "int_parsing": gettext_noop("Input should be a valid integer"),
    "int_type": gettext_noop("Input should be a valid integer"),
    "less_than": gettext_noop("Input should be less than %(lt)s"),
    "less_than_equal": gettext_noop("Input should be less than or equal to %(le)s"),
    "list_type": gettext_noop("Input should be a valid list"),
    "literal_error": gettext_noop("Input should be %(expected)s"),
    "missing": gettext_noop("Field required"),
    "model_attributes_type": gettext_noop("Input should be a valid dictionary"),
    "model_type": gettext_noop("Input should be a valid dictionary"),
    "string_pattern_mismatch": gettext_noop("String should match pattern '%(pattern)s'"),
    "string_too_long": gettext_noop("String should have at most %(max_length)s characters"),
    "string_too_short": gettext_noop("String should have at least %(min_length)s characters"),
    "string_type": gettext_noop("Input should be a valid string"),
    "time_parsing": gettext_noop("Input should be in a valid time format"),
    "time_type": gettext_noop("Input should be in a valid time format"),
    "too_long": gettext_noop("There should be at most %(max_length)s of it, not %(actual_length)s"),
    "too_short": gettext_noop(
        "There should be at least %(min_length)s of it, not %(actual_length)s"
    ),
    "tuple_type": gettext_noop("Input should be a valid list"),
    "union_tag_invalid": gettext_noop("The kind '%(tag)s' is none of: %(expected_tags)s"),
    "union_tag_not_found": gettext_noop("It does not say of which kind it is: %(discriminator)s"),
}


def fault(code: str, **facts: Any) -> PydanticCustomError:
    """The fault with this code, to be raised while a document is read."""
    return PydanticCustomError(code, SAID[code] % facts, facts)
