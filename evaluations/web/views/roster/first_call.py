"""Before the first call: what is to be signed, one page each."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import FirstStep, SignedText
from evaluations.models import Programme, Signature
from evaluations.queries.roster.certification import (
    Certification,
    asking_programmes,
    certification_of,
    newest_briefing,
)
from evaluations.services.roster.certifying import TextChanged, sign
from evaluations.web.actor import acting_user
from evaluations.web.forms.roster.first_call import SignForm
from evaluations.web.presenters.roster.first_call import (
    TextShown,
    briefing_shown,
    code_shown,
    first_call_crumbs,
    step_url,
    steps_shown,
    title_of,
)
from shoppers.conduct import code_of_conduct
from shoppers.languages import current_language
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_safe
def before_first_call(request: HttpRequest, year: str) -> HttpResponse:
    """Every step with the one that is next."""
    programme = asking_programme(request, year)
    standing = own_certification(request, programme)
    step = standing.next_step
    context = {
        "title": _("Before the first call"),
        "crumbs": first_call_crumbs(programme),
        "programme": programme,
        "steps": steps_shown(standing),
        "next_step": step,
        "next_url": step_url(step, programme) if step is not None else "",
    }
    return render(request, "evaluations/roster/before_first_call.html", context)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_code(request: HttpRequest, year: str) -> HttpResponse:
    """The code of conduct, to be read and signed."""
    return _signing(request, asking_programme(request, year), SignedText.CODE)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_briefing(request: HttpRequest, year: str) -> HttpResponse:
    """The programme's briefing, to be read and signed."""
    return _signing(request, asking_programme(request, year), SignedText.BRIEFING)


def asking_programme(request: HttpRequest, slug: str) -> Programme:
    """The programme, where it asks something of her. Raises Http404."""
    found = asking_programmes(acting_user(request)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def own_certification(request: HttpRequest, programme: Programme) -> Certification:
    """How far she has come."""
    return certification_of(acting_user(request).shopper, programme)


def onwards(request: HttpRequest, programme: Programme) -> HttpResponse:
    """To the next step; to her calls when she has done everything."""
    step: FirstStep | None = own_certification(request, programme).next_step
    if step is not None:
        return redirect(step_url(step, programme))
    messages.success(request, _("Everything is signed and passed: you may take calls now."))
    return redirect("my_calls")


def _signing(request: HttpRequest, programme: Programme, signed: SignedText) -> HttpResponse:
    standing = own_certification(request, programme)
    signature = standing.code if signed is SignedText.CODE else standing.briefing
    text = _text(programme, signed)
    if request.method != "POST":
        form = SignForm(promise=text.promise, seen=text.text_hash)
        return _page(request, programme, signed, form, signature=signature)
    if signature is not None:
        messages.info(request, _("You had signed this already."))
        return onwards(request, programme)
    form = SignForm(request.POST, promise=text.promise, seen=text.text_hash)
    if not form.is_valid():
        return _page(request, programme, signed, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    user = acting_user(request)
    try:
        sign(
            programme=programme,
            shopper=user.shopper,
            signed=signed,
            seen=form.cleaned_data["seen"],
            language=current_language(),
            by=user,
        )
    except TextChanged as refusal:
        form = SignForm(promise=text.promise, seen=text.text_hash)
        return _page(
            request, programme, signed, form, refusal=str(refusal), status=HTTPStatus.CONFLICT
        )
    return onwards(request, programme)


def _text(programme: Programme, signed: SignedText) -> TextShown:
    if signed is SignedText.CODE:
        return code_shown(code_of_conduct())
    briefing = newest_briefing(programme)
    if briefing is None:  # nothing can be asked before one is published
        raise Http404
    return briefing_shown(briefing)


def _page(  # noqa: PLR0913 - a page with all that may stand on it
    request: HttpRequest,
    programme: Programme,
    signed: SignedText,
    form: SignForm,
    *,
    signature: Signature | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    title = title_of(signed)
    context = {
        "title": title,
        "crumbs": first_call_crumbs(programme, title),
        "programme": programme,
        "text": _text(programme, signed),
        "form": form,
        "signature": signature,
        "refusal": refusal,
    }
    return render(request, "evaluations/roster/sign_text.html", context, status=status)
