"""The text of a notice, made when it is sent, by the letter that its kind names."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from shoppers.enums import NoticeKind
from shoppers.models import Invitation, Notice
from shoppers.queries.erasures import open_requests
from shoppers.services.links import one_time_link

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a mail, and in which language."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of mail: `<template>.subject.txt`, `<template>.txt`, and what they tell.

    `facts` is None when the mail no longer says anything true; then it is not sent. `addressee` is
    for notices to people without an account: None when the address is gone.
    """

    template: str
    facts: Callable[[Notice], Facts | None]
    addressee: Callable[[Notice], Addressee | None] = lambda _notice: None


_letters: dict[str, Letter] = {}


def register(kind: str, letter: Letter) -> None:
    """Add a kind of mail; every app registers its own letters when it is loaded."""
    if _letters.get(kind, letter) != letter:
        message = f"There are two letters for notices of the kind '{kind}'."
        raise ImproperlyConfigured(message)
    _letters[kind] = letter


def is_registered(kind: str) -> bool:
    """Whether there is a letter for notices of this kind."""
    return kind in _letters


def compose(notice: Notice) -> EmailMessage | None:
    """The mail in its recipient's language, with fresh links; None when it is not wanted now."""
    letter = _letters[notice.kind]
    recipient = _addressee(notice, letter)
    if recipient is None:
        return None
    # The facts may hold texts in several languages, of which the recipient's are taken.
    with translation.override(recipient.language):
        facts = letter.facts(notice)
        if facts is None:
            return None
        context = {"recipient": recipient, "site": settings.SITE_URL, **facts}
        subject = render_to_string(f"{letter.template}.subject.txt", context)
        body = render_to_string(f"{letter.template}.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[recipient.email])


def _addressee(notice: Notice, letter: Letter) -> Addressee | None:
    user = notice.recipient
    if user is None:
        return letter.addressee(notice)
    return Addressee(user.name, user.email, user.language)


def _invitation(notice: Notice) -> Facts | None:
    invitation = (
        Invitation.objects.select_related("invited_by").filter(user=notice.recipient_id).first()
    )
    if invitation is not None and invitation.accepted_at is not None:
        return None
    inviter = invitation.invited_by if invitation is not None else None
    link = _one_time_link(notice)
    return {"inviter": inviter, **link} if link is not None else None


def _one_time_link(notice: Notice) -> Facts | None:
    if notice.recipient is None:
        return None
    return {
        "link": one_time_link(notice.recipient),
        "days": math.floor(settings.PASSWORD_RESET_TIMEOUT / (24 * 60 * 60)),
    }


def _changed(notice: Notice) -> Facts:
    return {"changed_at": notice.created_at}


def _erasure_asked(notice: Notice) -> Facts | None:
    """True as long as anybody waits for it; whom it is about, the page says after sign-in."""
    if not open_requests().exists():
        return None
    return {"link": settings.SITE_URL.rstrip("/") + reverse("erasures")}


register(NoticeKind.INVITATION, Letter("shoppers/mail/invitation", _invitation))
register(NoticeKind.PASSWORD_RESET, Letter("shoppers/mail/password_reset", _one_time_link))
register(NoticeKind.PASSWORD_CHANGED, Letter("shoppers/mail/password_changed", _changed))
register(NoticeKind.ACCOUNT_CHANGED, Letter("shoppers/mail/account_changed", _changed))
register(NoticeKind.ERASURE_ASKED, Letter("shoppers/mail/erasure_asked", _erasure_asked))
