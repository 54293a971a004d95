"""What the numbers rest on: the method, the checklists, the weights, the run's own header."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from evaluations.canonical import digest
from evaluations.models import ChecklistVersion, Evaluation, Programme
from evaluations.surveys.models import ExpectationResponse
from scoring.enums import RunState
from scoring.formulas.weights import equal_weights, fixed_weights
from scoring.method.reading import fraction_text, weight_rules
from scoring.method.weights import EqualWeights, FixedWeights, SurveyWeights
from scoring.models import Run, RunInput, WeightSet
from scoring.queries.runs.inputs import Input, evaluations_of, inputs_hash, rows_by_key
from scoring.queries.weights.expectations import count_answers
from scoring.queries.weights.weight_estimates import answers_of_today, estimated_shares
from scoring.services.verifying.findings import Findings


def check_documents(run: Run, inputs: list[Input], found: Findings) -> None:
    """Compare the method, checklists, weights and inputs of a run with their fingerprints."""
    _check_method(run.programme, found)
    _check_checklists(run.programme, inputs, found)
    _check_header(run, inputs, found)
    if found.verified:
        _check_weights(run, found)


def _check_method(programme: Programme, found: Findings) -> None:
    found.count(Programme._meta.db_table)
    hashed = digest(programme.method)
    found.value(Programme, programme.slug, "method_hash", programme.method_hash, hashed)
    if programme.frozen_at is None:
        found.value(Programme, programme.slug, "frozen_at", None, "before the first contact")


def _check_checklists(programme: Programme, inputs: list[Input], found: Findings) -> None:
    ids = evaluations_of(inputs)
    used = {
        pk for (pk,) in rows_by_key(Evaluation.objects.all(), ids, "checklist_version").values()
    }
    versions = ChecklistVersion.objects.select_related("checklist")
    known = versions.in_bulk({*used, programme.checklist_version_id})
    for version in known.values():
        _check_checklist(version, found)
    for pk in sorted(used - known.keys()):
        found.value(Evaluation, "contacts", "checklist_version_id", pk, None)


def _check_checklist(version: ChecklistVersion, found: Findings) -> None:
    about, document = str(version), version.document
    found.count(ChecklistVersion._meta.db_table)
    found.value(ChecklistVersion, about, "document_hash", version.document_hash, digest(document))
    found.value(ChecklistVersion, about, "version", version.version, document.get("version"))
    found.value(ChecklistVersion, about, "checklist_id", version.checklist.key, document.get("key"))
    if version.frozen_at is None:
        found.value(ChecklistVersion, about, "frozen_at", None, "before the first contact")


def _check_header(run: Run, inputs: list[Input], found: Findings) -> None:
    found.count(Run._meta.db_table)
    found.count(RunInput._meta.db_table, len(inputs))
    about = str(run.pk)
    found.value(Run, about, "state", run.state, RunState.COMPLETE.value)
    found.value(Run, about, "method_hash", run.method_hash, run.programme.method_hash)
    found.value(Run, about, "inputs_hash", run.inputs_hash, inputs_hash(inputs))


def _check_weights(run: Run, found: Findings) -> None:
    weight_set = run.weight_set
    if weight_set is None:
        found.value(Run, str(run.pk), "weight_set_id", None, "a weight set")
        return
    found.count(WeightSet._meta.db_table)
    about, rules = weight_set.content_hash[:8], weight_rules(run.programme)
    content = {
        "source": str(weight_set.source),
        "weights": weight_set.weights,
        "basis": weight_set.basis,
    }
    anew = {
        "programme_id": run.programme_id,
        "source": rules.source,
        "content_hash": digest(content),
    }
    stored = {name: getattr(weight_set, name) for name in anew}
    found.row(WeightSet, about, stored, anew)
    whole = sum((Fraction(text) for text in weight_set.weights.values()), Fraction(0))
    found.value(WeightSet, about, "weights, added up", fraction_text(whole), "1/1")
    if isinstance(rules, FixedWeights):
        _compare(weight_set, fixed_weights(rules.weights).items(), found)
    elif isinstance(rules, EqualWeights):
        _compare(weight_set, equal_weights(rules.sections).items(), found)
    else:
        _compare(weight_set, ((key, Fraction(each)) for key, each in rules.fixed.items()), found)
        _check_survey(weight_set, rules, run.programme, found)


def _compare(
    weight_set: WeightSet, weights: Iterable[tuple[str, Fraction]], found: Findings
) -> None:
    about = weight_set.content_hash[:8]
    for section, weight in weights:
        stored = weight_set.weights.get(section)
        found.value(WeightSet, about, f"weights.{section}", stored, fraction_text(weight))


def _check_survey(
    weight_set: WeightSet, rules: SurveyWeights, programme: Programme, found: Findings
) -> None:
    """Compare what the weights were computed from with the answers, as far as these still stand.

    An answer that was changed or erased since leaves nothing to compare with.
    """
    basis: Mapping[str, Any] = weight_set.basis
    responses = ExpectationResponse.objects.filter(programme=programme)
    changed = responses.filter(answered_at__gt=weight_set.created_at).exists()
    if changed or basis.get("responses") != count_answers(programme):
        return
    found.count(ExpectationResponse._meta.db_table, basis["responses"])
    shares = estimated_shares(programme, rules)
    anew: dict[str, Any] = {
        "shares": {section: fraction_text(share) for section, share in shares.items()}
    }
    if "answers" in basis:
        anew["answers"] = answers_of_today(programme, rules)
    stored = {name: basis.get(name) for name in anew}
    found.value(WeightSet, weight_set.content_hash[:8], "basis", stored, anew)
