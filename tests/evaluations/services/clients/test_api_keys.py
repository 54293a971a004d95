"""Issuing and revoking keys, by service and by command."""

import hashlib
import re
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from evaluations.models import ApiKey
from evaluations.queries.clients.api_keys import key_for_client, keys_for_client, valid_key
from evaluations.services.clients.api_keys import KeySentBefore, LabelRefused, issue_key, revoke_key
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.clients import TwoClients, two_clients

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: two_clients(own=[], others=[], by=cast.alma)


@pytest.fixture
def clients(cast: Cast) -> TwoClients:
    made: TwoClients = cast.begun
    return made


def test_a_key_is_shown_once_and_kept_as_a_hash(clients: TwoClients) -> None:
    secret = issue_key(client=clients.client, label="  Monthly   report ", by=clients.kari)

    assert re.fullmatch(r"bit_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", secret)
    key = ApiKey.objects.get()
    assert (key.label, key.prefix) == ("Monthly report", secret[:12])
    assert key.key_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert (key.issued_by, key.is_demo, key.revoked_at) == (clients.kari, False, None)
    stored = " ".join(str(value) for value in ApiKey.objects.values().get().values())
    assert secret[13:] not in stored
    assert valid_key(secret) == key


def test_no_two_keys_are_alike(clients: TwoClients) -> None:
    secrets = {issue_key(client=clients.client, label="A", by=clients.kari) for _ in range(5)}

    assert len(secrets) == 5


@pytest.mark.parametrize("label", ["", "   ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_key_needs_a_label(clients: TwoClients, label: str) -> None:
    with pytest.raises(LabelRefused):
        issue_key(client=clients.client, label=label, by=clients.kari)

    assert not ApiKey.objects.exists()


def test_a_revoked_key_opens_nothing_and_stays_known(clients: TwoClients, alma: User) -> None:
    secret = issue_key(client=clients.client, label="A", by=clients.kari)
    key = ApiKey.objects.get()

    assert revoke_key(key=key, by=alma)
    assert valid_key(secret) is None
    first = key.revoked_at
    assert not revoke_key(key=key, by=clients.kari)
    key.refresh_from_db()
    assert (key.revoked_by, key.revoked_at) == (alma, first)


def test_keys_are_reached_through_their_client(clients: TwoClients, alma: User) -> None:
    for label in ("First", "Second"):
        issue_key(client=clients.client, label=label, by=alma)
    issue_key(client=clients.other, label="Third", by=alma)
    revoke_key(key=ApiKey.objects.get(label="First"), by=alma)

    def labels(**wanted: object) -> list[str]:
        return [key.label for key in keys_for_client(clients.client, **wanted)]  # type: ignore[arg-type]

    assert labels() == ["Second", "First"]
    assert labels(revoked=True) == ["First"]
    assert labels(revoked=False) == ["Second"]
    assert labels(label="sec") == ["Second"]
    assert key_for_client(clients.client, ApiKey.objects.get(label="Third").pk) is None


def test_the_commands_issue_and_revoke(clients: TwoClients, alma: User) -> None:
    out = StringIO()
    told = {"label": "Nightly", "by": "ALMA@award.example", "stdout": out}
    call_command("issue_api_key", "fjell group", **told)
    secret = out.getvalue().strip()
    assert valid_key(secret) == ApiKey.objects.get(label="Nightly", issued_by=alma)

    for expected in ("revoked", "was revoked before"):
        out = StringIO()
        call_command("revoke_api_key", secret[:12], by=clients.kari.email, stdout=out)
        assert out.getvalue() == f"{secret[:12]} of Fjell Group: {expected}.\n"
    assert valid_key(secret) is None


@pytest.mark.parametrize(
    "by", ["nobody@award.example", "kjell@client.example", "oda@other.example"]
)
def test_the_commands_ask_who_may(clients: TwoClients, alma: User, by: str) -> None:
    secret = issue_key(client=clients.client, label="A", by=alma)

    with pytest.raises(CommandError, match="neither a coordinator nor"):
        call_command("issue_api_key", "Fjell Group", label="B", by=by)
    with pytest.raises(CommandError, match="neither a coordinator nor"):
        call_command("revoke_api_key", secret[:12], by=by)
    assert list(ApiKey.objects.values_list("label", "revoked_at")) == [("A", None)]


def test_the_commands_name_what_they_do_not_know(clients: TwoClients, alma: User) -> None:
    with pytest.raises(CommandError, match="No client is called 'Nobody'"):
        call_command("issue_api_key", "Nobody", label="B", by=alma.email)
    with pytest.raises(CommandError, match="No key begins with 'bit_00000000'"):
        call_command("revoke_api_key", "bit_00000000", by=alma.email)
    with translation.override("en"), pytest.raises(CommandError, match="Give the key a label"):
        call_command("issue_api_key", "Fjell Group", label=" ", by=alma.email)
    assert not ApiKey.objects.exists()


def test_one_form_issues_one_key(clients: TwoClients) -> None:
    form = uuid.uuid4()
    secret = issue_key(client=clients.client, label="A", by=clients.kari, form_token=form)

    for label in ("A", "B"):
        with pytest.raises(KeySentBefore) as refused:
            issue_key(client=clients.client, label=label, by=clients.kari, form_token=form)
        assert refused.value.key == valid_key(secret)

    assert ApiKey.objects.count() == 1
    assert clients.client.log.filter(change="key_issued").count() == 1
    # Another client's form is another form, whatever its token.
    assert issue_key(client=clients.other, label="A", by=clients.oda, form_token=form)
