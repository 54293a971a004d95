"""What a posted form says about a report: only what it names, as the checklist's values."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.checklist_document import ChecklistDocument, IntegerQuestion
from evaluations.evidence import DECLARED, WAIT_NOTE
from evaluations.queries.reports.held_words import ANSWERED, NO, YES
from evaluations.services.reports.drafting import Changes, ReportRefused, Seen
from evaluations.validators import AnswerFault, Fault
from evaluations.web.presenters.reports.report_filled import Filled

# The headers of a save: the digest of what the field said before, or that it said nothing, and the
# draft's revision in which that was told.
SEEN, SAID_NOTHING = "Seen", "nothing"
SEEN_REVISION = "Seen-Revision"
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_QUESTION, _COMMENT = "q.", "c."
BESIDE = (DECLARED, WAIT_NOTE)
# What a tick says before it has an instant.
TICKED = "yes"


def posted_changes(post: QueryDict, checklist: ChecklistDocument) -> Changes:
    """The changes in a posted form; an empty choice takes an answer away.

    Raises ReportRefused when the first question has an answer that it does not know.
    """
    said = post.get(ANSWERED)
    if said not in {None, YES, NO}:
        fault = Fault(AnswerFault.INVALID_OPTION, ANSWERED)
        raise ReportRefused(_("Some of this does not fit the form."), [fault])
    return Changes(
        answered=None if said is None else said == YES,
        answers={
            key: _value(text, checklist.questions.get(key))
            for key, text in _named(post, _QUESTION).items()
        },
        # Browsers write line ends in two ways, depending on who sends the form.
        comments={
            key: text.replace("\r\n", "\n").replace("\r", "\n")
            for key, text in _named(post, _COMMENT).items()
        },
        beside={key: _said(key, str(post[key])) for key in post if key.startswith(BESIDE)},
        device=_device(post),
    )


def posted_revision(post: QueryDict) -> int:
    """The draft's revision that the page was made from; one that never was when it says none."""
    return _revision(post.get("revision", ""))


def posted_fields(post: QueryDict) -> list[str]:
    """The names of the fields of the form that came along."""
    fields = (_QUESTION, _COMMENT, *BESIDE)
    return [name for name in post if name == ANSWERED or name.startswith(fields)]


def posted_seen(request: HttpRequest) -> Seen:
    """What she had before her when she typed; a page of before tells no revision, or nothing."""
    digest = request.headers.get(SEEN)
    if digest is None:
        return Seen()
    fields = posted_fields(request.POST)
    keys = [name.removeprefix(_QUESTION).removeprefix(_COMMENT) for name in fields]
    digests = dict.fromkeys(keys, "" if digest == SAID_NOTHING else digest)
    revision = _revision(request.headers.get(SEEN_REVISION, ""))
    return Seen(digests, dict.fromkeys(keys, revision) if revision >= 0 else {})


def field_name(key: str, *, is_comment: bool) -> str:
    """The name that a question, a comment, or what stands beside them has in the form."""
    if key == ANSWERED or key.startswith(BESIDE):
        return key
    return f"{_COMMENT if is_comment else _QUESTION}{key}"


def overlaid(filled: Filled, changes: Changes) -> Filled:
    """A draft with the changes on top, whether they were taken or not."""
    return Filled(
        answered=filled.answered if changes.answered is None else changes.answered,
        answers={**filled.answers, **changes.answers},
        comments={**filled.comments, **changes.comments},
        beside={**filled.beside, **changes.beside},
    )


def _named(post: QueryDict, prefix: str) -> Mapping[str, str]:
    return {name.removeprefix(prefix): str(post[name]) for name in post if name.startswith(prefix)}


def _revision(text: str) -> int:
    """A draft's revision; one that never was where the text is none."""
    return int(text) if _WHOLE.fullmatch(text) else -1


def _device(post: QueryDict) -> uuid.UUID | None:
    """The key that her phone made itself; None from a page without its script."""
    try:
        return uuid.UUID(post.get("device", ""))
    except ValueError:
        return None


def _said(key: str, text: str) -> str:
    """A tick as its instant: a page without its script only says that it is set."""
    if key.startswith(DECLARED) and text == TICKED:
        return timezone.now().isoformat()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _value(text: str, question: Any) -> str | int | None:
    if not text:
        return None
    if isinstance(question, IntegerQuestion) and _WHOLE.fullmatch(text):
        return int(text)
    return text
