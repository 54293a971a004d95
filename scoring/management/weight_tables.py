"""A weight set as a table for a terminal."""

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from scoring.formulas.rounding import rounded
from scoring.models import WeightSet
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.queries.weights.weight_basis import Basis
from scoring.queries.weights.weights import weights_of

_WIDTH = 100


def weight_tables(weight_set: WeightSet) -> str:
    """Every section's weight in percent; from a survey also how sure it is, and what was before."""
    basis = Basis.of(weight_set)
    if basis is not None and basis.complete < MINIMUM_BASE:
        return (
            f"{basis.complete} complete answers: fewer than {MINIMUM_BASE} would show what single"
            " shoppers said."
        )
    console = Console(width=_WIDTH)
    with console.capture() as capture:
        console.print(_table(weight_set, basis))
        if basis is not None:
            for line in _lines(basis):
                console.print(line)
    return capture.get().rstrip()


def _table(weight_set: WeightSet, basis: Basis | None) -> Table:
    table = Table(title=f"Weights of {weight_set.programme.name}, %", title_justify="left")
    for head in ("section", "weight", "interval", "this year alone", "year before"):
        table.add_column(head, justify="left" if head == "section" else "right")
    weights = weights_of(weight_set)
    for section in scored_sections(weight_set.programme):
        row = [section, _percent(rounded(weights[section])), "", "", ""]
        if basis is not None:
            low_high = basis.intervals.get(section)
            row[2] = "–".join(map(_percent, low_high)) if low_high else ""
            row[3] = _percent(rounded(basis.raw[section]))
            if basis.before and section in basis.before.weights:
                row[4] = _percent(rounded(basis.before.weights[section]))
        table.add_row(*row)
    return table


def _lines(basis: Basis) -> list[str]:
    lines = [f"{basis.complete} of {basis.responses} answers count. Shoppers, not customers."]
    if basis.prior_answers:
        lines.append(f"Last year's weights count as {basis.prior_answers} answers.")
    if basis.raking:
        lines.append(
            f"Weighted to margins: design effect {basis.raking.design_effect:.2f}, as sure as"
            f" {basis.raking.effective:.0f} answers of equal weight."
        )
    if basis.before and (test := basis.before.test):
        lines.append(
            f"Against {basis.before.programme}: chi-squared {test.statistic:.2f} on"
            f" {test.degrees_of_freedom} degrees of freedom, p = {test.p_value:.4f}."
        )
    if basis.weak:
        lines.append("The ratings hardly tell the sections apart.")
    return lines


def _percent(part: Decimal) -> str:
    return f"{100 * part:.2f}"
