"""Scenarios, categories and the checklist of a year that is being set up."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.forms import model_to_dict

from evaluations.checklist_changes import ChecklistChange
from evaluations.models import Category, Checklist, ChecklistVersion, Programme, Scenario
from evaluations.queries.setting_up.setting_up import unfinished_scenarios
from evaluations.services.setting_up import scenarios
from evaluations.services.setting_up.categories import (
    add_category,
    remove_category,
    rename_category,
)
from evaluations.services.setting_up.checklists import (
    NotADraft,
    begin_draft,
    discard_draft,
    new_checklist,
    publish,
    write_draft,
)
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused
from shoppers.languages import Language
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.setting_up import PHONE, draft_year, scenario_facts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    """The year after the tiny award, taken over from it."""
    return draft_year(award.programme, alma)


def test_a_scenario_is_written_changed_and_taken_out(year: Programme, alma: User) -> None:
    facts = scenario_facts()
    made = scenarios.add_scenario(programme=year, facts=facts, by=alma)
    assert scenarios.facts_of(Scenario.objects.get(pk=made.pk)) == facts
    assert [each.key for each in unfinished_scenarios(year)] == ["ask", "buy"]
    with pytest.raises(SetUpRefused, match="has this short name"):
        scenarios.add_scenario(programme=year, facts=facts, by=alma)

    other = replace(facts, key="moved", text=words("Otherwise"), most_minutes=None)
    scenarios.change_scenario(scenario=made, facts=other, by=alma, seen=facts)
    made.refresh_from_db()
    assert scenarios.facts_of(made) == other
    with pytest.raises(SetUpChanged):
        scenarios.change_scenario(scenario=made, facts=facts, by=alma, seen=facts)

    scenarios.remove_scenario(scenario=made, by=alma)
    assert list(year.scenarios.values_list("key", flat=True)) == ["ask", "buy"]
    with pytest.raises(SetUpRefused, match="taken this scenario out"):
        scenarios.change_scenario(scenario=made, facts=facts, by=alma, seen=other)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "Move"}, "key"),
        ({"text": {**words("x"), Language.SWEDISH: " "}}, "text_sv"),
        ({"if_asked": {Language.BOKMAL: "x"}}, "if_asked_sv"),
        ({"risks": {}}, "risks_nb"),
        ({"risks": dict.fromkeys(Language, ["x"] * 21)}, "risks_nb"),
        (
            {"risks": {**dict.fromkeys(Language, ("a", "b")), Language.ENGLISH: ("a",)}},
            "risks_en",
        ),
        ({"most_minutes": 0}, "most_minutes"),
        ({"most_minutes": 601}, "most_minutes"),
    ],
)
def test_a_scenario_that_lacks_something(
    year: Programme, alma: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(SetUpRefused) as refusal:
        scenarios.add_scenario(programme=year, facts=replace(scenario_facts(), **changes), by=alma)

    assert refusal.value.field == field
    assert year.scenarios.count() == 2


def test_categories_are_shared_and_keep_the_names_of_started_years(
    year: Programme, alma: User
) -> None:
    made = add_category(text=words("Web trade"), by=alma)
    bank = Category.objects.get(key="bank")
    assert (made.key, made.position) == ("web-trade", 1)
    with pytest.raises(SetUpRefused, match="such a category"):
        add_category(text=words("Web Trade"), by=alma)
    with pytest.raises(SetUpRefused) as refusal:
        add_category(text=words("x" * 61), by=alma)
    assert refusal.value.field == "text_nb"

    rename_category(category=made, text=words("Shops"), by=alma, seen=words("Web trade"))
    made.refresh_from_db()
    assert made.text == {"nb": "Shops", "sv": "Shops", "en": "Shops"}
    with pytest.raises(SetUpChanged):
        rename_category(category=made, text=words("Other"), by=alma, seen=words("Web trade"))
    with pytest.raises(SetUpRefused, match="its name stays"):
        rename_category(category=bank, text=words("Other"), by=alma, seen=words("Bank"))
    with pytest.raises(SetUpRefused, match="Companies are in this category"):
        remove_category(category=bank, by=alma)
    remove_category(category=made, by=alma)
    assert sorted(Category.objects.values_list("key", flat=True)) == ["bank", "power"]


def _reworded(document: dict[str, Any]) -> dict[str, Any]:
    first, *others = document["sections"]
    return {**document, "sections": [{**first, "text": words("Other")}, *others]}


def _without_last(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "sections": document["sections"][:-1]}


@pytest.mark.parametrize(
    ("edit", "change", "numbers"),
    [
        (_without_last, ChecklistChange.MEANING, (2, 1)),
        (_reworded, ChecklistChange.WORDING, (1, 2)),
        (dict, ChecklistChange.NOTHING, (1, 1)),
    ],
)
def test_what_a_draft_changes_decides_what_it_becomes(
    year: Programme,
    alma: User,
    edit: Callable[[dict[str, Any]], dict[str, Any]],
    change: ChecklistChange,
    numbers: tuple[int, int],
) -> None:
    before = model_to_dict(year.checklist_version)
    draft = begin_draft(programme=year, by=alma)
    assert begin_draft(programme=year, by=alma) == draft
    assert (draft.version, draft.document["version"], draft.frozen_at) == (2, 2, None)
    written = write_draft(
        programme=year, document=edit(draft.document), by=alma, seen=draft.document_hash
    )

    assert publish(programme=year, by=alma, seen=written.document_hash) is change
    became = Programme.objects.get(pk=year.pk).checklist_version
    assert (became.version, became.wording) == numbers
    assert became.document["version"] == numbers[0]
    assert became.frozen_at is not None
    assert model_to_dict(ChecklistVersion.objects.get(version=1, wording=1)) == before
    assert ChecklistVersion.objects.filter(frozen_at=None).count() == 0
    with pytest.raises(NotADraft):
        publish(programme=year, by=alma, seen=became.document_hash)


def test_a_first_checklist_is_worded_before_it_is_published(year: Programme, alma: User) -> None:
    first = new_checklist(key="tiny", sections=["waiting"], channels=[PHONE])
    assert (first.checklist.key, Checklist.objects.count()) == ("tiny-2", 2)
    Programme.objects.filter(pk=year.pk).update(checklist_version=first)
    year.refresh_from_db()
    with pytest.raises(SetUpRefused, match=r"waiting\.nb, waiting\.sv, waiting\.en"):
        publish(programme=year, by=alma, seen=first.document_hash)
    with pytest.raises(SetUpRefused, match="none to go back to"):
        discard_draft(programme=year, by=alma)
    with pytest.raises(SetUpRefused, match="sections"):
        write_draft(programme=year, document={"sections": []}, by=alma, seen=first.document_hash)
    with pytest.raises(SetUpChanged):
        write_draft(programme=year, document=first.document, by=alma, seen="")

    assert ChecklistVersion.objects.get(pk=first.pk).document == first.document


def test_a_draft_is_thrown_away(award: Award, year: Programme, alma: User) -> None:
    begin_draft(programme=year, by=alma)
    discard_draft(programme=year, by=alma)

    assert year.checklist_version == award.programme.checklist_version
    assert ChecklistVersion.objects.count() == 1
    with pytest.raises(NotADraft):
        discard_draft(programme=year, by=alma)
