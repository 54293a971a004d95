"""How weights alone can change a result: an invented example that one can click through."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.tables import file_asked
from scoring.web.presenters.results.waterfall import waterfall_table
from scoring.web.presenters.results.weights_alone import STEPS, example, points_moved
from shoppers.rules import anyone
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def weights_alone(request: HttpRequest) -> HttpResponse:
    """The example with as much of the weight moved as the address says, at first none."""
    asked = request.GET.get("moved", "")
    moved = next((step for step in STEPS if str(step) == asked), 0)
    found = example(moved)
    table = waterfall_table("change", found.waterfall.parts)
    return file_asked(request, f"weights-alone-{moved}", [table]) or render(
        request,
        "scoring/results/weights_alone.html",
        {
            "title": _("How weights alone change a result"),
            "example": found,
            "steps": [(step, points_moved(step), step == moved) for step in STEPS],
            "next": next((step for step in STEPS if step > moved), None),
        },
    )
