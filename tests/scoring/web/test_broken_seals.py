"""A document that was altered behind the app's back: nothing that follows from it is shown."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pgtrigger
import pytest
import structlog
from django.core import mail
from django.test import Client as Browser

from evaluations.canonical import digest
from evaluations.models import ChecklistVersion, Programme
from evaluations.queries.years import checklists
from evaluations.seals import BrokenSeal
from scoring.models import SealBreak, WeightSet
from scoring.queries.weights.weights import weights_of
from shoppers.models import Notice
from shoppers.services.notices import sweep_notices
from tests.scoring.web.conftest import LogIn, Prepare, Stage
from tests.scoring.web.insight_stage import called_by_three, year_before

Document = dict[str, Any]
Change = Callable[[Document], Document]

ALFA, API = "/results/2026/companies/alfa/", "/api/v1/programmes/2026/"
HEADING = "This does not agree with its seal"
# Pages made of frozen rows alone: what a release published needs no document any more.
FROZEN = ["/", "/2026/", "/archive/", "/client/", API, f"{API}rankings/", f"{API}winners/"]
ON_THE_METHOD = [
    "/2026/categories/bank/",
    "/2026/method/",
    "/results/2026/",
    ALFA,
    f"{ALFA}change/",
    f"{ALFA}questions/",
    f"{ALFA}sections/waiting/",
    f"{ALFA}sections/waiting/questions/wait/",
]
ON_THE_CHECKLIST = [*ON_THE_METHOD, f"{API}companies/alfa/change/"]


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        called_by_three(stage.award)
        year_before(stage)
        stage.release()

    return prepared


@pytest.fixture(autouse=True)
def _in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklists, "_kept", {})


def _more_points(document: Document) -> Document:
    changed = deepcopy(document)
    changed["sections"][0]["questions"][0]["options"][1]["points"] = 3
    return changed


def _less(document: Document) -> Document:
    return {**document, "sections": document["sections"][:1]}


def _rounded(method: Document) -> Document:
    scale = method["scoring"]["scale"] | {"decimals": 2}
    return {**method, "scoring": {**method["scoring"], "scale": scale}}


def _nothing(_document: Document) -> Document:
    return {}


def _alter_checklist(change: Change) -> ChecklistVersion:
    version = Programme.objects.get(slug="2026").checklist_version
    with pgtrigger.ignore():
        ChecklistVersion.objects.filter(pk=version.pk).update(document=change(version.document))
    return version


def _alter_method(change: Change) -> Programme:
    programme = Programme.objects.get(slug="2026")
    with pgtrigger.ignore():
        Programme.objects.filter(pk=programme.pk).update(method=change(programme.method))
    return programme


def _answers(browser: Browser, paths: list[str]) -> dict[str, int]:
    return {path: browser.get(path).status_code for path in paths}


@pytest.mark.parametrize("change", [_more_points, _less, _nothing])
def test_nothing_is_shown_that_rests_on_an_altered_checklist(
    stage: Stage, log_in: LogIn, change: Change
) -> None:
    _alter_checklist(change)
    browser = log_in(stage.kari)

    assert _answers(browser, FROZEN) == dict.fromkeys(FROZEN, 200)
    assert _answers(browser, ON_THE_CHECKLIST) == dict.fromkeys(ON_THE_CHECKLIST, 503)


@pytest.mark.parametrize("change", [_rounded, _nothing])
def test_nothing_is_shown_that_rests_on_an_altered_method(
    stage: Stage, log_in: LogIn, change: Change
) -> None:
    _alter_method(change)
    browser = log_in(stage.kari)

    assert _answers(browser, FROZEN) == dict.fromkeys(FROZEN, 200)
    assert _answers(browser, ON_THE_METHOD) == dict.fromkeys(ON_THE_METHOD, 503)


def test_a_checklist_that_a_process_has_read_before_is_compared_again(
    stage: Stage, stranger: Browser
) -> None:
    assert stranger.get("/2026/method/").status_code == 200

    _alter_checklist(_more_points)

    assert stranger.get("/2026/method/").status_code == 503


def test_a_reader_is_told_what_is_wrong_and_nothing_of_what_stands_there(
    stage: Stage, log_in: LogIn
) -> None:
    browser = log_in(stage.kari)
    before = browser.get(ALFA).text
    _alter_checklist(_more_points)

    answer = browser.get(ALFA)

    assert HEADING in answer.text
    assert "The coordinators have been told." in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert "77.6" in before
    assert "77" not in answer.text
    assert "Alfa" not in answer.text


def test_a_program_gets_a_problem_document(stage: Stage, log_in: LogIn) -> None:
    _alter_checklist(_nothing)

    answer = log_in(stage.kari).get(f"{API}companies/alfa/change/")

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "type": "about:blank",
        "title": HEADING,
        "status": 503,
        "detail": "What this is made of was altered after it was sealed, so no number of it is"
        " given. The coordinators have been told.",
    }


@pytest.mark.parametrize(
    ("language", "heading"),
    {
        "nb": "Dette stemmer ikke med forseglingen",
        "sv": "Det här stämmer inte med förseglingen",
    }.items(),
)
def test_in_the_readers_language(
    stage: Stage, stranger: Browser, language: str, heading: str
) -> None:
    _alter_method(_nothing)

    answer = stranger.get("/2026/method/", headers={"accept-language": language})

    assert heading in answer.text


def test_coordinators_are_told_once_and_the_log_each_time(stage: Stage, stranger: Browser) -> None:
    version = _alter_checklist(_more_points)

    with structlog.testing.capture_logs() as lines:
        for _ in range(2):
            assert stranger.get("/2026/method/").status_code == 503

    told = SealBreak.objects.get()
    found = digest(_more_points(version.document))
    assert (told.table, told.row, told.words) == (
        "evaluations_checklistversion",
        str(version.pk),
        "tiny 1",
    )
    assert (told.seal, told.found) == (version.document_hash, found)
    wanted = {"event": "seal_broken", "log_level": "error", "table": told.table, "row": told.row}
    wanted |= {"seal": told.seal, "found": told.found}
    assert [line for line in lines if line["event"] == "seal_broken"] == [wanted] * 2
    owed = Notice.objects.filter(kind="seal_broken")
    assert {notice.recipient_id for notice in owed} == {stage.alma.pk, stage.clara.pk}
    assert owed.count() == 2


def test_one_that_is_altered_again_is_told_again(stage: Stage, stranger: Browser) -> None:
    _alter_checklist(_more_points)
    stranger.get("/2026/method/")

    _alter_checklist(_nothing)
    stranger.get("/2026/method/")

    assert SealBreak.objects.count() == 2
    assert Notice.objects.filter(kind="seal_broken").count() == 4


def test_the_mail_says_where(stage: Stage, stranger: Browser) -> None:
    version = _alter_checklist(_more_points)
    stranger.get("/2026/method/")

    sweep_notices()

    letter = next(each for each in mail.outbox if each.to == [stage.clara.email])
    assert letter.subject == "Altered in the database: tiny 1"
    assert "“tiny 1” no longer agrees with its seal" in letter.body
    assert f"Where: table evaluations_checklistversion, row {version.pk}\n" in letter.body


def test_what_is_mended_is_shown_again(stage: Stage, stranger: Browser) -> None:
    version = _alter_checklist(_more_points)
    assert stranger.get("/2026/method/").status_code == 503

    _alter_checklist(lambda _altered: version.document)

    assert stranger.get("/2026/method/").status_code == 200


def _heavier(weights: Mapping[str, str]) -> dict[str, str]:
    return dict(zip(weights, reversed(list(weights.values())), strict=True))


def test_altered_weights_are_not_counted_with(stage: Stage) -> None:
    weight_set = WeightSet.objects.filter(programme=stage.award.programme).get()
    assert sum(weights_of(weight_set).values()) == 1
    weight_set.weights = _heavier(weight_set.weights)

    with pytest.raises(BrokenSeal, match="does not agree with its seal"):
        weights_of(weight_set)
