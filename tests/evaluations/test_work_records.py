"""The rule of the grade, by hand."""

import pytest

from evaluations.work_records import Grade, WorkRecord


@pytest.mark.parametrize(
    ("on_time", "first_time", "grade"),
    [
        (20, 20, Grade.A),
        (18, 18, Grade.A),
        (17, 20, Grade.B),
        (20, 17, Grade.B),
        (15, 15, Grade.B),
        (14, 20, Grade.C),
        (10, 10, Grade.C),
        (20, 9, Grade.D),
        (0, 20, Grade.D),
    ],
)
def test_the_lower_share_decides(on_time: int, first_time: int, grade: Grade) -> None:
    record = WorkRecord(due=20, on_time=on_time, decided=20, first_time=first_time)

    assert record.grade is grade


def test_of_fewer_than_five_nothing_is_said() -> None:
    few = WorkRecord(due=4, on_time=4, handed_in=4, median_days=0, decided=9, first_time=9)
    enough = WorkRecord(due=5, on_time=4, handed_in=5, median_days=-1, decided=5, first_time=5)

    assert (few.on_time_share, few.first_time_share) == (None, 100)
    assert (few.median_shown, few.grade) == (None, None)
    assert (enough.on_time_share, enough.median_shown, enough.grade) == (80, -1, Grade.B)
    assert WorkRecord(due=9, on_time=9, decided=4, first_time=4).grade is None
    assert WorkRecord().grade is None


def test_the_grades_are_ordered_from_the_worst() -> None:
    assert sorted(Grade) == [Grade.D, Grade.C, Grade.B, Grade.A]
