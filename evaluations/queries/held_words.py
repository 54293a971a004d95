"""What the server holds of a report: a phone lets go of its words only where these are the same."""

from evaluations.canonical import words_digest
from evaluations.models import Draft, Evaluation

# The first question of every form, which no checklist asks.
ANSWERED = "answered"
YES, NO = "yes", "no"


def texts_of(source: Draft | Evaluation) -> dict[str, str]:
    """What was filled in, as a form spells it, by question or comment key; no empty texts."""
    texts = {ANSWERED: YES if source.answered else NO}
    texts |= {key: str(value) for key, value in source.answers.items()}
    texts |= source.comments
    return {key: text for key, text in texts.items() if text}


def held_words(source: Draft | Evaluation) -> dict[str, str]:
    """The sha256 of each of these texts, by key."""
    return {key: words_digest(text) for key, text in texts_of(source).items()}
