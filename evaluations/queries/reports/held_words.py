"""What the server holds of a report: a phone lets go of its words only where these are the same."""

from evaluations.canonical import words_digest
from evaluations.models import Draft, Evaluation

# The first question of every form, which no checklist asks.
ANSWERED = "answered"
YES, NO = "yes", "no"


def filled_in_last(evaluation: Evaluation) -> Draft | Evaluation:
    """The draft; where there is none, the report itself."""
    draft: Draft | None = getattr(evaluation, "draft", None)
    return draft or evaluation


def held_texts(source: Draft | Evaluation) -> dict[str, str]:
    """What was filled in, as a form spells it, by question or comment key; no empty texts."""
    texts = {ANSWERED: YES if source.answered else NO}
    texts |= {key: str(value) for key, value in source.answers.items()}
    texts |= source.comments | source.beside
    return {key: text for key, text in texts.items() if text}


def devices_of(source: Draft | Evaluation) -> dict[str, str]:
    """The device that said each of them last, by key; only a draft knows."""
    devices: dict[str, str] = getattr(source, "said_on", {})
    return devices


def revision_of(evaluation: Evaluation) -> int:
    """The draft's revision; 0 where there is none."""
    draft: Draft | None = getattr(evaluation, "draft", None)
    return draft.revision if draft else 0


def revisions_of(source: Draft | Evaluation) -> dict[str, int]:
    """The revision that each of them was said in last, by key; only a draft knows."""
    revisions: dict[str, int] = getattr(source, "said_in", {})
    return revisions


def text_digest(text: str) -> str:
    """The sha256 of a text of a form; an empty one where it says nothing."""
    return words_digest(text) if text else ""
