"""A report that is reopened while a release of it waits for its confirmation."""

import pytest

from evaluations.models import Evaluation
from evaluations.services.review.reopening import ReopeningRefused, reopen
from evaluations.services.review.reviewing import approve
from scoring.models import ReleaseConfirmation
from scoring.refusals import Refusal, Refused
from scoring.services.releases.releasing import confirm_release, propose_release
from tests import people
from tests.factories.awards import scored, scored_award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
WHY = "It is about another company."


def test_a_release_is_not_confirmed_once_a_report_it_counts_is_reopened() -> None:
    award, alma, clara = scored_award(), people.alma(), people.clara()
    report = submitted_report(award, people.selma(), alma, company="delta")
    approve(evaluation=report, by=clara)
    run = scored(award)
    release = propose_release(programme=award.programme, run=run, by=alma).release

    def read() -> Evaluation:
        return Evaluation.objects.get(pk=report.pk)

    reopen(evaluation=read(), reason=WHY, by=clara)

    with pytest.raises(Refused) as refused:
        confirm_release(release=release, by=clara)
    assert refused.value.code == Refusal.INPUTS_CHANGED
    assert not ReleaseConfirmation.objects.exists()
    # Approved again as it was, it is what was counted: its points are the same.
    approve(evaluation=read(), by=alma)
    confirm_release(release=release, by=clara)
    with pytest.raises(ReopeningRefused, match="Published results rest"):
        reopen(evaluation=read(), reason=WHY, by=clara)
    assert read().state == "approved"
