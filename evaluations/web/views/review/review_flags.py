"""A reviewer's word on what comparing reports has named."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.enums import FlagAct
from evaluations.models import Evaluation, ScreeningFlag
from evaluations.queries.review.screening import flag_of_report
from evaluations.services.lifecycle import LifecycleError, ReasonMissing
from evaluations.services.review import screening
from evaluations.services.review.reviewing import is_own
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.screening import FlagForm
from evaluations.web.mended_spelling import mended_spellings
from evaluations.web.presenters.review.review_queue import review_url
from evaluations.web.presenters.review.screening_flags import flag_form, look_at
from evaluations.web.views.review.review import (
    Untaken,
    own_refused,
    report_or_404,
    review_page,
    typed_beside,
)
from evaluations.web.views.review.review_queue import review_filter
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_SAY = {FlagAct.DISMISS: screening.dismiss, FlagAct.LOOK_AGAIN: screening.look_again}


@allow(is_coordinator)
@require_POST
def settle_flag(request: HttpRequest, evaluation: uuid.UUID, flag: int) -> HttpResponse:
    """Dismiss a flag with a reason, or have it looked at again; nothing else moves.

    A browser without scripts sends all of the page, and is answered with all that was typed.
    """
    found, by = report_or_404(evaluation), acting_user(request)
    if is_own(found, by):
        return own_refused(request, found)
    about = flag_of_report(found, flag)
    if about is None:
        raise Http404
    form = flag_form(about, found, by, request.POST)
    if not form.is_valid():
        return _answer(request, found, about, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _say(about, form, by)
    except ReasonMissing as refusal:
        form.add_error("reason", str(refusal))
        return _answer(request, found, about, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except LifecycleError as refusal:
        return _overtaken(request, found, about, refusal)
    return _done(request, found, about)


def _say(about: ScreeningFlag, form: FlagForm, by: User) -> None:
    act = FlagAct(form.cleaned_data["act"])
    _SAY[act](flag=about, reason=form.cleaned_data["reason"], by=by)


def _done(request: HttpRequest, found: Evaluation, about: ScreeningFlag) -> HttpResponse:
    if _asks_for_a_part(request):
        return _answer(request, found, about, None, HTTPStatus.OK)
    messages.success(request, _("Your word about the flag is kept."))
    typed, mended = typed_beside(request, found), mended_spellings(found, request.POST)
    if typed is not None or mended:
        return review_page(request, found, Untaken(form=typed, mended=mended))
    address = review_url(found.pk, review_filter(request).query())
    return redirect(f"{address}#flag-{about.pk}")


def _overtaken(
    request: HttpRequest,
    found: Evaluation,
    about: ScreeningFlag,
    refusal: LifecycleError,
) -> HttpResponse:
    """What stands there now, with the sentence and what was typed."""
    fresh = flag_of_report(found, about.pk) or about
    form = flag_form(fresh, found, acting_user(request), request.POST)
    form.add_error(None, str(refusal))
    if not _asks_for_a_part(request):
        messages.warning(request, str(refusal))
    # A page swaps a part in only when the answer says 422.
    part, page = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
    return _answer(request, found, about, form, part if _asks_for_a_part(request) else page)


def _answer(
    request: HttpRequest,
    found: Evaluation,
    about: ScreeningFlag,
    form: FlagForm | None,
    status: int,
) -> HttpResponse:
    """The flag as it stands now, alone for a page that asks for a part."""
    forms = {} if form is None else {about.pk: form}
    query = review_filter(request).query()
    if not _asks_for_a_part(request):
        untaken = Untaken(
            status,
            form=typed_beside(request, found),
            mended=mended_spellings(found, request.POST),
            flags=forms,
        )
        return review_page(request, found, untaken)
    shown = look_at(found, reader=acting_user(request), query=query, typed=forms)
    blocks = [] if shown is None else shown.flags
    context = {
        "report": found,
        "query": query,
        "flag": next((each for each in blocks if each.pk == about.pk), None),
        "gone": form.non_field_errors() if form else (),
        "saved": form is None,
    }
    return render(request, "evaluations/review/review_flag.html", context, status=status)


def _asks_for_a_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
