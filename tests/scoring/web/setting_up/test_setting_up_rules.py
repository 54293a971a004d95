"""Method and checklist on the pages of a set-up."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from evaluations.checklist_sheet import sheet_of
from evaluations.models import ChecklistVersion, Programme
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.setting_up import draft_year
from tests.scoring.web.set_up_pages import page_of, shown, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award()


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    return draft_year(award.programme, alma)


@pytest.fixture
def desk(alma: User) -> Browser:
    return signed_in(alma)


@pytest.mark.parametrize("how", ["text", "file"])
def test_a_faulty_method_is_refused_with_its_lines(
    year: Programme, desk: Browser, how: str
) -> None:
    address, before = page_of("set_up_method"), year.method
    seen = desk.get(address).context["form"]["seen"].value()
    text = '{\n"schema_version": 2,\n"fieldwork": {}}'
    typed: dict[str, Any] = {"seen": seen, "document": text}
    if how == "file":
        typed = {"seen": seen, "file": SimpleUploadedFile("method.json", text.encode())}
    answer = desk.post(address, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<code>fieldwork.contacts_per_company</code>" in page
    assert "Line 3" in page
    year.refresh_from_db()
    assert year.method == before
    assert desk.post(address, {"seen": seen, "rule_set": "mark_of_twenty"}).status_code == 302
    late = desk.post(address, {"seen": seen, "rule_set": "mark_of_twenty"})
    assert late.status_code == 409


def test_a_question_is_edited_with_its_options(year: Programme, desk: Browser) -> None:
    desk.post(page_of("begin_checklist_draft"))
    address = page_of("set_up_question")
    typed = shown(desk, address)
    saved = desk.post(
        address,
        typed
        | {
            "text_en": "How long?",
            "na": "drop",
            "critical": "slow",
            "option_0_place": 9,
            "option_3_value": "never",
            "option_3_points": 0,
            "option_3_place": 4,
            "option_3_nb": "Aldri",
            "option_3_sv": "Aldrig",
            "option_3_en": "Never",
        },
    )
    document = Programme.objects.get(pk=year.pk).checklist_version.document
    question = document["sections"][0]["questions"][0]

    assert saved.status_code == 302, saved.content.decode()
    assert question["text"] == {"nb": "wait", "sv": "wait", "en": "How long?"}
    assert [each["value"] for each in question["options"]] == ["fair", "slow", "never", "fast"]
    assert (question["na"], question["critical"]["when"]) == ("drop", ["slow"])
    wrong = desk.post(address, shown(desk, address) | {"critical": "nobody"})
    assert wrong.status_code == 409
    assert "critical.when" in wrong.content.decode()
    assert Programme.objects.get(pk=year.pk).checklist_version.document == document


def test_a_checklist_leaves_and_comes_back_as_a_spreadsheet(year: Programme, desk: Browser) -> None:
    desk.post(page_of("begin_checklist_draft"))
    draft = Programme.objects.get(pk=year.pk).checklist_version
    file = desk.get(page_of("checklist_file")).content
    assert file.decode("utf-8-sig") == sheet_of(draft.document)

    def send(content: bytes) -> Any:
        seen = desk.get(page_of("read_checklist")).context["form"]["seen"].value()
        sheet = SimpleUploadedFile("checklist.csv", content)
        return desk.post(page_of("read_checklist"), {"seen": seen, "file": sheet})

    broken = send(file.replace(b"section,waiting", b"chapter,waiting"))
    assert broken.status_code == 422
    said = "Line 2, column row: “chapter” cannot be read. Allowed: section, comment."
    assert said in broken.content.decode()
    # What hangs together badly is told by its line, too, in the reader's words.
    lines = file.decode("utf-8-sig").split("\r\n")
    asked = next(at for at, line in enumerate(lines) if line.startswith("question,correct"))
    lines[asked] = lines[asked].replace("not_allowed", "maybe")
    named = send("\r\n".join(lines).encode())
    assert named.status_code == 422, named.context["form"].errors
    assert f"Line {asked + 1}, column na: Input should be" in named.content.decode()
    desk.cookies["django_language"] = "nb"
    norsk = send("\r\n".join(lines).encode()).content.decode()
    assert f"Linje {asked + 1}, kolonne na: her skal det stå" in norsk
    desk.cookies["django_language"] = "en"
    assert "Line 1 is not UTF-8." in send(b"\xff").content.decode()
    assert ChecklistVersion.objects.get(pk=draft.pk).document == draft.document
    assert send(file.replace(b",Waiting,", b",Wait,", 1)).status_code == 302
    changed = ChecklistVersion.objects.get(pk=draft.pk).document
    assert changed["sections"][0]["text"]["nb"] == "Wait"
