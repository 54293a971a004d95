"""The list of files on a report's pages, and any file for who may open it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.enums import AttachmentKind
from evaluations.queries.reports.attachments import attachment_with_owner
from evaluations.services.reports.reading_files import NotReadable, read_attachment
from evaluations.web.actor import acting_user
from evaluations.web.presenters.reports.attachments import attachment_block
from evaluations.web.views.calls.my_call import own_call
from shoppers.rules import is_coordinator, is_pay_officer, is_shopper
from shoppers.web.access import allow

# What is kept is always one of these: the check makes nothing else.
_PICTURE, _SOUND = ("image/jpeg", "jpg"), ("audio/mpeg", "mp3")


@allow(is_shopper)
@require_safe
def my_attachments(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The list alone, as it stands by now, for a page that shows it already."""
    found = own_call(request, call)
    report = getattr(found, "evaluation", None)
    if report is None:
        raise Http404
    report.test_call = found
    context = {"attach": attachment_block(report)}
    return render(request, "evaluations/pieces/attachment_rows.html", context)


@allow(is_shopper | is_coordinator | is_pay_officer)
@require_safe
def attachment(request: HttpRequest, attachment: uuid.UUID) -> HttpResponse:
    """One file to save, never to show within the site; it is named by its id alone."""
    found = attachment_with_owner(attachment)
    if found is None:
        raise Http404
    try:
        content = read_attachment(attachment=found, by=acting_user(request))
    except NotReadable:
        raise Http404 from None
    media_type, ending = _SOUND if found.kind == AttachmentKind.RECORDING else _PICTURE
    response = HttpResponse(content, content_type=media_type)
    name = f"{found.kind}-{found.pk.hex[:8]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
