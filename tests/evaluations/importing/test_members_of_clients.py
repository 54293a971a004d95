"""A shopper who reads for a client: an account from before both were refused, met by an import."""

import uuid
from pathlib import Path

import pytest

from evaluations.models import Admission, Company, Evaluation, ImportProblem
from evaluations.services.clients.clients import create_client
from scoring.services.setting_up.importing import import_programme, read_source
from shoppers.models import Shopper
from tests import people
from tests.factories.clients import member_from_before
from tests.factories.directories import DirectoryOfFiles, good_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("own", "taken"), [("media-09", ["S-0061"]), ("media-08", ["S-0061"]), ("bank-01", 2)]
)
def test_she_is_not_admitted_and_her_contacts_with_the_category_are_set_aside(
    tmp_path: Path, own: str, taken: list[str] | int
) -> None:
    alma, files = people.alma(), DirectoryOfFiles(tmp_path / "award")
    import_programme(source=read_source(files.path), by=alma)
    shopper = Shopper.objects.get(code="S-0060")
    shopper.user = people.person("s60@mail.example", "Sara Sund")
    shopper.save(update_fields=["user"])
    client = create_client(name="Fjell Group", companies=[Company.objects.get(key=own)], by=alma)
    member_from_before(client, shopper.user)
    Admission.objects.all().delete()
    other = good_line(id=str(uuid.uuid4()), shopper="S-0061")
    files.write_lines([good_line(), other])

    import_programme(source=read_source(files.path), by=alma)

    codes = Evaluation.objects.values_list("test_call__shopper__code", flat=True)
    problems = ImportProblem.objects.values_list("line", "reason", "message_values")
    if isinstance(taken, int):
        assert sorted(str(code) for code in codes) == ["S-0060", "S-0061"]
        assert list(problems) == []
    else:
        assert list(codes) == taken
        values = {"shopper": "S-0060", "company": "media-09"}
        assert list(problems) == [(1, "conflict_of_interest", values)]
    admitted = set(Admission.objects.values_list("shopper__code", flat=True))
    assert "S-0061" in admitted
    assert "S-0060" not in admitted
