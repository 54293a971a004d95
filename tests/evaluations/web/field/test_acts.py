"""Acts upon many calls on their pages: chosen in a list, seen before, done, undone."""

import re
from typing import Any

import pytest
from django.test import Client

from evaluations.enums import RelationKind
from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, Relation, TestCall
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, admit, rejected_contact, shopper_user

pytestmark = pytest.mark.django_db
ACT = "/desk/programmes/2026/acts/"


def _hidden(page: Any) -> dict[str, Any]:
    """What the page's form would send: hidden fields, chosen shoppers."""
    text = page.content.decode()
    form = text[text.index("act-form") :]
    posted: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        if name == "call":
            posted.setdefault("call", []).append(value)
        else:
            posted[name] = value
    for name, options in re.findall(r'<select\s+name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)"\s+selected', options)
        posted[name] = chosen[0] if chosen else ""
    return posted


@pytest.fixture
def nora(award: Award, alma: User) -> User:
    user = shopper_user("S-901", "Nora Nes")
    admit(user, award.programme, alma)
    return user


@pytest.fixture
def calls(award: Award, alma: User, selma: User) -> list[TestCall]:
    return [accepted_call(award, selma, alma, company) for company in ("alfa", "beta")]


def test_all_calls_of_the_filter_are_reassigned_after_a_look_and_undone(
    award: Award, calls: list[TestCall], nora: User, reader: Client
) -> None:
    award.contact("gamma", None)
    listed = reader.get("/desk/calls/", {"state": "accepted"}).content.decode()
    assert f'action="{ACT}"' in listed
    start = {"kind": "reassign", "all": "1", "filter": "state=accepted"}

    look = reader.post(ACT, start)

    assert [row.to for row in look.context["rows"]] == ["Nora Nes", "Nora Nes"]
    assert look.context["short"] == "2 to go through, 0 refused"
    assert look.context["each_gets"] == "Nora Nes 2"
    assert FieldAct.objects.count() == 0
    unsaid = reader.post(ACT, {**_hidden(look), "step": "do", "to": "", "reason": ""})
    assert unsaid.status_code == 422
    assert FieldAct.objects.count() == 0
    done = reader.post(ACT, {**_hidden(look), "step": "do", "reason": "She leaves."}, follow=True)
    assert done.context["short"] == "2 done, 0 refused"
    assert [each["label"] for each in done.context["navigation"] if each["current"]] == [
        "Programmes"
    ]
    assert TestCall.objects.filter(shopper=nora.shopper, state="offered").count() == 2
    act = FieldAct.objects.get()
    undone = reader.post(f"/desk/calls/acts/{act.pk}/undo/", follow=True)
    assert undone.context["short"] == "2 undone, 0 unchanged"
    assert set(TestCall.objects.filter(pk__in=[c.pk for c in calls]).values_list("state")) == {
        ("accepted",)
    }


@pytest.mark.parametrize("kind", ActKind)
def test_every_act_is_looked_at_at_once(
    calls: list[TestCall], nora: User, reader: Client, kind: str
) -> None:
    look = reader.post(ACT, {"kind": kind, "call": [str(calls[0].pk)]})

    assert look.status_code == 200
    refused = [bool(row.refusal) for row in look.context["rows"]]
    assert refused == [kind == "offer"]
    assert FieldAct.objects.count() == 0


def test_a_call_that_was_moved_meanwhile_is_named_on_the_result(
    award: Award, calls: list[TestCall], nora: User, reader: Client
) -> None:
    look = reader.post(ACT, {"kind": "cancel", "call": [str(call.pk) for call in calls]})
    TestCall.objects.filter(pk=calls[0].pk).update(state="stopped")

    done = reader.post(ACT, {**_hidden(look), "step": "do", "reason": "No."}, follow=True)

    assert done.context["short"] == "1 done, 1 refused"
    assert "Somebody has changed the call in the meantime." in done.content.decode()


def test_a_call_that_is_gone_meanwhile_is_not_offered_for_cancelling(
    award: Award, calls: list[TestCall], nora: User, reader: Client
) -> None:
    look = reader.post(ACT, {"kind": "reassign", "call": [str(call.pk) for call in calls]})
    TestCall.objects.filter(pk=calls[0].pk).update(state="cancelled")
    TestCall.objects.filter(pk=calls[1].pk).update(state="offered")

    done = reader.post(ACT, {**_hidden(look), "step": "do", "reason": "No."}, follow=True)

    assert done.context["short"] == "0 done, 2 refused"
    assert done.context["stays"] == [str(calls[1].pk)]


