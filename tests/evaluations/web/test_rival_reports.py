"""Another version of a report, as the desk compares it with the one that stands."""

import re
import uuid

import pytest
from django.test import Client

from evaluations.services.handing_in import AnotherForm, WholeForm, hand_in
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.reports import report_rows, submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_the_desk_sees_where_another_version_differs(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    report = submitted_report(award, selma, alma, comments={"c_words": "Kind."})
    address = f"/desk/calls/{report.test_call_id}/"
    assert "Another version came in" not in reader.get(address).content.decode()
    answers = PERFECT | {"fits": "bad", "no_such": "x"}
    form = WholeForm(report.test_call_id, True, answers, {"c_words": "<b>Rude.</b>"}, [])
    with pytest.raises(AnotherForm):
        hand_in(key=uuid.uuid4(), form=form, by=selma)
    before = report_rows()

    page = reader.get(address).content.decode()

    assert "Another version came in" in page
    table = page.split('id="rivals"')[1].split("</table>")[0]
    cells = [
        " ".join(cell.split())
        for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", table, re.DOTALL)
    ]
    assert cells[3:] == [
        *("fits", "well", "bad"),
        *("Words", "Kind.", "&lt;b&gt;Rude.&lt;/b&gt;"),
    ]
    assert report_rows() == before
