"""Where each role begins."""

import pytest
from django.urls import reverse

from shoppers.enums import Role
from shoppers.models import RoleAssignment
from tests import people
from tests.scoring.web.conftest import LogIn, Stage


@pytest.mark.parametrize(
    ("who", "begins"), [("alma", "desk"), ("kari", "client_home"), ("selma", "my_calls")]
)
def test_each_role_has_a_home(stage: Stage, log_in: LogIn, who: str, begins: str) -> None:
    answer = log_in(getattr(stage, who)).get(reverse("home"))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse(begins))


def test_who_is_several_things_begins_as_a_coordinator(stage: Stage, log_in: LogIn) -> None:
    RoleAssignment.objects.create(user=stage.selma, role=Role.COORDINATOR)

    assert log_in(stage.selma).get(reverse("home")).headers["Location"] == reverse("desk")


def test_the_role_alone_makes_nobody_a_client(stage: Stage, log_in: LogIn) -> None:
    lone = people.person("lone@client.example", "Lone Lie", Role.CLIENT)

    answer = log_in(lone).get(reverse("home"))

    assert answer.status_code == 200
    assert "Your account has no task yet" in answer.content.decode()


def test_who_is_nothing_yet_reads_a_sentence(stage: Stage, log_in: LogIn) -> None:
    nobody = people.person("nobody@mail.example", "Nora Nor")

    answer = log_in(nobody).get(reverse("home"))

    assert answer.status_code == 200
    assert "Your account has no task yet" in answer.content.decode()
