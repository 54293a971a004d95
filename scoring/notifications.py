"""The mails of this app: of corrected results, and of rows that were altered."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.models import ClientMember
from evaluations.visibility import client_reader
from scoring.models import Release, SealBreak
from scoring.queries.releases.releases import open_releases
from scoring.services import broken_seals
from scoring.services.releases import corrections
from shoppers.languages import said_in_current_language
from shoppers.models import Notice
from shoppers.services.mail import Facts, Letter, register


def _facts(notice: Notice) -> Facts | None:
    """None for who reads for no client any more."""
    member = ClientMember.objects.select_related("client").filter(user=notice.recipient_id).first()
    if notice.about is None or member is None:
        return None
    found = open_releases(client_reader(member.client), now=timezone.now()).select_related(
        "programme"
    )
    release = found.filter(pk=notice.about).first()
    if release is None:
        return None
    return {
        "programme": release.programme.name,
        "reason": said_in_current_language(release.correction),
        "link": settings.SITE_URL.rstrip("/") + reverse("results", args=[release.programme.slug]),
    }


def _seal_facts(notice: Notice) -> Facts | None:
    if notice.about is None:
        return None
    broken = SealBreak.objects.get(pk=notice.about)
    return {
        "words": broken.words,
        "table": broken.table,
        "row": broken.row,
        "found_at": broken.found_at,
        # Where all of it was sealed anew no page can tell, and pages go on showing it.
        "shown": broken.table == Release._meta.db_table,
        "link": settings.SITE_URL.rstrip("/") + reverse("desk"),
    }


def register_letters() -> None:
    """Make the mails of this app known; done when the app is loaded."""
    register(corrections.NOTICE, Letter("scoring/mail/correction", _facts))
    register(broken_seals.NOTICE, Letter("scoring/mail/seal_broken", _seal_facts))
