"""What a shopper does before her first call, step by step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import FirstStep, SignedText
from evaluations.models import Briefing, Programme
from evaluations.queries.roster.certification import Certification
from evaluations.web.crumbs import crumbs_of
from shoppers.conduct import Article, CodeOfConduct
from shoppers.languages import current_language, in_current_language
from shoppers.models import QualificationTry
from shoppers.qualification import QualificationDocument
from shoppers.queries.qualifications import Standing

STEP_PAGES: Mapping[FirstStep, str] = {
    FirstStep.CODE: "sign_code",
    FirstStep.BRIEFING: "sign_briefing",
    FirstStep.TEST: "take_test",
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: where it is taken, and when it was."""

    label: str
    url: str
    done: bool
    done_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TextShown:
    """A text to sign, in the reader's language, and what she says by signing."""

    articles: Sequence[Article]
    words: str
    text_hash: str
    promise: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question after the test is passed: what is right, what she said, and why."""

    question: str
    right: str
    said: str
    why: str


def step_url(step: FirstStep, programme: Programme) -> str:
    """The page of a step."""
    if step is FirstStep.CALIBRATION:
        return reverse("my_calibrations")
    return reverse(STEP_PAGES[step], args=[programme.slug])


def steps_shown(standing: Certification) -> list[StepShown]:
    """Every step that is asked for, in its order."""
    signed = {FirstStep.CODE: standing.code, FirstStep.BRIEFING: standing.briefing}
    found = []
    for step in standing.steps:
        signature = signed.get(step)
        found.append(
            StepShown(
                str(step.label),
                step_url(step, standing.programme),
                standing.done(step),
                signature.at if signature is not None else None,
            )
        )
    return found


def first_call_crumbs(programme: Programme, *further: str) -> list[dict[str, str]]:
    """The way from her calls to a page before the first one."""
    return crumbs_of(
        (_("My calls"), reverse("my_calls")),
        (_("Before the first call"), reverse("before_first_call", args=[programme.slug])),
        further=further,
    )


def code_shown(code: CodeOfConduct) -> TextShown:
    """The code of conduct."""
    return TextShown(
        articles=code.articles[current_language()],
        words="",
        text_hash=code.text_hash,
        promise=_("I have read the code of conduct and will keep to it."),
    )


def briefing_shown(briefing: Briefing) -> TextShown:
    """The programme's briefing."""
    return TextShown(
        articles=(),
        words=in_current_language(briefing.text),
        text_hash=briefing.text_hash,
        promise=_("I have read the briefing and will work by it."),
    )


def title_of(signed: SignedText) -> str:
    """What the page of a text is called."""
    return str(signed.label)


def what_is_asked(document: QualificationDocument) -> str:
    """How many questions, how many right answers."""
    return ngettext(
        "%(count)d question. %(passing)d right answers are enough.",
        "%(count)d questions. %(passing)d right answers are enough.",
        len(document.questions),
    ) % {"count": len(document.questions), "passing": document.passing}


def tries_left_words(left: int) -> str:
    """How often she may try."""
    return ngettext("You have %(count)d try left.", "You have %(count)d tries left.", left) % {
        "count": left
    }


def not_passed_words(last: QualificationTry, standing: Standing, passing: int) -> str:
    """What came of a try, without telling which answers were right."""
    said = _("%(right)d of %(asked)d answers were right; %(passing)d are needed.") % {
        "right": last.right,
        "asked": last.asked,
        "passing": passing,
    }
    if standing.left:
        return f"{said} {tries_left_words(standing.left)}"
    return f"{said} " + _("There is no try left. A coordinator can give you one more.")


def lessons(document: QualificationDocument, answers: Mapping[str, str]) -> list[Lesson]:
    """Every question with its right answer; for who has passed, and for coordinators."""
    language = current_language()
    found = []
    for question in document.questions:
        texts = {option.key: str(getattr(option.text, language)) for option in question.options}
        said = answers.get(question.key, "")
        found.append(
            Lesson(
                question=str(getattr(question.text, language)),
                right=texts[question.right],
                said="" if said == question.right else texts.get(said, ""),
                why=str(getattr(question.why, language)),
            )
        )
    return found
