"""What waits at the demo's desk, in words. All of it is invented."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evaluations.enums import Channel, ExtraKind, ObjectionReason
from evaluations.services.objections.objecting import Filing
from evaluations.services.roster.applying import Applicant
from scoring.services.demo.reports import STORIES
from shoppers.enums import Gender
from shoppers.languages import Language
from shoppers.services.recruiting import Planning, Profile

# The shopper of these reports: she rated as the master did, see demo_calibration.
WORKING = "D-0101"
# Nobody's account, with check digits that are right.
ACCOUNT = "8601 11 17947"
# On the picture of her calls; nobody has it.
NUMBER = "00 00 00 00"
LEFT = "ferry-04"
LEFT_BECAUSE = "Selskapet la ned kundesenteret og trakk seg med brev av i går."
RETURNED_BECAUSE = "Skriv hva som skjedde ved hvert forsøk: tonen, køen eller en stemme?"
NOTES = {
    "D-0001": "Vil helst ha samtaler før lunsj. Snakker også engelsk.",
    WORKING: "Leverer samme dag. Avtalt: sier fra hvis uka blir full.",
}
BONUS = (Decimal(150), "Tok tre samtaler på kort varsel.")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was handed in; `waits` in seconds, one of each attempt, one a day.

    Nobody answered where `answered` is false. `company` where it is about that one, else about any
    that she has not met.
    """

    channel: Channel
    scenario: str
    at: dt.time
    waits: tuple[int, ...]
    company: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    recognised: str = ""

    @property
    def answered(self) -> bool:
        """Whether somebody did."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Spent:
    """An expense; `decided` where a coordinator has approved it already.

    `receipt` has the lines of its receipt: what, and its amount.
    """

    kind: ExtraKind
    amount: Decimal
    days_ago: int
    words: str
    receipt: tuple[tuple[str, str], ...]
    decided: bool


_MAIL = next(each for each in STORIES if each.channel is Channel.EMAIL)
_CHAT = next(each for each in STORIES if each.channel is Channel.CHAT)
WAITING = Report(Channel.PHONE, "opening_hours", dt.time(10, 15), (300, 300))
DIFFERING = Report(Channel.PHONE, "opening_hours", dt.time(12, 40), (300, 300))
APPROVED = Report(
    Channel.EMAIL,
    "switch_provider",
    dt.time(9, 20),
    (14_400,),
    company="bank-01",
    answers=_MAIL.answers,
    comments={"c_result": "Jeg fikk vite prisen og hvordan jeg bytter."},
)
FLAGGED = Report(
    Channel.CHAT,
    "how_to",
    dt.time(11, 5),
    (35,),
    answers=_CHAT.answers,
    comments={"c_agent": "Hun spurte om jeg var en testkunde, og svarte så på det jeg lurte på."},
    recognised="Hun spurte rett ut om dette var en test.",
)
OBJECTION = Filing(
    question="asked_to_buy",
    reason=ObjectionReason.WRONG_ANSWER,
    text="I svaret vårt står det ingen oppfordring til å kjøpe, bare en lenke til prisene.",
    evidence="E-posten ligger i vårt arkiv og kan sendes.",
)
EXPENSES = (
    Spent(
        ExtraKind.PHONE,
        Decimal("45.00"),
        6,
        "Kontantkort til samtalene.",
        receipt=(("Kontantkort", "45,00"), ("Sum", "45,00")),
        decided=True,
    ),
    Spent(
        ExtraKind.TRAVEL,
        Decimal("78.00"),
        2,
        "Buss til et sted med dekning.",
        receipt=(("Enkeltbillett", "39,00"), ("Enkeltbillett", "39,00"), ("Sum", "78,00")),
        decided=False,
    ),
)


def _applicant(name: str, region: str, born: int, *channels: Channel) -> Applicant:
    return Applicant(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@applicants.example",
        language=Language.BOKMAL,
        channels=channels,
        profile=Profile(Planning([Language.BOKMAL], region, 3), born, Gender.FEMALE),
        consent_hash=hashlib.sha256(b"demo").hexdigest(),
    )


APPLICANTS = (
    _applicant("Jorunn Moen", "Nordland", 1979, Channel.PHONE),
    _applicant("Berit Solli", "Agder", 1994, Channel.PHONE, Channel.CHAT),
    _applicant("Signe Lund", "Innlandet", 1968, Channel.PHONE, Channel.EMAIL),
)
