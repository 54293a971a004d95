"""What the sample says of driving a call: every role is briefed, every channel can be reached."""

import gzip
import json
import re
import zlib
from typing import Any

import pytest

from evaluations.services.importing.directory import read_directory
from tests.factories.directories import SAMPLE

YEARS = ("2025", "2026")
# No number in Norway begins with 00, so these are nobody's.
FORMS = {
    "phone": re.compile(r"\+47 00 \d\d \d\d \d\d"),
    "email": re.compile(r"[a-z]+@[a-z-]+\.example"),
    "chat": re.compile(r"https://[a-z.-]+\.example/chat"),
    "messenger": re.compile(r"https://messenger\.example/[a-z-]+"),
}


def _companies(year: str) -> list[dict[str, Any]]:
    with gzip.open(SAMPLE / year / "companies.jsonl.gz") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("year", YEARS)
def test_every_offered_channel_has_a_point_that_is_nobodys(year: str) -> None:
    companies = _companies(year)

    for row in companies:
        assert set(row["contact_points"]) == set(row["channels"])
        for channel, said in row["contact_points"].items():
            assert FORMS[channel].fullmatch(said["point"]), row["id"]
    points = [said["point"] for row in companies for said in row["contact_points"].values()]
    assert len(set(points)) == len(points)
    assert any("menu_path" in said for row in companies for said in row["contact_points"].values())


def test_every_scenario_is_briefed_in_three_languages() -> None:
    texts = [
        text
        for row in read_directory(SAMPLE / "2026").scenarios
        if row.briefing is not None
        for part in (row.briefing.role, row.briefing.ask, row.briefing.avoid)
        for text in (part.nb, part.sv, part.en)
    ]

    assert len(texts) == len(set(texts)) == 8 * 3 * 3


@pytest.mark.parametrize("year", YEARS)
def test_packed_rows_are_reproducible(year: str) -> None:
    packed = (SAMPLE / year / "companies.jsonl.gz").read_bytes()
    raw = gzip.decompress(packed)

    rows = [json.loads(line) for line in raw.splitlines()]
    again = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    assert again.encode() == raw
    assert packed[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # no name and no time
    assert int.from_bytes(packed[-8:-4], "little") == zlib.crc32(raw)


def test_only_the_newer_year_names_a_fee() -> None:
    fees = {year: read_directory(SAMPLE / year).programme.fee for year in YEARS}

    assert fees["2025"] is None
    assert fees["2026"] is not None
    assert (str(fees["2026"].amount), fees["2026"].currency) == ("120.00", "NOK")
