"""The text of a notice, made when it is sent."""

import math

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from shoppers.models import Invitation, Notice
from shoppers.services.links import one_time_link


def compose(notice: Notice) -> EmailMessage:
    """The mail in its recipient's language, with a fresh link."""
    recipient = notice.recipient
    invitation = Invitation.objects.select_related("invited_by").filter(user=recipient).first()
    context = {
        "recipient": recipient,
        "inviter": invitation.invited_by if invitation is not None else None,
        "link": one_time_link(recipient),
        "days": math.floor(settings.PASSWORD_RESET_TIMEOUT / (24 * 60 * 60)),
        "site": settings.SITE_URL,
    }
    with translation.override(recipient.language):
        subject = render_to_string(f"shoppers/mail/{notice.kind}.subject.txt", context)
        body = render_to_string(f"shoppers/mail/{notice.kind}.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[recipient.email])
