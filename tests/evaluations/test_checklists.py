"""Checklists as documents: a frozen one is read once, a draft every time."""

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluations.canonical import digest
from evaluations.models import Checklist, ChecklistVersion
from evaluations.queries.years.checklists import _MOST_KEPT, checklist_of
from tests.evaluations.small_checklist import small_document
from tests.factories.awards import tiny_award

pytestmark = pytest.mark.django_db


def test_frozen_version_is_read_once() -> None:
    version = tiny_award().programme.checklist_version

    assert checklist_of(version) is checklist_of(ChecklistVersion.objects.get(pk=version.pk))


def test_a_version_without_its_document_is_known_by_its_hash(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = tiny_award().programme.checklist_version
    document = checklist_of(version)
    found = ChecklistVersion.objects.defer("document").get(pk=version.pk)

    with django_assert_num_queries(0):
        assert checklist_of(found) is document


def test_draft_is_read_as_it_stands_now() -> None:
    document = small_document()
    version = ChecklistVersion(
        checklist=Checklist(key="small"),
        version=1,
        document=document,
        document_hash=digest(document),
    )
    assert "asked" in checklist_of(version).questions

    document["sections"][1]["questions"][0]["key"] = "wondered"

    assert "wondered" in checklist_of(version).questions


def test_many_versions_do_not_fill_the_memory() -> None:
    version = tiny_award().programme.checklist_version
    first, stored = checklist_of(version), version.document

    for number in range(_MOST_KEPT + 1):
        version.document = stored | {"version": number + 2}
        version.document_hash = digest(version.document)
        checklist_of(version)
    version.document, version.document_hash = stored, digest(stored)

    assert checklist_of(version) is not first
    assert checklist_of(version) == first
