"""The question about the wait as the clock fills it in, and why an answer is another one."""

import json
from dataclasses import replace
from functools import cached_property

from django.utils.translation import gettext as _

from evaluations.evidence import WAIT_NOTE
from evaluations.models import Attempt, Evaluation
from evaluations.queries.calls.wait_answers import answer_by_clock, attempt_timed, wait_question_of
from evaluations.web.presenters.reports.report_filled import Filled, Notes


class WaitClock:
    """What the form and its script know of the wait; without seconds in its options, a hint."""

    name = WAIT_NOTE

    def __init__(self, evaluation: Evaluation, filled: Filled, notes: Notes) -> None:
        self._call, self._given, self.notes = evaluation.test_call, filled, notes
        self._question = wait_question_of(evaluation)
        self.key = self._question.key if self._question else ""

    @cached_property
    def waited(self) -> int | None:
        """Seconds by the clock; None where it did not run."""
        return None if self._timed is None else self._timed.wait_seconds

    @cached_property
    def told(self) -> str:
        """The answer that the clock gives; empty without one."""
        return "" if self._question is None else answer_by_clock(self._question, self._timed)

    @property
    def filled(self) -> Filled:
        """What is filled in, with the clock's answer where she has given none."""
        if not self.is_filled_in:
            return self._given
        return replace(self._given, answers={**self._given.answers, self.key: self.told})

    @property
    def is_filled_in(self) -> bool:
        """Whether the answer is the clock's alone."""
        given = self._given
        return given.answered and bool(self.told) and given.answers.get(self.key) is None

    @property
    def is_corrected(self) -> bool:
        """Whether her answer is another than the clock's."""
        return bool(self.told) and self.filled.answers.get(self.key) != self.told

    @property
    def progress(self) -> tuple[int, int]:
        """Whether the note is there, and whether it is needed, as numbers to add up."""
        wanted = self.is_corrected and self._given.answered
        return int(wanted and bool(self.note.strip())), int(wanted)

    @property
    def note(self) -> str:
        """Why her answer is another."""
        return self._given.beside.get(WAIT_NOTE, "")

    @property
    def label(self) -> str:
        """What the note is asked by."""
        return _("Why is the clock's wait not right?")

    @property
    def labels(self) -> dict[str, str]:
        """The note by its key, where the form has it."""
        return {WAIT_NOTE: self.label} if self._question else {}

    @property
    def bands(self) -> str:
        """The options that stand for waits, for the script: value, from, below, in seconds."""
        bands = self._question.bands if self._question else {}
        return json.dumps([[value, *band] for value, band in bands.items() if band is not None])

    @property
    def others(self) -> str:
        """The answers that need a note, as JSON; none without a clock."""
        bands = self._question.bands if self._question and self.told else {}
        return json.dumps([value for value in bands if value != self.told])

    @property
    def waited_from(self) -> str:
        """When the attempt began that the wait belongs to."""
        timed = self._timed
        return "" if timed is None or self.waited is None else timed.started_at.isoformat()

    @cached_property
    def _timed(self) -> Attempt | None:
        return attempt_timed(self._call.attempts.all())
