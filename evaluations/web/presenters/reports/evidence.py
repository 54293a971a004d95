"""What shows that nobody answered: as the form asks for it, and as the desk reads it."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.evidence import DECLARED, Asked, declared_at
from evaluations.models import Evaluation
from evaluations.queries.reports.attachments import attachments_of, opens_at_desk
from evaluations.queries.reports.evidence import Arrival, arrivals, evidence_wanted
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.reports.attachments import attachment_block, attachment_url
from evaluations.web.presenters.reports.report_filled import Beside, Filled, Notes


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece: a picture to add or a tick to set; `state` is lacking, here or received.

    `value` is the instant of a tick, `replaces` says that it stands in the place of a picture.
    """

    key: str
    kind: str
    label: str
    by_word: bool
    replaces: bool
    value: str
    state: str
    notes: Notes


class EvidenceForm:
    """What the form asks for when nobody answered; no items where the method asks for nothing."""

    def __init__(self, evaluation: Evaluation, filled: Filled, beside: Beside) -> None:
        self._evaluation, self._filled, self._beside = evaluation, filled, beside
        self._wanted = evidence_wanted(evaluation)

    @property
    def is_open(self) -> bool:
        """Whether it is asked for by now."""
        return not self._filled.answered

    @property
    def labels(self) -> dict[str, str]:
        """Every piece by its key."""
        return {each.key: _label(each) for each in self._wanted}

    @property
    def items(self) -> list[EvidenceItem]:
        """The pieces in the method's order."""
        states = self._states() if self._wanted else {}
        return [self._item(each, states) for each in self._wanted]

    def _states(self) -> dict[str, str]:
        """How far the pictures have come that the server knows, the furthest of each kind."""
        found: dict[str, dict[str, str]] = {"lacking": {}, "here": {}, "received": {}}
        for row in attachment_block(self._evaluation).rows:
            found[row.standing][row.word] = row.standing
        return found["lacking"] | found["here"] | found["received"]

    def _item(self, asked: Asked, states: dict[str, str]) -> EvidenceItem:
        said = self._filled.beside.get(asked.key, "")
        state = states.get(asked.kind.value, "lacking")
        return EvidenceItem(
            key=asked.key,
            kind=asked.kind.value,
            label=_label(asked),
            by_word=asked.by_word,
            replaces=asked.replaces_picture,
            value=said,
            state=("received" if said else "lacking") if asked.by_word else state,
            notes=self._beside.notes(asked.key),
        )


def _label(asked: Asked) -> str:
    if asked.replaces_picture:
        return _("I tried as noted here, and nobody answered")
    return str(asked.kind.label)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece as a reviewer reads it; `urls` open its pictures."""

    label: str
    words: str
    urls: list[str]
    chip: Chip


def evidence_lines(evaluation: Evaluation) -> list[EvidenceLine]:
    """What shows that nobody answered, beside the report; nothing where nothing is owed."""
    found = arrivals(evaluation, getattr(evaluation, "pictures_here", ()))  # annotated
    if not found:
        return []
    opened: dict[str, list[str]] = {}
    for file in attachments_of(evaluation):
        file.evaluation = evaluation
        if opens_at_desk(file):
            opened.setdefault(file.kind, []).append(attachment_url(file))
    return [
        EvidenceLine(
            label=asked.kind.short,
            words=_words(evaluation, asked),
            urls=opened.get(asked.kind.value, []),
            chip=_CHIPS[arrival](),
        )
        for asked, arrival in found
    ]


def _words(evaluation: Evaluation, asked: Asked) -> str:
    """What she said herself, and when by the clock of her phone."""
    moment = declared_at(evaluation.beside.get(f"{DECLARED}{asked.kind.value}", ""))
    if moment is None:
        return ""
    when = {"when": date_format(localtime(moment), "DATETIME_FORMAT")}
    if asked.kind.picture is None:
        return _("The shopper has looked there, %(when)s by the phone's clock.") % when
    return (
        _(
            "The staff of this company has not been told of the tests, so no such picture is"
            " taken. The shopper says that the attempts were made as noted and nobody answered, "
            "%(when)s by the phone's clock."
        )
        % when
    )


_CHIPS = {
    Arrival.HERE: lambda: Chip(_("Here"), "good", "check"),
    Arrival.ON_ITS_WAY: lambda: Chip(_("Evidence on its way"), "info", "upload"),
    Arrival.MISSING: lambda: Chip(_("Evidence missing"), "warn", "alert"),
}
