"""Nobody acts without a name."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from evaluations.web.actor import acting_user
from shoppers.models import User


def test_who_is_signed_in_acts(rf: RequestFactory) -> None:
    request = rf.post("/")
    request.user = User(name="Alma Aas")

    assert acting_user(request) is request.user


def test_a_stranger_never_acts(rf: RequestFactory) -> None:
    request = rf.post("/")
    request.user = AnonymousUser()

    with pytest.raises(TypeError):
        acting_user(request)