def test_a_shopper_who_leaves_hands_all_her_calls_over(
    calls: list[TestCall], nora: User, reader: Client
) -> None:
    address = "/desk/shoppers/S-900/hand-over/"
    look = reader.get(address)
    assert [row.company for row in look.context["rows"]] == ["Alfa", "Beta"]
    for day in ("9999-12-31", "nonsense"):
        wrong = {**_hidden(look), "step": "do", "reason": "She has moved.", "due_on": day}
        assert reader.post(address, wrong).status_code < 500
    assert not TestCall.objects.filter(shopper=nora.shopper).exists()

    answer = reader.post(address, {**_hidden(look), "step": "do", "reason": "She has moved."})

    assert answer.status_code == 302
    assert TestCall.objects.filter(shopper=nora.shopper, state="offered").count() == 2
    assert "no call in hand that somebody else could take" in reader.get(address).text


def test_what_nobody_can_take_over_is_cancelled_in_the_list(
    calls: list[TestCall], reader: Client
) -> None:
    """Selma is the only one who is admitted: nothing goes to her whose calls they are."""
    look = reader.get("/desk/shoppers/S-900/hand-over/")

    assert [code for code, _name in look.context["form"].fields["to"].choices] == [""]
    assert look.context["short"] == "0 to go through, 2 refused"
    listed = look.context["stays_url"]
    assert f'href="{listed.replace("&", "&amp;")}"' in look.text
    assert set(reader.get(listed).context["page"].object_list) == set(calls)


def test_what_a_hand_over_left_is_cancelled_from_its_result(
    award: Award, calls: list[TestCall], reader: Client, nora: User
) -> None:
    Relation.objects.create(
        shopper=nora.shopper, company=award.company("alfa"), kind=RelationKind.EMPLOYEE
    )
    address = "/desk/shoppers/S-900/hand-over/"
    look = {**_hidden(reader.get(address)), "step": "do", "reason": "She has moved."}
    done = reader.post(address, look, follow=True)
    (left,) = [call for call in calls if call.participation.company.key == "alfa"]
    assert (done.context["short"], done.context["stays"]) == ("1 done, 1 refused", [str(left.pk)])
    assert "1 call was refused and stays with whom it was." in done.text

    step = reader.post(ACT, {"kind": "cancel", "call": done.context["stays"]})

    assert (step.context["title"], step.context["short"]) == (
        *("Cancel 1 call?", "1 to go through, 0 refused"),
    )
    reader.post(f"/desk/calls/acts/{FieldAct.objects.get().pk}/undo/")
    assert reader.get(f"/desk/calls/acts/{FieldAct.objects.get().pk}/").context["stays"] == []


def test_an_act_costs_the_same_queries_for_rows_on_its_result(
    award: Award, alma: User, reader: Client, nora: User, django_assert_num_queries: Any
) -> None:
    calls = [rejected_contact(award, alma, company) for company in ("alfa", "beta", "gamma")]

    def acted(*some: TestCall) -> str:
        look = reader.post(ACT, {"kind": "offer", "call": [str(call.pk) for call in some]})
        reader.post(ACT, {**_hidden(look), "step": "do"})
        return f"/desk/calls/acts/{FieldAct.objects.first().pk}/"  # type: ignore[union-attr]  # just made

    one, two = acted(calls[0]), acted(*calls[1:])
    reader.get(one)
    for address in (one, two):
        with django_assert_num_queries(7):
            reader.get(address)


def test_acts_refuse_whom_they_are_not_for(
    calls: list[TestCall], selma: User, reader: Client, log_in: Any
) -> None:
    chosen = {"kind": "cancel", "call": [str(calls[0].pk)], "step": "do", "reason": "x"}

    assert Client().post(ACT, chosen).status_code == 302
    assert log_in(selma).post(ACT, chosen).status_code == 403
    assert reader.get(ACT).status_code == 405
    assert reader.post(ACT, {"kind": "burn"}).status_code == 404
    assert reader.post(ACT, {"kind": "cancel", "call": ["x"]}).status_code == 404
    assert reader.post(ACT, {"kind": "cancel"}).status_code == 422
    assert reader.get("/desk/shoppers/S-999/hand-over/").status_code == 404
    missing = "/desk/calls/acts/00000000-0000-4000-8000-000000000000/"
    assert reader.get(missing).status_code == 404
    assert reader.post(f"{missing}undo/").status_code == 404
    assert FieldAct.objects.count() == 0
