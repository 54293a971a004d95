"""The mails of the expectation survey: that it is open, and one reminder."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.surveys.enums import SurveyNotice, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import silent_shoppers
from shoppers.models import Notice
from shoppers.services.mail import Facts, Letter, register


def _facts(notice: Notice) -> Facts | None:
    """None once the survey is closed, or she has answered, or is not asked any more."""
    if notice.about is None:
        return None
    survey = ExpectationSurvey.objects.select_related("programme").filter(pk=notice.about).first()
    if survey is None or survey.standing(timezone.localdate()) is not SurveyStanding.OPEN:
        return None
    if not silent_shoppers(survey).filter(user=notice.recipient_id).exists():
        return None
    return {
        "programme": survey.programme.name,
        "closes_on": survey.closes_on,
        "link": settings.SITE_URL.rstrip("/")
        + reverse("my_expectations", args=[survey.programme.slug]),
    }


def register_letters() -> None:
    """Make the mails of this app known; done when the app is loaded."""
    for kind in SurveyNotice:
        register(kind, Letter(f"surveys/mail/{kind}", _facts))
