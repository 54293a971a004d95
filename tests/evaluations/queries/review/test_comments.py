"""Which words a client may read: the same in the preview window as in a release."""

import datetime as dt

import pytest
from django.utils import timezone

from evaluations.models import Evaluation, Participation, PreviewedContact, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.review.comments import cleared_comments
from evaluations.visibility import client_reader
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.clients import two_clients
from tests.factories.tiny_method import PERFECT
from tests.factories.words import commented, moderated

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(award: Award) -> Evaluation:
    """A contact with a word of each kind, none of them looked at."""
    return commented(award.contact("alfa", PERFECT), c_words="Kind and quick", c_more="Ærlig — 👍")


def _cleared(contact: Evaluation) -> dict[str, str]:
    return cleared_comments([contact.pk]).get(contact.pk, {})


def test_nothing_is_cleared_that_nobody_looked_at(contact: Evaluation) -> None:
    assert contact.comments
    assert cleared_comments([contact.pk]) == {}
    assert cleared_comments([]) == {}


def test_a_word_that_describes_no_one_is_cleared(contact: Evaluation, alma: User) -> None:
    moderated(contact, "c_words", by=alma)
    moderated(contact, "c_more", by=alma, text="Ærlig")

    assert _cleared(contact) == {"c_words": "Kind and quick", "c_more": "Ærlig"}


def test_a_word_that_describes_somebody_is_not(contact: Evaluation, alma: User) -> None:
    moderated(contact, "c_words", by=alma, describes_no_one=False)

    assert _cleared(contact) == {}


@pytest.mark.parametrize("last", [True, False])
def test_the_newest_word_counts(contact: Evaluation, alma: User, *, last: bool) -> None:
    moderated(contact, "c_words", by=alma, text="First", describes_no_one=not last)
    moderated(contact, "c_words", by=alma, text="Last", describes_no_one=last)

    assert _cleared(contact) == ({"c_words": "Last"} if last else {})


def test_a_comment_that_was_changed_is_looked_at_again(contact: Evaluation, alma: User) -> None:
    moderated(contact, "c_words", by=alma)
    commented(contact, c_words="Kind, said Berit")
    assert _cleared(contact) == {}

    moderated(contact, "c_words", by=alma, text="Kind")

    assert _cleared(contact) == {"c_words": "Kind"}


@pytest.mark.parametrize("facts", [{"signed_up": False}, {"staff_informed_on": None}])
def test_privacy_mode_clears_nothing(
    award: Award, contact: Evaluation, alma: User, facts: dict[str, object]
) -> None:
    moderated(contact, "c_words", by=alma)
    assert _cleared(contact) != {}

    Participation.objects.filter(pk=award.participations["alfa"].pk).update(**facts)

    assert _cleared(contact) == {}


def test_the_preview_window_shows_the_same(award: Award, alma: User) -> None:
    contacts = [
        commented(award.contact("alfa", PERFECT), c_words=words)
        for words in ("One", "Two", "Three")
    ]
    moderated(contacts[0], "c_words", by=alma)
    moderated(contacts[1], "c_words", by=alma, describes_no_one=False)
    silent = commented(award.contact("alfa", None), c_words="Nobody came")
    moderated(silent, "c_words", by=alma, text="Nobody answered")
    now = timezone.now()
    day = dt.timedelta(days=1)
    Programme.objects.update(preview_from=now - day, preview_until=now + day)
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)

    with reading_as(client_reader(clients.client)):
        previewed = dict(PreviewedContact.objects.values_list("contact", "comments"))

    assert previewed == {contact.pk: _cleared(contact) for contact in (*contacts, silent)}
    assert previewed[contacts[0].pk] == {"c_words": "One"}
    assert previewed[silent.pk] == {"c_words": "Nobody answered"}
