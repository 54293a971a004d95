"""Opening and closing a survey, and the two mails it owes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.surveys.enums import Asks, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import Turnout, turnout
from evaluations.surveys.services.answering import send_answer
from evaluations.surveys.services.opening import (
    Plan,
    announce_due,
    close_survey,
    keep_open,
    open_survey,
    remind,
)
from evaluations.surveys.services.refusals import (
    AlreadyReminded,
    DayRefused,
    NothingToAsk,
    SurveyNotOpen,
    SurveyOpened,
    SurveyRefused,
)
from evaluations.surveys.tasks import announce_due as announce_task
from shoppers.languages import Language
from shoppers.models import Notice, User
from shoppers.services.notices import sweep_notices
from tests.factories.awards import Award, tiny_award
from tests.factories.surveys import SECTIONS, given, opened_survey, over

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _kinds() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("kind", "recipient__name"))


def test_opening_owes_a_mail_to_everybody_who_can_answer(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    # Has answered already, by a file; is in another award only; has no log-in.
    row = award.expects({"needs": 60, "solution": 40})
    row.shopper = nora.shopper
    row.save()
    tiny_award("2025")

    survey = opened_survey(award, alma)

    assert _kinds() == [("expectations_opened", "Selma Sund")]
    assert survey.announced_at is not None
    assert turnout(survey) == Turnout(asked=2, answered=1)


def test_a_later_survey_is_told_on_its_day_and_once(award: Award, alma: User, selma: User) -> None:
    survey = opened_survey(award, alma, starts_in=1)
    assert (announce_due(), _kinds()) == (0, [])
    assert survey.standing(timezone.localdate()) is SurveyStanding.SCHEDULED

    survey.opens_on -= DAY
    survey.save()

    assert announce_due() == 1
    announce_task()
    assert announce_due() == 0
    assert _kinds() == [("expectations_opened", "Selma Sund")]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (Language.ENGLISH, "What matters to you? Two minutes", "open until"),
        (Language.BOKMAL, "Hva betyr noe for deg? To minutter", "åpent til"),
        (Language.SWEDISH, "Vad är viktigt för dig? Två minuter", "öppet till"),
    ],
)
def test_the_mail_is_in_her_language_and_leads_to_the_form(
    award: Award, alma: User, selma: User, language: Language, subject: str, words: str
) -> None:
    selma.language = language
    selma.save()
    opened_survey(award, alma)

    assert sweep_notices() == 1

    assert (mail.outbox[0].subject, mail.outbox[0].to) == (subject, [selma.email])
    assert words in mail.outbox[0].body
    assert "/my-calls/expectations/2026/" in mail.outbox[0].body


@pytest.mark.parametrize("moot", ["answered", "closed"])
def test_a_mail_that_is_no_longer_true_is_not_sent(
    survey: ExpectationSurvey, alma: User, selma: User, moot: str
) -> None:
    if moot == "answered":
        send_answer(survey=survey, answer=given(60, 40), by=selma)
    else:
        close_survey(survey=survey, by=alma)

    assert (sweep_notices(), mail.outbox) == (0, [])
    assert Notice.objects.get().failed_at is not None


def test_one_reminder_goes_to_those_who_have_not_answered(
    survey: ExpectationSurvey, alma: User, selma: User, nora: User
) -> None:
    send_answer(survey=survey, answer=given(60, 40), by=selma)
    Notice.objects.all().delete()

    assert remind(survey=survey, by=alma) == 1
    with pytest.raises(AlreadyReminded):
        remind(survey=survey, by=alma)

    assert _kinds() == [("expectations_reminder", "Nora Nes")]
    assert sweep_notices() == 1
    assert "only reminder" not in mail.outbox[0].subject
    assert mail.outbox[0].to == [nora.email]


def test_a_closed_survey_opens_again_with_another_last_day(
    survey: ExpectationSurvey, alma: User, selma: User
) -> None:
    today = timezone.localdate()
    close_survey(survey=survey, by=alma)
    with pytest.raises(SurveyNotOpen):
        close_survey(survey=survey, by=alma)
    with pytest.raises(DayRefused):
        keep_open(survey=survey, closes_on=today - DAY, by=alma)
    survey.refresh_from_db()
    assert survey.standing(today) is SurveyStanding.CLOSED

    keep_open(survey=survey, closes_on=today, by=alma)

    survey.refresh_from_db()
    assert survey.standing(today) is SurveyStanding.OPEN
    assert survey.standing(today + DAY) is SurveyStanding.CLOSED


def test_a_survey_that_is_over_reminds_nobody(survey: ExpectationSurvey, alma: User) -> None:
    Notice.objects.all().delete()
    with pytest.raises(SurveyNotOpen):
        remind(survey=over(survey), by=alma)

    assert _kinds() == []


def _plan(**changes: object) -> Plan:
    today = timezone.localdate()
    facts = {"asks": Asks.SHARES, "sections": SECTIONS, "opens_on": today, "closes_on": today}
    return Plan(**(facts | changes))  # type: ignore[arg-type]  # the facts of a plan, one changed


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (lambda: _plan(sections=("needs",)), NothingToAsk),
        (lambda: _plan(opens_on=timezone.localdate() - DAY), DayRefused),
        (lambda: _plan(closes_on=timezone.localdate() - DAY), DayRefused),
    ],
)
def test_a_survey_that_makes_no_sense_is_not_opened(
    award: Award, alma: User, plan: Callable[[], Plan], refusal: type[SurveyRefused]
) -> None:
    with pytest.raises(refusal):
        open_survey(programme=award.programme, plan=plan(), by=alma)

    assert not ExpectationSurvey.objects.exists()


def test_a_programme_has_one_survey(award: Award, survey: ExpectationSurvey, alma: User) -> None:
    with pytest.raises(SurveyOpened):
        opened_survey(award, alma, asks=Asks.BOTH)

    assert ExpectationSurvey.objects.get().asks == Asks.SHARES
