"""A release's frozen rows, compared with its fingerprint from time to time."""

from decimal import Decimal

import pytest
from django.db import connection

from evaluations.seals import BrokenSeal
from scoring.models import Release, ReleasedRanking, SealBreak
from scoring.models.sealed import as_stored
from scoring.queries.releases.dispute_figures import dispute_figures
from scoring.services.broken_seals import check_releases
from scoring.services.verifying.whole import verify_release
from shoppers.models import Notice
from shoppers.services.mail import compose
from tests.factories.releases import released_award
from tests.scoring.flips import as_owner, lift_checks


@pytest.mark.django_db(databases=["default", "owner"])
def test_an_altered_figure_of_a_release_is_told_once() -> None:
    with as_owner():
        with connection.cursor() as cursor:
            lift_checks(cursor, ReleasedRanking)
        made = released_award()
        assert check_releases() == 0
        ReleasedRanking.objects.filter(company__key="beta").update(total=Decimal(99))

        assert (check_releases(), check_releases()) == (1, 1)

        told = SealBreak.objects.get()
        assert (told.table, told.row) == ("scoring_release", str(made.release.pk))
        assert told.seal == made.release.content_hash
        owed = Notice.objects.filter(kind="seal_broken")
        assert {each.recipient for each in owed} == {made.alma, made.clara}
        letter = compose(owed.get(recipient=made.clara))
        assert letter is not None
        assert "A row that was altered is shown to nobody, nor is a list" in letter.body
        assert "get a notice in place of numbers" not in letter.body


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_a_release_never_said_of_objections_is_a_difference_and_no_fault() -> None:
    with as_owner():
        with connection.cursor() as cursor:
            lift_checks(cursor, Release)
        made = released_award()
        Release.objects.filter(pk=made.release.pk).update(objections={"x": 1})
        with as_stored():
            release = Release.objects.get()

        assert check_releases() == 1
        assert not verify_release(release).verified
        with pytest.raises(BrokenSeal):
            dispute_figures(release)
