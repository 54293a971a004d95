"""A year's checklist: what it asks, begun as a draft, published."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.checklist_changes import ChecklistChange, unwritten
from evaluations.models import Programme
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.setting_up.checklists import begin_draft, discard_draft, publish
from evaluations.services.setting_up.refusals import SetUpRefused
from evaluations.web.actor import acting_user
from evaluations.web.presenters.setting_up.set_up_checklist import section_rows
from evaluations.web.setting_up import before_start, crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
@before_start
def set_up_checklist(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Sections and questions in order; a draft can be changed, what is published cannot."""
    return checklist_page(request, programme)


@allow(is_coordinator)
@require_POST
@before_start
def begin_checklist_draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Begin a draft as the published checklist stands."""
    try:
        begin_draft(programme=programme, by=acting_user(request))
    except SetUpRefused as refusal:
        return checklist_page(request, programme, refusal)
    messages.success(request, _("This is a draft. It asks nobody anything before it is published."))
    return redirect("set_up_checklist", programme.slug)


@allow(is_coordinator)
@require_POST
@before_start
def discard_checklist_draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Go back to what the draft began as."""
    try:
        discard_draft(programme=programme, by=acting_user(request))
    except SetUpRefused as refusal:
        return checklist_page(request, programme, refusal)
    messages.success(request, _("The draft is gone; the checklist is the published one again."))
    return redirect("set_up_checklist", programme.slug)


@allow(is_coordinator)
@require_POST
@before_start
def publish_checklist(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Fix the draft and say what it became."""
    try:
        change = publish(
            programme=programme, by=acting_user(request), seen=request.POST.get("seen", "")
        )
    except SetUpRefused as refusal:
        return checklist_page(request, programme, refusal)
    messages.success(request, _became(change))
    return redirect("set_up_checklist", programme.slug)


def _became(change: ChecklistChange | None) -> str:
    return {
        None: _("The checklist is published."),
        ChecklistChange.MEANING: _("The checklist is published as a new version."),
        ChecklistChange.WORDING: _(
            "The checklist is published: the same version in other words, so that years compare."
        ),
        ChecklistChange.NOTHING: _(
            "The draft changed nothing: the checklist is the published one again."
        ),
    }[change]


def checklist_page(
    request: HttpRequest, programme: Programme, refusal: SetUpRefused | None = None
) -> HttpResponse:
    """The checklist as it stands, with what was refused."""
    programme.refresh_from_db(fields=["checklist_version"])
    version = programme.checklist_version
    document = checklist_of(version)
    context = {
        "title": _("Checklist of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "crumbs": crumbs(programme, (_("Checklist"), "")),
        "version": version,
        "is_draft": version.frozen_at is None,
        "sections": section_rows(programme, document),
        "unwritten": len(unwritten(document)),
        "refusal": str(refusal) if refusal else "",
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "evaluations/setting_up/set_up_checklist.html", context, status=status)
