"""A report in which nothing stands yet, as the desk shows it."""

import pytest
from django.test import Client

from evaluations.models import TestCall
from evaluations.services.reports.attachments import remove_attachment
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from shoppers.models import User
from tests.factories.attachments import kept
from tests.factories.awards import Award
from tests.factories.calls import accepted_call

pytestmark = pytest.mark.django_db
LIST = "/desk/calls/"


def _address(call: TestCall) -> str:
    return f"{LIST}{call.pk}/"


def test_a_form_that_a_phone_fetched_before_the_call_is_not_begun(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = accepted_call(award, selma, alma)
    report = open_report(call=call, by=selma)

    fetched = [reader.get(address).content.decode() for address in (_address(call), LIST)]
    drafts = reader.get(LIST, {"report": "draft"}).content.decode()
    save_draft(evaluation=report, changes=Changes(answers={"fits": "fair"}), by=selma)
    typed = [reader.get(address).content.decode() for address in (_address(call), LIST)]

    assert "Not begun" in fetched[0]
    assert "Draft" not in fetched[0]
    assert "Report begun" not in fetched[1]
    assert _address(call) not in drafts
    assert "Not begun" not in typed[0]
    assert "Report begun" in typed[1]
    assert _address(call) in reader.get(LIST, {"report": "draft"}).content.decode()


def test_a_report_that_holds_only_a_picture_is_begun(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = accepted_call(award, selma, alma)
    report = open_report(call=call, by=selma)
    held = kept(report, selma)

    assert "Report begun" in reader.get(LIST).content.decode()
    assert _address(call) in reader.get(LIST, {"report": "draft"}).content.decode()

    remove_attachment(attachment=held, by=selma)
    assert "Report begun" not in reader.get(LIST).content.decode()
