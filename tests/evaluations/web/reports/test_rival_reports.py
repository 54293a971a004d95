"""Another version of a report, as the desk compares it with the one that stands."""

import re
import uuid

import pytest
from django.test import Client

from evaluations.services.calls.assigning import cancel
from evaluations.services.reports.drafting import open_report
from evaluations.services.reports.evaluating import Recognised
from evaluations.services.reports.handing_in import AnotherForm, CallEnded, WholeForm, hand_in
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
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
    form = WholeForm(
        report.test_call_id,
        True,
        answers,
        {"c_words": "<b>Rude.</b>"},
        [],
        recognised=Recognised(recognised=True, words="He laughed."),
    )
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
        *("Recognised", "–", "Yes, the shopper thinks so. He laughed."),
    ]
    assert report_rows() == before
    other = submitted_report(award, selma, alma, company="beta")
    listed = reader.get("/desk/calls/", {"need": "another_version"}).content.decode()
    assert address in listed
    assert str(other.test_call_id) not in listed


@pytest.mark.parametrize("was_opened", [True, False])
def test_the_desk_reads_what_came_in_after_the_call_had_ended(
    award: Award, alma: User, selma: User, reader: Client, *, was_opened: bool
) -> None:
    call = accepted_call(award, selma, alma)
    if was_opened:
        open_report(call=call, by=selma)
    cancel(call=call, reason="The number is gone", by=alma)
    form = WholeForm(call.pk, True, PERFECT, {"c_words": "Kind."}, [])
    with pytest.raises(CallEnded):
        hand_in(key=uuid.uuid4(), form=form, by=selma)

    page = reader.get(f"/desk/calls/{call.pk}/").content.decode()

    assert "A report came in after the call had ended" in page
    told = page.split('id="rivals"')[1].split("</table>")[0]
    assert "Kind." in told
    assert "fits" in told
