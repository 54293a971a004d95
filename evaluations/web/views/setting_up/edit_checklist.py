"""Changing the draft of a year's checklist, piece by piece."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.checklist_editing import (
    Document,
    NoSuchPiece,
    free_key,
    moved,
    question_in,
    section_in,
    with_question,
    with_section,
    without_question,
    without_section,
)
from evaluations.models import Programme
from evaluations.services.setting_up.checklists import empty_question, write_draft
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.forms.reports.seen import SeenForm
from evaluations.web.forms.setting_up.set_up_checklist import QuestionForm, SectionForm
from evaluations.web.setting_up import before_start, crumbs, form_page, refused, removal
from evaluations.web.views.setting_up.set_up_checklist import checklist_page
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_POST
@before_start
def move_in_checklist(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A section or question one place up or down."""
    what, key = request.POST.get("what", ""), request.POST.get("key", "")
    by = -1 if request.POST.get("by") == "-1" else 1
    refusal = _written(request, programme, lambda old: moved(old, what=what, key=key, by=by))
    if refusal:
        return checklist_page(request, programme, refusal)
    anchor = f"{'section' if what == 'section' else 'question'}-{key}"
    return redirect(f"{reverse('set_up_checklist', args=[programme.slug])}#{anchor}")


@allow(is_coordinator)
@require_POST
@before_start
def add_question(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """A question without words at the end of a section, opened at once."""
    document = programme.checklist_version.document
    key = free_key(document, section)
    channels = list(programme.fieldwork.channel_key)

    def added(old: Document) -> Document:
        question = empty_question(key, channels)
        question["scored"] = section_in(old, section).get("scored", True)
        return with_question(old, question, section=section)

    refusal = _written(request, programme, added)
    if refusal:
        return checklist_page(request, programme, refusal)
    return redirect("set_up_question", programme.slug, key)


def _written(
    request: HttpRequest, programme: Programme, change: Callable[[Document], Document]
) -> SetUpRefused | None:
    """Change the draft as it was seen; the reason where it was not changed."""
    try:
        document = change(programme.checklist_version.document)
        write_draft(
            programme=programme,
            document=document,
            by=acting_user(request),
            seen=request.POST.get("seen", ""),
        )
    except NoSuchPiece:
        return SetUpChanged()
    except SetUpRefused as refusal:
        return refusal
    return None


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def new_section(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A section with one question that nobody has worded yet."""
    version = programme.checklist_version
    form = SectionForm(version.document_hash, None, _sent(request))

    def act() -> None:
        section = form.section()
        question = empty_question(
            free_key(version.document, section["key"]), list(programme.fieldwork.channel_key)
        )
        question["scored"] = section["scored"]
        _write(
            request, programme, with_section(version.document, {**section, "questions": [question]})
        )

    return _saved(request, programme, form, act, title=_("Add a section"))


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_section(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """A section's key, name and whether it counts."""
    version = programme.checklist_version
    found = _piece(lambda: section_in(version.document, section))
    form = SectionForm(version.document_hash, found, _sent(request))
    return _saved(
        request,
        programme,
        form,
        lambda: _write(
            request, programme, with_section(version.document, form.section(), instead_of=section)
        ),
        title=found["text"]["en"] or section,
        remove=reverse("take_out_section", args=[programme.slug, section]),
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def set_up_question(request: HttpRequest, programme: Programme, question: str) -> HttpResponse:
    """A question with its options."""
    version = programme.checklist_version
    found, section = _piece(lambda: question_in(version.document, question))
    form = QuestionForm(
        version.document_hash,
        found,
        section=section,
        document=version.document,
        data=_sent(request),
    )
    status = None
    if form.is_bound:
        status = refused(form, lambda: _write_question(request, programme, form, question))
        if status is None:
            messages.success(request, _("The draft is saved."))
            return redirect(_to_question(programme, form.cleaned_data["key"]))
    context = {
        "title": _("A question"),
        "crumbs": _crumbs(programme, question),
        "form": form,
        "back": _to_question(programme, question),
        "remove": reverse("take_out_question", args=[programme.slug, question]),
    }
    return render(
        request,
        "evaluations/setting_up/set_up_question.html",
        context,
        status=status or HTTPStatus.OK,
    )


def _write_question(
    request: HttpRequest, programme: Programme, form: QuestionForm, instead_of: str
) -> None:
    changed, section = form.changed_question()
    document = programme.checklist_version.document
    _write(
        request,
        programme,
        with_question(document, changed, section=section, instead_of=instead_of),
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def take_out_section(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """Ask, then take a section with its questions out of the draft."""
    document = programme.checklist_version.document
    _piece(lambda: section_in(document, section))
    return _taken_out(request, programme, section, lambda: without_section(document, section))


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
@before_start
def take_out_question(request: HttpRequest, programme: Programme, question: str) -> HttpResponse:
    """Ask, then take a question out of the draft."""
    document = programme.checklist_version.document
    _piece(lambda: question_in(document, question))
    return _taken_out(request, programme, question, lambda: without_question(document, question))


def _taken_out(
    request: HttpRequest, programme: Programme, key: str, without: Callable[[], Document]
) -> HttpResponse:
    page = removal(
        request,
        lambda: _write(request, programme, without()),
        title=_("Take this out of the checklist?"),
        text=key,
        crumbs=_crumbs(programme, key),
        back=reverse("set_up_checklist", args=[programme.slug]),
    )
    if page is None:
        messages.success(request, _("The draft is saved."))
        return redirect("set_up_checklist", programme.slug)
    return page


def _saved(  # noqa: PLR0913 - the words of a page, all named
    request: HttpRequest,
    programme: Programme,
    form: SeenForm,
    act: Callable[[], object],
    *,
    title: str,
    remove: str = "",
) -> HttpResponse:
    status = None
    if form.is_bound:
        status = refused(form, act)
        if status is None:
            messages.success(request, _("The draft is saved."))
            return redirect("set_up_checklist", programme.slug)
    return form_page(
        request,
        form,
        title=title,
        crumbs=_crumbs(programme, title),
        back=reverse("set_up_checklist", args=[programme.slug]),
        save=_("Save the draft"),
        remove=remove,
        status=status,
    )


def _write(request: HttpRequest, programme: Programme, document: Document) -> None:
    write_draft(
        programme=programme,
        document=document,
        by=acting_user(request),
        seen=programme.checklist_version.document_hash,
    )


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _piece(find: Callable[[], Any]) -> Any:
    try:
        return find()
    except NoSuchPiece as missing:
        raise Http404 from missing


def _to_question(programme: Programme, key: str) -> str:
    return f"{reverse('set_up_checklist', args=[programme.slug])}#question-{key}"


def _crumbs(programme: Programme, name: str) -> list[dict[str, str]]:
    checklist = reverse("set_up_checklist", args=[programme.slug])
    return crumbs(programme, (_("Checklist"), checklist), (name, ""))
