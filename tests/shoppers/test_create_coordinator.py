"""`manage.py create_coordinator`."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shoppers.models import Notice, User
from shoppers.services.links import owner_of_link
from shoppers.services.passwords import choose_password
from tests import people

pytestmark = pytest.mark.django_db


def create(*words: str) -> tuple[Any, str]:
    """Whose link was printed, and its token."""
    out = StringIO()
    call_command("create_coordinator", *words, stdout=out)
    link = out.getvalue().split()[-1]
    user_id, token = link.rstrip("/").split("/")[-2:]
    return user_id, token


def test_prints_a_link_that_lets_the_first_coordinator_in(settings: Any) -> None:
    settings.SITE_URL = "https://award.example"
    user_id, token = create("Alma@Award.example", "--name", "Alma Aas")
    alma = owner_of_link(user_id, token)
    assert (alma.email, alma.language, alma.roles) == (
        "alma@award.example",
        "nb",
        frozenset({"coordinator"}),
    )
    assert alma.invitation.invited_by is None
    assert Notice.objects.get().recipient == alma


def test_prints_a_new_link_until_somebody_came_in() -> None:
    words = ("alma@award.example", "--name", "Alma Aas", "--language", "sv")
    create(*words)
    user_id, token = create(*words)
    assert User.objects.get().language == "sv"
    choose_password(user_id=user_id, token=token, password="quiet-harbour-31")
    with pytest.raises(CommandError, match="is a coordinator already"):
        create(*words)


def test_refuses_what_is_no_email() -> None:
    with pytest.raises(CommandError, match="is not an e-mail address"):
        create("alma", "--name", "Alma Aas")
    assert not User.objects.exists()


def test_refuses_to_make_a_coordinator_of_somebody_else() -> None:
    kari = people.kari()
    with pytest.raises(CommandError, match="but not as a coordinator"):
        create(kari.email, "--name", "Kari")
    assert User.objects.get(pk=kari.pk).roles == {"client"}
