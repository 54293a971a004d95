"""The act upon many calls that a page was posted with."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, QueryDict

from evaluations.enums.acts import ActKind
from evaluations.models import Programme, TestCall
from evaluations.queries.calls.best_shoppers import best_shoppers
from evaluations.queries.calls.desk_calls import calls_of_programme
from evaluations.queries.companies.participations import categories_of
from evaluations.services.calls.assigning import shown
from evaluations.services.field.acting import MOST_AT_ONCE, Item, Order, day_for
from evaluations.web.forms.calls.assigning import usual_day
from evaluations.web.forms.field.acts import ActForm
from evaluations.web.forms.field.fieldwork import DeskCallFilter
from shoppers.models import Shopper


@dataclass(frozen=True, slots=True)
class Asked:
    """The act with its calls as they stand; `offered` has for each call whom it may go to."""

    kind: ActKind
    form: ActForm
    calls: Sequence[TestCall]
    key: uuid.UUID
    items: Sequence[Item]
    offered: Mapping[uuid.UUID, Sequence[Shopper]]

    def order(self, *, looking: bool) -> Order:
        """The act; while one looks ahead a reason may be missing."""
        order = self.form.order()
        return replace(order, reason=order.reason or "-") if looking else order


def kind_asked(request: HttpRequest) -> ActKind:
    """The act that was pressed. Raises Http404 for a word that is none."""
    try:
        return ActKind(request.POST.get("kind", ""))
    except ValueError:
        raise Http404 from None


def chosen_calls(request: HttpRequest, programme: Programme) -> list[TestCall]:
    """The calls of the programme that were ticked, or all that fit the filter of the list.

    One more than may be chosen at once at the most.
    """
    if request.POST.get("all"):
        given = QueryDict(request.POST.get("filter", ""))
        form = DeskCallFilter(given, categories=categories_of(programme))
        found = calls_of_programme(programme, form.choice(), sort=given.get("sort", ""))
        return list(found[: MOST_AT_ONCE + 1])
    everything = calls_of_programme(programme, DeskCallFilter({}, categories=()).choice())
    return list(everything.filter(pk__in=_keys(request))[: MOST_AT_ONCE + 1])


def asked(
    request: HttpRequest,
    kind: ActKind,
    calls: Sequence[TestCall],
    *,
    shoppers: Sequence[Shopper],
    arriving: bool,
) -> Asked:
    """The act upon these calls; of what the page showed of each, only a page that has it tells."""
    usual = _later_day(calls) if kind is ActKind.EXTEND else None
    data = None if arriving else request.POST
    form = ActForm(kind, data, shoppers=shoppers, usual_day=usual)
    form.is_valid()
    offered = _offered(kind, calls, form.order())
    by_code = {each.code: each for each in shoppers}
    items = [
        Item(
            call.pk,
            request.POST.get(f"seen-{call.pk}") or shown(call),
            _shopper(request, call, form, offered, by_code),
        )
        for call in calls
    ]
    return Asked(kind, form, calls, _key(request), items, offered)


def _later_day(calls: Sequence[TestCall]) -> dt.date:
    due = [call.due_on for call in calls if call.due_on is not None]
    return usual_day(calls[0].participation.programme, after=max(due, default=dt.date.min))


def _offered(
    kind: ActKind, calls: Sequence[TestCall], order: Order
) -> dict[uuid.UUID, list[Shopper]]:
    if kind not in ActKind.giving():
        return {}
    return best_shoppers(calls, {call.pk: day_for(call, order) for call in calls})


def _shopper(
    request: HttpRequest,
    call: TestCall,
    form: ActForm,
    offered: Mapping[uuid.UUID, Sequence[Shopper]],
    by_code: Mapping[str, Shopper],
) -> Shopper | None:
    """One for all, else whom the page had chosen for this call, else the best."""
    code = form.to_all()
    # Once all went to one, the best of each is chosen anew.
    if not code and not request.POST.get("was_to"):
        code = request.POST.get(f"to-{call.pk}", "")
    if code in by_code:
        return by_code[code]
    return next(iter(offered.get(call.pk, ())), None)


def _keys(request: HttpRequest) -> list[uuid.UUID]:
    keys = []
    for text in request.POST.getlist("call"):
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            raise Http404 from None
    return keys


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
