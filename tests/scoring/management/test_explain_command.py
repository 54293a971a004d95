"""explain, as an operator types it: every step adds up to the one above."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from evaluations.canonical import digest
from evaluations.models import ChecklistVersion, Programme
from scoring import rulesets
from scoring.formulas.rounding import figure_text, rounded
from scoring.queries.results import points_lost
from tests.factories.awards import Award, scored, scored_award
from tests.factories.releases import ReadyAward, proposed
from tests.factories.tiny_method import AGENT, PERFECT

pytestmark = pytest.mark.django_db

ALFA = """\
Alfa (alfa) in Best in test 2026, release 1
Category bank: place 3 of 3, total 66.666666666667 %.

The total is made of its sections: share x percent = part.
  section        share %   percent      part
  waiting          16.19    100.00     16.19
  needs            10.00    100.00     10.00
  solution         40.48    100.00     40.48
  not answered     33.33      0.00      0.00
  together        100.00               66.67

waiting is made of its questions:
  question   share %   percent      part
  wait         16.19    100.00     16.19
  together     16.19               16.19

needs is made of its questions:
  question   share %   percent      part
  asked         5.00    100.00      5.00
  found         5.00    100.00      5.00
  together     10.00               10.00

solution is made of its questions:
  question   share %   percent      part
  correct       8.10    100.00      8.10
  fits         32.38    100.00     32.38
  together     40.48               40.48

And the same total is made of its contacts:
"""


def _document(capsys: pytest.CaptureFixture[str], *words: str, **options: Any) -> Any:
    capsys.readouterr()
    call_command("explain", *words, format="json", **options)
    return json.loads(capsys.readouterr().out)


def _sum(parts: list[dict[str, str]], column: str) -> Fraction:
    return sum((Fraction(each[column]) for each in parts), Fraction(0))


def test_the_walk_from_the_place_to_the_contacts(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    proposed(ready.award, ready.run, by=ready.alma)

    call_command("explain", "2026", "alfa")

    # Two of three contacts: 1/3 each. In the first waiting weighs 2/7, in the other 1/5.
    printed = capsys.readouterr().out
    assert printed.startswith(ALFA)
    *contacts, together = (line.split()[-3:] for line in printed.splitlines()[-4:])
    assert sorted(percent for _share, percent, _part in contacts) == ["0.00", "100.00", "100.00"]
    assert sum(Decimal(share) for share, _percent, _part in contacts) == Decimal(100)
    assert sum(Decimal(part) for _share, _percent, part in contacts) == Decimal("66.67")
    assert together == ["together", "100.00", "66.67"]


def test_the_walk_from_a_contact_to_its_answers(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    award = scored_award("2025")
    contact = award.contact("alfa", PERFECT | {"correct": "no", "wait": "fair"})
    proposed(award, scored(award), by=ready.alma)

    call_command("explain", "2025", "alfa", contact=str(contact.pk).upper())

    # Waiting 2/4 of 2/7; a critical answer took the rest.
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith(f"phone {contact.pk}: 14.285714285714 %.")
    assert rest == [
        "Its total is made of its sections:",
        "  section    share %   percent      part",
        "  waiting      28.57     50.00     14.29",
        "  solution     71.43      0.00      0.00",
        "  together    100.00               14.29",
        "",
        "waiting: 2 of 4 points",
        "  wait: fair, 2 of 4",
        "",
        "solution: 8 of 10 points, made 0 by a critical answer",
        "  correct: no, 0 of 2",
        "  fits: well, 8 of 8",
    ]
    document = _document(capsys, "2025", "alfa", contact=str(contact.pk))
    assert [(each["section"], each["share"], each["part"]) for each in document["sections"]] == [
        ("waiting", "2/7", "100/7"),
        ("solution", "5/7", "0/1"),
    ]


def test_a_contact_that_nobody_answered_has_nothing_to_add_up(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str]
) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    silent = ready.run.inputs.get(evaluation__answered=False).evaluation_id

    call_command("explain", "2026", "alfa", contact=str(silent))

    assert capsys.readouterr().out.splitlines()[1:] == [
        "Nobody answered within the limit: such a contact scores 0."
    ]


@pytest.mark.parametrize("name", rulesets.names())
def test_nothing_is_left_over_under_any_rule_set(
    ready: ReadyAward, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    award = scored_award("2025")
    award.contact("alfa", PERFECT | {"correct": "no"}, channel="email")
    _under(award, name)
    proposed(award, scored(award), by=ready.alma)

    document = _document(capsys, "2025", "alfa")

    for parts in (document["sections"], document["contacts"]):
        assert _sum(parts, "share") == 1
        assert figure_text(rounded(_sum(parts, "part"))) == document["total"]
    for section in document["sections"]:
        if section["questions"]:
            assert _sum(section["questions"], "share") == Fraction(section["share"])
            assert _sum(section["questions"], "part") == Fraction(section["part"])
    call_command("explain", "2025", "alfa")  # and in words, where decimals add up too


def _under(award: Award, name: str) -> None:
    scoring = rulesets.document(name)["scoring"]
    scoring["variants"]["agent"]["sections"] = list(AGENT)
    if scoring.get("no_answer_sections"):
        scoring["no_answer_sections"] = ["waiting"]
    method = {**award.programme.method, "scoring": scoring}
    with pgtrigger.ignore():
        Programme.objects.filter(pk=award.programme.pk).update(
            method=method, method_hash=digest(method)
        )
    award.programme.refresh_from_db()


def test_what_is_not_there_is_said(ready: ReadyAward) -> None:
    proposed(ready.award, ready.run, by=ready.alma)

    with pytest.raises(CommandError, match="release 1 does not rank a company 'omega'"):
        call_command("explain", "2026", "omega")
    with pytest.raises(CommandError, match="alfa has no contact x in this release"):
        call_command("explain", "2026", "alfa", contact="x")


def test_a_total_that_is_not_its_parts_is_not_explained_away(
    ready: ReadyAward, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    weights = {"waiting": Fraction(1, 2), "needs": Fraction(1, 4), "solution": Fraction(1, 4)}
    monkeypatch.setattr(points_lost, "released_weights", lambda _release: weights)

    with pytest.raises(CommandError, match=r"manage\.py verify 2026 --release 1"):
        call_command("explain", "2026", "beta")


def test_what_was_altered_is_not_explained(ready: ReadyAward) -> None:
    proposed(ready.award, ready.run, by=ready.alma)
    version = ready.award.programme.checklist_version
    with pgtrigger.ignore():
        ChecklistVersion.objects.filter(pk=version.pk).update(document={"key": "tiny"})

    with pytest.raises(
        CommandError, match=r"does not agree with its seal.*manage\.py verify 2026 --release 1"
    ):
        call_command("explain", "2026", "beta")
