"""Examples for the API's description; every name is invented."""

from decimal import Decimal
from typing import Any

_HASH = "3f8a…64 hexadecimal digits…c21b"
_ADDRESS = "https://award.example/api/v1/programmes/2026/rankings/"

RANKING_ROW: dict[str, Any] = {
    "company": "fjellbanken",
    "name": "Fjellbanken",
    "category": "bank",
    "rank": 1,
    "total": Decimal("86.700000000000"),
    "answered_only": Decimal("90.312500000000"),
    "agent": Decimal("91.041666666667"),
    "contacts": 25,
    "answered": 24,
    "formerly": "",
}
RANKING: dict[str, Any] = {
    "count": 194,
    "next": f"{_ADDRESS}?page_size=100&cursor=100-5d0c1f6ab2e93c47",
    "previous": None,
    "corrections": [],
    "departures": [
        {
            "company": "bygdebanken",
            "name": "Bygdebanken",
            "category": "bank",
            "kind": "merge",
            "left_on": "2026-03-02",
            "merged_into": "fjellbanken",
        }
    ],
    "results": [RANKING_ROW],
}
WINNERS: dict[str, Any] = {
    "category": {"bank": ["fjellbanken"], "power": ["nordlys-kraft", "elvekraft"]},
    "overall": ["fjellbanken"],
    "channel": {"phone": ["fjellbanken"], "email": ["elvekraft"]},
    "corrections": [],
}
CONFIDENCE: dict[str, Any] = {
    "level": "0.95",
    "confirmed": {"category": {"bank": True, "power": False}, "overall": False, "channel": {}},
    "companies": [
        {
            "company": "fjellbanken",
            "category": "bank",
            "unplaced": "",
            "lower": Decimal("82.100000"),
            "upper": Decimal("91.300000"),
            "best_rank": 1,
            "worst_rank": 4,
            "could_be_best": True,
        }
    ],
}
COMPANY: dict[str, Any] = {
    **RANKING_ROW,
    "sections": {"waiting": {"mean": Decimal("93.055555555556"), "contacts": 24}},
    "channels": {"phone": {"mean": Decimal("84.120000000000"), "contacts": 10}},
}
CONTACTS: dict[str, Any] = {
    "count": 25,
    "next": None,
    "previous": None,
    "results": [
        {
            "contact": "0b8f6a52-6d0e-4f4e-9d5b-1a2b3c4d5e6f",
            "channel": "phone",
            "scenario": "move-house",
            "date": "2026-02-11",
            "half_day": "morning",
            "answered": True,
            "total": Decimal("88.250000000000"),
            "sections": {
                "waiting": {
                    "got": 3,
                    "possible": 4,
                    "percent": Decimal("75.000000000000"),
                    "critical": False,
                }
            },
            "answers": [
                {
                    "question": "greeting",
                    "section": "welcome",
                    "answer": "yes",
                    "got": 2,
                    "possible": 2,
                },
                {
                    "question": "callback_offered",
                    "section": "closing",
                    "answer": "no",
                    "got": None,
                    "possible": None,
                },
            ],
            "comments": {"best": "The questions were to the point."},
        }
    ],
}
WEIGHTS: dict[str, Any] = {
    "source": "expectation_survey",
    "weights": {"waiting": {"fraction": "1/20", "decimal": Decimal("0.050000000000")}},
    "answers": 91,
    "level": Decimal("0.95"),
    "intervals": {"waiting": {"low": Decimal("0.050000000000"), "high": Decimal("0.050000000000")}},
    "approved": True,
}
EXPECTATION_SURVEY: dict[str, Any] = {
    "responses": 98,
    "complete": 91,
    "shares": {"listening": Decimal("0.214285714286")},
}
PROGRAMME_LINE: dict[str, Any] = {
    "slug": "2026",
    "year": 2026,
    "name": "Best in test 2026",
    "fieldwork": {"start": "2026-01-15", "end": "2026-04-12"},
    "method_hash": _HASH,
    "method_frozen_at": "2026-01-10T09:00:00+01:00",
    "released": True,
    "released_since": "2026-05-20T08:00:00+02:00",
    "release": 1,
    "release_hash": _HASH,
    "corrections": [],
    "departures": [],
    "objections": {
        "as_of": "2026-05-18T12:00:00Z",
        "previewed": 4862,
        "disputed": 146,
        "filed": 171,
        "withdrawn": 9,
        "open": 0,
        "accepted": 31,
        "partly": 12,
        "refused": 119,
    },
}
PROGRAMMES: dict[str, Any] = {"results": [PROGRAMME_LINE]}
PROGRAMME: dict[str, Any] = {
    **PROGRAMME_LINE,
    "method": {"schema_version": 1, "fieldwork": {"contacts_per_company": 25}},
}
OBJECTION_FILING: dict[str, Any] = {
    "contact": "6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21",
    "question": "wait",
    "reason": "wrong_wait",
    "text": "Our phone log says twenty seconds.",
    "evidence": "Log 41-2, half past ten: answered after twenty seconds.",
}
OBJECTION: dict[str, Any] = {
    "id": "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01",
    "contact": OBJECTION_FILING["contact"],
    "company": "fjellbanken",
    "question": "wait",
    "reason": "wrong_wait",
    "text": OBJECTION_FILING["text"],
    "evidence": OBJECTION_FILING["evidence"],
    "filed_at": "2026-05-02T09:30:00+02:00",
    "answer_due": "2026-05-09T09:30:00+02:00",
    "state": "refused",
    "decision": {
        "reason": "The clock of the call says otherwise.",
        "at": "2026-05-05T14:10:00+02:00",
        "contact_is": "approved",
    },
    "contact_at": None,
}
OBJECTIONS: dict[str, Any] = {
    "count": 1,
    "next": None,
    "previous": None,
    "results": [OBJECTION],
}
