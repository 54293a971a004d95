"""Comments in a release: only what was cleared, and hashed without touching older releases."""

import pytest

from evaluations.models import Evaluation, Participation
from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.models import Release, ReleasedContact
from scoring.queries.releases.canonical_lines import line
from scoring.queries.releases.release_content import content_lines, stored_content
from scoring.queries.releases.verification import recomputed_hash
from scoring.services.releases.releasing import propose_release
from tests import people
from tests.factories.awards import Award, scored, tiny_award
from tests.factories.releases import proposed
from tests.factories.tiny_method import PERFECT
from tests.factories.words import commented, moderated

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    return tiny_award()


def _comments(release: Release) -> dict[str, dict[str, str]]:
    with reading_as(DESK):
        rows = ReleasedContact.objects.filter(release=release)
        return {str(contact): words for contact, words in rows.values_list("contact", "comments")}


def _line_of(release: Release, contact: Evaluation) -> bytes:
    lines = content_lines(release, stored_content(release))
    [found] = [each for each in lines if f'["contact","{contact.pk}"'.encode() in each]
    return found


def test_a_release_freezes_cleared_words_only(award: Award) -> None:
    alma = people.alma()
    cleared = commented(award.contact("alfa", PERFECT), c_words="Kind", c_more="Berit was kind")
    moderated(cleared, "c_words", by=alma, text="Kind.")
    moderated(cleared, "c_more", by=alma, describes_no_one=False)
    silent = commented(award.contact("alfa", None), c_words="Only music")
    moderated(silent, "c_words", by=alma)
    private = commented(award.contact("beta", PERFECT), c_words="Kind too")
    moderated(private, "c_words", by=alma)
    Participation.objects.filter(pk=award.participations["beta"].pk).update(signed_up=False)

    release = proposed(award, scored(award), by=alma)

    assert _comments(release) == {
        str(cleared.pk): {"c_words": "Kind."},
        str(silent.pk): {"c_words": "Only music"},
        str(private.pk): {},
    }
    assert recomputed_hash(release) == release.content_hash


def test_words_cleared_later_wait_for_the_next_release(award: Award) -> None:
    alma = people.alma()
    contact = commented(award.contact("alfa", PERFECT), c_words="Kind")
    run = scored(award)
    first = proposed(award, run, by=alma)
    assert propose_release(programme=award.programme, run=run, by=alma).unchanged

    moderated(contact, "c_words", by=alma)
    second = propose_release(programme=award.programme, run=run, by=alma)

    assert not second.unchanged
    assert _comments(first) == {str(contact.pk): {}}
    assert _comments(second.release) == {str(contact.pk): {"c_words": "Kind"}}


def test_a_contact_without_words_has_the_line_it_always_had(award: Award) -> None:
    alma = people.alma()
    contact = award.contact("alfa", PERFECT)

    release = proposed(award, scored(award), by=alma)

    with reading_as(DESK):
        row = ReleasedContact.objects.get(release=release)
    before_there_were_comments = line(
        "contact",
        row.contact,
        "alfa",
        row.channel,
        row.scenario,
        row.date.isoformat(),
        row.half_day,
        row.answered,
        row.total,
        row.sections,
        row.answers,
    )
    assert _line_of(release, contact) == before_there_were_comments
    assert recomputed_hash(release) == release.content_hash


def test_words_are_part_of_the_hash(award: Award) -> None:
    alma = people.alma()
    contact = commented(award.contact("alfa", PERFECT), c_words="Kind")
    moderated(contact, "c_words", by=alma)

    release = proposed(award, scored(award), by=alma)

    assert _line_of(release, contact).endswith(b',{"c_words":"Kind"}]')
    content = stored_content(release)
    with_words = content_lines(release, content)
    content.contacts[0].comments = {}
    assert content_lines(release, content) != with_words
