"""The thread of a call on both sides' pages."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import CallMessage, SettledMessage, TestCall
from evaluations.services.calls.messaging import LONGEST_MESSAGE, answer, ask
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import offered_call, shopper_user
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


@pytest.fixture
def call(offered: TestCall) -> TestCall:
    return offered


def _url(name: str, call: TestCall) -> str:
    return reverse(name, args=[call.pk])


def _typed(text: str = "Which number?", token: str = "") -> dict[str, str]:
    return {"text": text, "form_token": token or str(uuid.uuid4())}


def _ask(call: TestCall, by: User, text: str = "Which number?") -> CallMessage:
    return ask(call=call, text=text, key=uuid.uuid4(), by=by)


def test_she_asks_the_desk_answers_and_she_reads_it_without_a_name(
    call: TestCall, selma: User, log_in: LogIn, reader: Browser
) -> None:
    hers = log_in(selma)
    assert "Ask the coordinator" in hers.get(_url("my_call", call)).content.decode()

    sent = hers.post(_url("my_messages", call), _typed("<b>Which</b>\r\nnumber?"), follow=True)

    assert sent.redirect_chain == [(_url("my_messages", call), 302)]
    assert "&lt;b&gt;Which&lt;/b&gt;<br>number?" in sent.content.decode()
    assert "Waits for an answer" in reader.get(_url("desk_call", call)).content.decode()
    desk = reader.get(_url("desk_messages", call)).content.decode()
    assert "Selma Sund" in desk
    told = reader.post(_url("desk_messages", call), _typed("The first one."), follow=True)
    assert "Your message is sent. The shopper gets a mail." in told.content.decode()
    page = hers.get(_url("my_messages", call)).content.decode()
    assert "The first one." in page
    assert "The coordinator" in page
    assert "Alma" not in page
    assert "The coordinator has written" in hers.get(_url("my_call", call)).content.decode()


def test_questions_are_counted_on_the_desk_and_on_the_programme(
    award: Award, call: TestCall, selma: User, alma: User, reader: Browser
) -> None:
    _ask(call, selma)
    other = offered_call(award, selma, alma, "beta")
    answer(call=other, text="Please hurry.", key=uuid.uuid4(), by=alma)

    desk = reader.get(reverse("desk"))
    programme = reader.get(reverse("programme", args=["2026"]))

    (task,) = desk.context["tasks"]
    assert task.title == "1 question from a shopper"
    assert [row.call for row in reader.get(task.url).context["rows"]] == [call]
    (question,) = [each for each in programme.context["tasks"] if "question" in each.label]
    assert (question.count, question.label) == (1, "question waits")
    assert [row.call for row in reader.get(question.url).context["rows"]] == [call]
    assert "Nothing waits for you" not in programme.content.decode()


def test_what_needs_no_answer_is_said_once(call: TestCall, selma: User, reader: Browser) -> None:
    message = _ask(call, selma, "Thank you.")
    address = _url("settle_message", call)
    assert "Needs no answer" in reader.get(_url("desk_messages", call)).content.decode()

    answered = reader.post(address, {"message": str(message.pk)}, follow=True)

    assert "Marked as needing no answer." in answered.content.decode()
    assert SettledMessage.objects.get().message == message
    for stale in ("", "nonsense", "²", str(message.pk + 1)):
        refused = reader.post(address, {"message": stale})
        assert refused.status_code == 409
        assert "The conversation has gone on in the meantime." in refused.content.decode()
    assert SettledMessage.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_MESSAGE + 1)])
def test_what_is_not_sent_stays_in_its_field(
    call: TestCall, selma: User, log_in: LogIn, reader: Browser, text: str
) -> None:
    for browser, name in ((log_in(selma), "my_messages"), (reader, "desk_messages")):
        refused = browser.post(_url(name, call), _typed(text))

        assert refused.status_code == 422
        assert text.strip() in refused.content.decode()
    assert not CallMessage.objects.exists()


def test_lines_count_as_the_browser_counts_them(call: TestCall, selma: User, log_in: LogIn) -> None:
    text = "\r\n".join(["x"] * (LONGEST_MESSAGE // 2))

    assert log_in(selma).post(_url("my_messages", call), _typed(text)).status_code == 302
    assert len(CallMessage.objects.get().text) == LONGEST_MESSAGE - 1


def test_sent_twice_it_is_one_and_other_words_are_kept(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser, token = log_in(selma), str(uuid.uuid4())
    for _press in range(2):
        assert browser.post(_url("my_messages", call), _typed(token=token)).status_code == 302

    refused = browser.post(_url("my_messages", call), _typed("Which day?", token))

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Which day?" in page
    assert token not in page
    assert "Your message from before was received." in page
    incomplete = browser.post(_url("my_messages", call), {"text": "Which day?"})
    assert (incomplete.status_code, "Which day?" in incomplete.content.decode()) == (422, True)
    assert CallMessage.objects.count() == 1


def test_nobody_else_reads_or_writes(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    _ask(call, selma, "canary question")
    sofia = shopper_user("S-901", "Sofia Sol")
    hers, desk = _url("my_messages", call), _url("desk_messages", call)
    settle = _url("settle_message", call)

    for browser, status in ((Browser(), 302), (log_in(people.kari()), 403)):
        for address in (hers, desk):
            for answered in (browser.get(address), browser.post(address, _typed())):
                assert answered.status_code == status
                assert "canary" not in answered.content.decode()
        assert browser.post(settle).status_code == status
    assert log_in(sofia).get(hers).status_code == log_in(sofia).post(hers).status_code == 404
    assert log_in(selma).get(desk).status_code == log_in(selma).post(settle).status_code == 403
    assert log_in(alma).get(hers).status_code == 403
    assert "canary" in log_in(selma).get(hers).content.decode()
    assert (CallMessage.objects.count(), SettledMessage.objects.count()) == (1, 0)


def test_wrong_ids_and_methods(call: TestCall, selma: User, log_in: LogIn, reader: Browser) -> None:
    nobody = uuid.uuid4()

    assert log_in(selma).get(reverse("my_messages", args=[nobody])).status_code == 404
    assert reader.get(reverse("desk_messages", args=[nobody])).status_code == 404
    assert log_in(selma).put(_url("my_messages", call)).status_code == 405
    assert reader.put(_url("desk_messages", call)).status_code == 405
    assert reader.get(_url("settle_message", call)).status_code == 405


def test_where_nobody_reads_there_is_no_field(award: Award, reader: Browser) -> None:
    imported = award.contact("alfa", PERFECT).test_call

    page = reader.get(_url("desk_messages", imported)).content.decode()
    refused = reader.post(_url("desk_messages", imported), _typed())

    assert "Nobody to write to" in page
    assert "<textarea" not in page
    assert refused.status_code == 422
    assert not CallMessage.objects.exists()


@pytest.mark.parametrize(("name", "queries"), [("my_messages", 4), ("desk_messages", 5)])
def test_a_thread_costs_the_same_with_one_message_and_with_three(
    call: TestCall,
    selma: User,
    log_in: LogIn,
    reader: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    queries: int,
) -> None:
    browser = log_in(selma) if name == "my_messages" else reader
    for count in (1, 2, 3):
        _ask(call, selma, f"Question {count}")
        if count != 2:
            with django_assert_num_queries(queries):
                browser.get(_url(name, call))


def test_her_list_says_that_the_coordinator_has_written_until_she_writes_back(
    call: TestCall, selma: User, alma: User, log_in: LogIn
) -> None:
    hers, written = log_in(selma), "The coordinator has written"
    pages = [reverse("my_calls"), reverse("all_my_calls")]

    def shown() -> list[bool]:
        return [written in hers.get(page).content.decode() for page in pages]

    assert shown() == [False, False]
    _ask(call, selma)
    assert shown() == [False, False]
    answer(call=call, text="The first one.", key=uuid.uuid4(), by=alma)
    assert shown() == [True, True]
    _ask(call, selma, "Thank you.")
    assert shown() == [False, False]
