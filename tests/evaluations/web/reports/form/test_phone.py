"""What a shopper's phone is told to keep: the worker, the manifest, and whose a page is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.reports.evaluating import submit
from evaluations.web import phone as shell_source
from evaluations.web.phone import KEPT_FOR, shell, shell_files, sign_of
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
from tests.factories.reports import filled_report, in_vain
from tests.guards.test_phone import WORTH

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: filled_report(cast.award, cast.selma, cast.alma).test_call


@pytest.fixture
def call(cast: Cast) -> TestCall:
    """Accepted, with a report that is filled in."""
    made: TestCall = cast.begun
    return made


def test_the_worker_is_served_at_the_root_for_the_whole_site() -> None:
    answer = Browser().get("/sw.js")

    assert answer.status_code == 200
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    told = re.match(r"self\.SHELL = (.*);\nimportScripts\(\"(.*)\"\);\n", answer.content.decode())
    assert told is not None
    assert told[2] == "/static/evaluations/js/worker.js"
    assert json.loads(told[1]) == {
        "version": shell()[0],
        "files": list(shell()[1]),
        "folder": "/static/",
    }
    policy = answer.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    assert Browser().post("/sw.js").status_code == 405


def test_a_worker_that_lacks_a_file_would_install_nothing() -> None:
    names = shell_files()

    assert [name for name in names if not isinstance(finders.find(name), str)] == []
    assert "evaluations/js/keep.js" in names
    assert len(shell()[1]) == len(names)


def test_a_phone_keeps_no_script_of_the_desk() -> None:
    """Each kept script is one of her pages' own, or one that these import."""
    app = Path(shell_source.__file__).parent.parent
    scripts = {path.name: path.read_text() for path in app.glob("static/evaluations/js/*.js")}
    hers = [
        page.read_text()
        for page in app.glob("templates/evaluations/*/*.html")
        if page.parent.name in {"calls", "reports", "pieces"} or page.name.startswith("my_")
    ]
    used = set(re.findall(r"evaluations/js/(\w+\.js)", "".join(hers))) | {"worker.js"}
    while (
        more := {name for each in used for name in re.findall(r'"\./(\w+\.js)"', scripts[each])}
        - used
    ):
        used |= more

    assert set(scripts) == used


def test_the_manifest_makes_the_site_an_app(call: TestCall, selma: User, log_in: LogIn) -> None:
    manifest = json.loads(Browser().get("/manifest.webmanifest").content)

    assert (manifest["start_url"], manifest["display"]) == ("/my-calls/", "standalone")
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")) is not None
    page = log_in(selma).get(reverse("my_calls")).content.decode()
    assert 'rel="manifest" href="/manifest.webmanifest"' in page


def test_only_pages_of_her_open_calls_may_be_kept(
    call: TestCall, selma: User, alma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)

    def kept_for(name: str) -> str | None:
        found: str | None = browser.get(reverse(name, args=[call.pk])).headers.get(KEPT_FOR)
        return found

    pages = ("my_call", "my_report", "submit_report", "add_attempt", "decline_call")
    sign = sign_of(selma)
    assert [kept_for(name) for name in pages] == [sign, sign, None, None, None]
    assert browser.get(reverse("my_calls")).headers[KEPT_FOR] == sign
    assert browser.get(reverse("all_my_calls")).headers.get(KEPT_FOR) is None
    saved = browser.post(reverse("save_report", args=[call.pk]), {"q.fits": "fair"})
    refused = browser.post(reverse("my_report", args=[call.pk]), {"answered": "perhaps"})
    assert (saved.status_code, refused.status_code) == (200, 422)
    assert KEPT_FOR not in saved.headers
    assert KEPT_FOR not in refused.headers

    submit(evaluation=call.evaluation, by=selma)

    assert [kept_for(name) for name in (*pages[:2], "my_receipt")] == [None] * 3


def test_a_call_that_was_taken_back_is_kept_no_more(
    call: TestCall, selma: User, alma: User, log_in: LogIn
) -> None:
    cancel(call=call, reason="The number is gone", by=alma)
    browser = log_in(selma)

    for name in ("my_call", "my_report"):
        answer = browser.get(reverse(name, args=[call.pk]))
        assert (answer.status_code, answer.headers.get(KEPT_FOR)) == (200, None)


def test_the_sign_of_a_person_is_hers_alone_and_names_nobody(selma: User, alma: User) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", sign_of(selma))
    assert sign_of(selma) != sign_of(alma)


def test_what_waits_on_a_phone_is_found_by_a_server_with_another_secret(
    selma: User, settings: Any
) -> None:
    sign = sign_of(selma)
    settings.SECRET_KEY = "of another day, and longer than fifty characters as it has to be"

    assert sign_of(selma) == sign


def test_nobody_else_is_given_a_worker(alma: User, log_in: LogIn) -> None:
    for browser in (Browser(), log_in(alma), log_in(people.kari())):
        page = browser.get(reverse("winners")).content.decode()
        assert "data-worker" not in page
        assert "manifest" not in page


def test_nothing_a_phone_keeps_says_what_an_answer_is_worth(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    addresses = [
        reverse("my_calls"),
        *(reverse(n, args=[call.pk]) for n in ("my_call", "my_report")),
    ]

    for address in addresses:
        assert WORTH.findall(browser.get(address).content.decode()) == []


def test_a_form_that_a_phone_fetched_early_follows_the_attempts(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "beta")
    browser = log_in(selma)
    address = reverse("my_report", args=[call.pk])

    assert browser.get(address).context["form"].is_answered
    for note in in_vain():
        log_attempt(call=call, note=note, by=selma)

    assert not browser.get(address).context["form"].is_answered
    browser.post(reverse("save_report", args=[call.pk]), {"answered": "yes"})
    assert browser.get(address).context["form"].is_answered
