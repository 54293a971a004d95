"""A run's contacts, packed and read again."""

import pytest

from evaluations.seals import BrokenSeal
from scoring.models import RunPoints
from scoring.queries.runs import run_data
from scoring.queries.runs.inputs import input_points, inputs_of
from scoring.queries.runs.packed_points import packed, unpacked
from tests.factories.releases import ReadyAward


def test_a_run_keeps_every_contact_of_a_category(ready: ReadyAward) -> None:
    row = RunPoints.objects.get(run=ready.run, category__key="bank")
    points = list(input_points(inputs_of(ready.run, row.category)))

    found = unpacked(row)

    keys = {ready.award.participations[key].pk for key in ("alfa", "beta", "gamma")}
    assert set(found.participations) == keys
    rows = sorted(
        (found.participations[company], found.shoppers[shopper], answered, tuple(got))
        for company, shopper, answered, got in zip(
            found.contacts.company.tolist(),
            found.shopper.tolist(),
            found.contacts.answered.tolist(),
            found.contacts.got.tolist(),
            strict=True,
        )
    )
    assert rows == sorted(
        (each.participation, each.shopper, each.answered, tuple(each.section_got))
        for each in points
    )
    assert found.cells.contacts.sum() == len(points)
    again = packed(ready.run, row.category, points[::-1])
    assert (again.content_hash, again.matrix) == (row.content_hash, bytes(row.matrix))


@pytest.mark.parametrize("column", ["participations", "shoppers", "matrix"])
def test_altered_contacts_are_not_read(ready: ReadyAward, column: str) -> None:
    row = RunPoints.objects.filter(run=ready.run).first()
    assert row is not None
    stored = getattr(row, column)
    setattr(row, column, bytes(stored)[:-1] if column == "matrix" else [*stored, 7])

    with pytest.raises(BrokenSeal, match="scoring_runpoints"):
        unpacked(row)


def test_a_run_from_before_is_read_from_the_points_as_they_stand(
    ready: ReadyAward, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = run_data.data_of_run.__wrapped__(ready.run.pk)
    monkeypatch.setattr(run_data, "_kept", lambda _run: {})

    read = run_data.data_of_run.__wrapped__(ready.run.pk)

    assert list(read) == list(kept) == ["bank", "power"]
    for key, own in read.items():
        assert own.contacts.got.tolist() == kept[key].contacts.got.tolist()
        assert own.shopper.tolist() == kept[key].shopper.tolist()
        assert (own.participations, own.shopper_keys) == (
            kept[key].participations,
            kept[key].shopper_keys,
        )
