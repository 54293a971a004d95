"""What a seeded shopper answers, and what her phone owes her after it has died."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PROMISE = 1.0  # seconds: what was there so long before the phone died is there afterwards
# The ways of typing, in seconds between two keys: pasted, hammered, fast, on a phone.
RHYTHMS = (0.0, 0.03, 0.08, 0.15, 0.25)
TYPING = 1.4  # seconds at most for one text
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåäöé      ,.?!\n€😀"
CHOICES = {
    "q.wait": ("fast", "fair", "slow"),
    "q.correct": ("yes", "no"),
    "q.fits": ("well", "fair", "bad"),
    "q.mood": ("up", "down"),
    "q.score": tuple(map(str, range(11))),
}
NUMBER, WORDS = "q.minutes", ("c.c_words", "c.c_more")
REQUIRED = ("q.wait", "q.correct", "q.fits")
# On a phone one section is a screen.
SCREENS = {
    "q.wait": "s-waiting",
    "q.correct": "s-solution",
    "q.fits": "s-solution",
    "q.mood": "s-experience",
    "q.score": "s-experience",
    "q.minutes": "s-experience",
    "c.c_words": "s-comments",
    "c.c_more": "s-comments",
}


def soak_checklist() -> dict[str, Any]:
    """The tiny award's checklist with a number to tap, one to type, and a second comment."""
    from tests.factories.tiny_method import checklist_document, text  # noqa: PLC0415 - see _prepare

    document = checklist_document()
    whole = {
        "channels": ["phone"],
        "required": False,
        "scored": False,
        "na": "not_allowed",
        "type": "integer",
        "min": 0,
    }
    document["sections"][-1]["questions"] += [
        {"key": "score", "text": text("score"), "max": 10} | whole,
        {"key": "minutes", "text": text("minutes"), "max": 999_999} | whole,
    ]
    document["comments"].append({"key": "c_more", "text": text("More"), "required": False})
    return document


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to be given: tapped, or typed key by key with so many seconds between two."""

    name: str
    value: str
    rhythm: float = 0.0

    @property
    def is_tapped(self) -> bool:
        """Whether it is one tap."""
        return self.name in CHOICES


def answers(luck: random.Random) -> Iterator[Answer]:
    """The answers of one session, in her order; some questions she answers twice."""
    for _answer in range(luck.randint(3, 7)):
        yield luck.choice((_choice, _choice, _number, _words, _words))(luck)


def _choice(luck: random.Random) -> Answer:
    name = luck.choice(list(CHOICES))
    return Answer(name, luck.choice(CHOICES[name]))


def _number(luck: random.Random) -> Answer:
    return Answer(NUMBER, str(luck.randint(1, 999_999)), luck.choice(RHYTHMS))


def _words(luck: random.Random) -> Answer:
    rhythm = luck.choice(RHYTHMS)
    most = 60 if not rhythm else max(4, int(TYPING / rhythm))
    words = "".join(luck.choices(LETTERS, k=luck.randint(3, min(60, most)))).strip()
    return Answer(luck.choice(WORDS), f"{words}.", rhythm)


@dataclass
class Said:
    """What each field has said, and from when on; a field that nobody touched said nothing."""

    states: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, value: str) -> None:
        """The field says this by now."""
        self.states.setdefault(name, [(0.0, "")]).append((time.monotonic(), value))

    def owed(self, death: float) -> dict[str, set[str]]:
        """What each field may say after this moment: nothing older than a second before it."""
        return {name: set(_since(states, death - PROMISE)) for name, states in self.states.items()}

    def owed_elsewhere(self) -> dict[str, set[str]]:
        """What each field may say on another device: nothing older than what was received."""
        owed = {}
        for name, received in self.received.items():
            values = [value for _moment, value in self.states[name]]
            last = max(place for place, value in enumerate(values) if value == received)
            owed[name] = set(values[last:])
        return owed


def _since(states: list[tuple[float, str]], moment: float) -> Iterator[str]:
    """What stood at that moment, and all that came after it."""
    for (_begun, value), follower in zip(states, [*states[1:], None], strict=True):
        if follower is None or follower[0] > moment:
            yield value
