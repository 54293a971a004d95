"""What the demo's shopper has reported, and what her coordinator says about comments.

All of it is invented. The contacts of the clients' company are those of the sample, by their ids.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluations.enums import Channel, RelationKind, ReviewReason

# What Selma is to companies with an open place: assigning these to her shows why it is refused.
RELATIONS = (("grocery-07", RelationKind.EMPLOYEE), ("power-12", RelationKind.CUSTOMER))


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt that was answered, on the last working day before the first start; seconds."""

    at: dt.time
    wait_seconds: int
    handling_seconds: int


@dataclass(frozen=True, slots=True)
class Returned:
    """Why the coordinator sends a report back."""

    reason: str
    remarks: Mapping[str, str]
    code: ReviewReason = ReviewReason.CONTRADICTION


@dataclass(frozen=True, slots=True)
class Story:
    """One call and how far it has come.

    `due_in` is in days from the first start. Without a `tried` it is only offered, with one also
    accepted; `complete` says whether the report was handed in.
    """

    channel: Channel
    scenario: str
    due_in: int
    tried: Try | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    returned: Returned | None = None


STORIES = (
    Story(Channel.PHONE, "ask_price", due_in=9),
    Story(
        Channel.PHONE,
        "opening_hours",
        due_in=4,
        tried=Try(dt.time(13, 20), wait_seconds=95, handling_seconds=240),
        answers={
            "wait_band": "w2",
            "callback_offered": "no",
            "greeted": "yes",
            "presented": "yes",
            "first_impression": "4",
            "tone": "4",
            "open_questions": "partly",
        },
        comments={"c_welcome": "Det tok halvannet minutt, men så ble jeg møtt vennlig."},
    ),
    Story(
        Channel.EMAIL,
        "ask_price",
        due_in=2,
        tried=Try(dt.time(10, 5), wait_seconds=19_200, handling_seconds=300),
        answers={
            "wait_band": "w1",
            "greeted": "yes",
            "presented": "yes",
            "first_impression": "5",
            "layout": "4",
            "open_questions": "no",
            "found_hidden_need": "no",
            "summed_up_need": "yes",
            "needs_overall": "3",
            "answered_what_asked": "yes",
            "attentive": "4",
            "understood": "4",
            "correct_info": "yes",
            "solution_fits": "4",
            "alternatives": "yes",
            "solved_first_contact": "yes",
            "explained_simply": "5",
            "guided_to_selfhelp": "yes",
            "offered_more": "no",
            "asked_to_buy": "yes",
            "agreed_next_step": "no",
            "checked_satisfied": "yes",
            "farewell": "4",
            "nps": 8,
            "csat": 4,
            "ces": 6,
            "ves_value": 4,
            "ves_trust": 4,
        },
        comments={
            "c_welcome": "Svaret kom samme ettermiddag og begynte med en takk for henvendelsen.",
            "c_agent": "Hun hadde lest e-posten min nøye og svarte på alt jeg spurte om.",
            "c_result": "Jeg vet hva det koster, men ikke hva som kommer i tilegg.",
        },
        complete=True,
    ),
    Story(
        Channel.CHAT,
        "how_to",
        due_in=3,
        tried=Try(dt.time(11, 40), wait_seconds=40, handling_seconds=520),
        answers={
            "wait_band": "w1",
            "greeted": "yes",
            "presented": "no",
            "first_impression": "3",
            "layout": "3",
            "open_questions": "no",
            "found_hidden_need": "na",
            "summed_up_need": "no",
            "needs_overall": "2",
            "answered_what_asked": "partly",
            "attentive": "3",
            "understood": "3",
            "correct_info": "yes",
            "solution_fits": "3",
            "alternatives": "no",
            "solved_first_contact": "yes",
            "explained_simply": "3",
            "guided_to_selfhelp": "yes",
            "agreed_next_step": "no",
            "checked_satisfied": "no",
            "farewell": "3",
            "nps": 5,
            "csat": 3,
            "ces": 4,
            "ves_value": 3,
            "ves_trust": 3,
        },
        comments={
            "c_agent": "Det gikk fort.",
            "c_result": "Jeg fikk en lenke, men måtte ta kontakt en gang til for å komme i mål.",
        },
        complete=True,
        returned=Returned(
            "Takk for rapporten! To ting bør ses på før den kan telle.",
            {
                "solved_first_contact": "Du skriver at du måtte ta kontakt en gang til, men har"
                " svart at saken ble løst. Hva er riktig?",
                "c_agent": "Skriv gjerne litt mer: Hva ble du spurt om, og hva ble du forklart?",
            },
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Moderated:
    """The coordinator's word on one comment; `mended` where its spelling needed it."""

    evaluation: uuid.UUID
    key: str
    read: str
    mended: str = ""
    describes_no_one: bool = True


_FIRST = uuid.UUID("01968b28-da8f-457a-9e1e-a37d0e6beca3")
_SECOND = uuid.UUID("d0e3ce4d-2691-4e82-bbcb-f287bd69357e")
_THIRD = uuid.UUID("f33c296a-0cdb-4420-b89a-cce7381af1e9")
MODERATED = (
    Moderated(_FIRST, "c_welcome", "Svaret kom til punkt og prikke, og tonen var vennlig."),
    Moderated(
        _FIRST,
        "c_agent",
        "Svaret var riktig, men vanskelig å følge. Forslaget om tillegg virket påklistret.",
    ),
    Moderated(
        _FIRST,
        "c_result",
        "Vi avtalte at jeg får en e-post i morgen. Vi gikk gjennom behovet steg for steg, og hun"
        " oppsummerte til slutt.",
        describes_no_one=False,
    ),
    Moderated(
        _SECOND,
        "c_welcome",
        "Jeg ble tatt imot varm og fikk hjelp uten venting. Forslaget om tillegg virket"
        " påklistret.",
        mended="Jeg ble tatt imot varmt og fikk hjelp uten venting. Forslaget om tillegg virket"
        " påklistret.",
    ),
    Moderated(
        _SECOND,
        "c_agent",
        "Alternativene ble forklart med fordeler og ulemper. Jeg satt igjen med en god følelse.",
    ),
    Moderated(_THIRD, "c_welcome", "Jeg ble tatt imot rolig og fikk hjelp uten venting."),
)
