"""The pages of a proposed release: the bar while it is drafted, and then what came of it."""

import pgtrigger
import pytest
from django.urls import reverse

from evaluations.models import Evaluation
from scoring.enums import RunState
from scoring.models import Release, ReleaseProposal
from scoring.refusals import Refusal
from scoring.services.releases.proposals import PROPOSALS, sweep_proposals
from tests.scoring.web.conftest import LogIn, Prepare, Stage

TIMES = {"clients_from": "2031-05-05T08:00", "public_from": "2031-05-12T08:00", "seen": "0"}


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.complete_run


@pytest.fixture
def address(stage: Stage) -> str:
    """Where the stage's run is proposed."""
    return reverse("propose_release", args=[stage.award.programme.runs.get().pk])


def test_the_page_shows_a_bar_until_the_release_is_drafted(
    stage: Stage, address: str, log_in: LogIn
) -> None:
    alma, clara = log_in(stage.alma), log_in(stage.clara)
    page = alma.post(address, TIMES).headers["Location"]
    progress = f"{page}progress/"
    proposal = ReleaseProposal.objects.get()
    assert alma.post(address, TIMES).headers["Location"] == page  # pressed twice
    text = clara.get(page).content.decode()
    assert "Waits for a worker" in text
    assert f'hx-get="{progress}"' in text
    assert f'hx-get="{progress}"' in clara.get(reverse("releases")).content.decode()

    lease = PROPOSALS.claim(proposal.pk)
    assert lease is not None
    PROPOSALS.renew(lease, steps_done=2)
    answer = clara.get(progress)
    assert ("50" in answer.content.decode(), answer.headers.get("HX-Refresh")) == (True, None)
    assert "The release is being drafted" in answer.content.decode()
    PROPOSALS.rest(lease, error="ConnectionError")
    assert "The draft is tried again." in clara.get(progress).content.decode()
    ReleaseProposal.objects.update(leased_until=None)
    sweep_proposals()

    assert clara.get(progress).headers["HX-Refresh"] == "true"
    release = Release.objects.get()
    assert clara.get(page).headers["Location"] == reverse("release", args=[release.pk])
    assert page not in clara.get(reverse("releases")).content.decode()


def test_a_proposal_is_cancelled_once_and_not_when_it_is_drafted(
    stage: Stage, address: str, log_in: LogIn
) -> None:
    alma = log_in(stage.alma)
    page = alma.post(address, TIMES).headers["Location"]
    cancel = f"{page}cancel/"
    assert alma.get(cancel).status_code == 405

    answer = log_in(stage.clara).post(cancel, follow=True)

    assert "Cancelled by Clara Coll" in answer.content.decode()
    assert ReleaseProposal.objects.get().state == RunState.CANCELLED
    late = alma.post(cancel)
    assert late.status_code == 409
    assert str(Refusal.PROPOSAL_IS_OVER.label) in late.content.decode()
    again = alma.post(address, TIMES).headers["Location"]
    sweep_proposals()
    assert (again != page, Release.objects.count()) == (True, 1)


def test_the_same_again_is_not_a_new_release(stage: Stage, address: str, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    browser.post(address, TIMES)
    sweep_proposals()

    page = browser.post(address, TIMES | {"seen": "1"}).headers["Location"]
    sweep_proposals()

    answer = browser.get(page)
    assert "Nothing has changed since this release" in answer.content.decode()
    assert Release.objects.count() == 1


def test_an_input_that_changed_since_is_refused_in_words(
    stage: Stage, address: str, log_in: LogIn
) -> None:
    with pgtrigger.ignore():
        Evaluation.objects.update(content_hash="0" * 64)
    browser = log_in(stage.alma)

    page = browser.post(address, TIMES).headers["Location"]
    sweep_proposals()

    for shown in (page, reverse("releases")):
        assert str(Refusal.INPUTS_CHANGED.label) in browser.get(shown).content.decode()
    assert Release.objects.count() == 0
