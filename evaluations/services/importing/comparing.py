"""Whether a directory agrees with what is stored and frozen; reads only."""

from collections.abc import Callable
from typing import Any

from evaluations.canonical import digest
from evaluations.method import Method
from evaluations.models import ChecklistVersion, Participation, Programme, Scenario
from evaluations.queries.companies.company_acts import as_agreed
from evaluations.queries.years.scenarios import is_used
from evaluations.services.importing import files
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.json_text import shown
from evaluations.services.importing.programme_file import with_usual_evidence
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.rows import CompanyRow

Path = tuple[str | int, ...]


def refuse_differences(
    directory: Directory, method: Method, *, spelled_out: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Raise ImportRefused when a frozen programme or checklist would become another one.

    A company or scenario may be added to a programme; none may change or go away. `spelled_out`
    writes a stored method as today's importer does.
    """
    _compare_checklist(directory)
    programme = Programme.objects.filter(slug=directory.programme.slug).first()
    if programme is not None:
        refuse_set_up(directory, programme)
        usual = spelled_out(with_usual_evidence(programme.method))
        _compare_programme(directory, method, programme, usual)
        _compare_scenarios(directory, programme)
        _compare_companies(directory, programme)


def refuse_set_up(directory: Directory, programme: Programme) -> None:
    """Raise ImportRefused for a programme that is being set up and has not started."""
    if programme.frozen_at is None:
        message = (
            f"{programme.slug} is being set up on pages and has not started; an import would start"
            " it without the check list. Start it there, or import another year"
        )
        raise files.at(directory.programme.path, ["year"], message)


def refuse_draft(directory: Directory, version: ChecklistVersion) -> None:
    """Raise ImportRefused where the file's version of the checklist is a coordinator's draft."""
    if version.frozen_at is None:
        message = "this version is a draft on pages and may still change; publish it there first"
        raise files.at(directory.shared / "checklist.json", ["version"], message)


def _compare_checklist(directory: Directory) -> None:
    document = directory.checklist_document
    stored = ChecklistVersion.objects.filter(
        checklist__key=directory.checklist.key, version=directory.checklist.version, wording=1
    ).first()
    if stored is not None:
        refuse_draft(directory, stored)
    # What was stored before words were read as seconds stays as it stands in the file.
    as_it_may_stand = {digest(document), digest(directory.checklist_file)}
    if stored is not None and stored.document_hash not in as_it_may_stand:
        where, old = _first_difference(stored.document, document)
        message = f"this version is in use, and was different before: {old}"
        raise files.at(directory.shared / "checklist.json", where, message)


def _compare_programme(
    directory: Directory, method: Method, programme: Programme, usual: dict[str, Any]
) -> None:
    file = directory.programme
    stored = {
        "year": programme.year,
        "name": programme.name,
        "fieldwork": {
            "start": programme.fieldwork_start.isoformat(),
            "end": programme.fieldwork_end.isoformat(),
        },
        "checklist": _version(programme.checklist_version.document),
    } | _as_in_file(programme.method)
    read = {
        "year": file.year,
        "name": file.name,
        "fieldwork": {"start": file.start.isoformat(), "end": file.end.isoformat()},
        "checklist": _version(directory.checklist_document),
    } | _as_in_file(method.document())
    if read not in (stored, stored | _as_in_file(usual)):
        where, old = _first_difference(stored, read)
        raise files.at(file.path, where, _frozen(old))


def _frozen(old: str) -> str:
    return f"the programme is frozen, and was different before: {old}"


def _missing(key: str) -> str:
    return f"{key} belongs to the frozen programme and is missing here"


def _version(document: dict[str, Any]) -> str:
    return f"{document['key']}, version {document['version']}"


def _as_in_file(method: dict[str, Any]) -> dict[str, Any]:
    """The method under the keys of programme.json, so that a difference names its field there."""
    return {"method": method["fieldwork"] | method["scoring"], "weights": method["weights"]}


def _first_difference(old: Any, new: Any) -> tuple[Path, str]:
    """Where two documents that differ do so first, and what stood there before."""
    if isinstance(old, dict) and isinstance(new, dict):
        steps: list[Any] = [*new, *(key for key in old if key not in new)]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        steps = list(range(len(new)))
    else:
        return (), shown(old)
    for step in steps:
        if isinstance(old, dict) and (step not in old or step not in new):
            return (step,), shown(old[step]) if step in old else "–"
        if old[step] != new[step]:
            rest, before = _first_difference(old[step], new[step])
            return (step, *rest), before
    return (), shown(old)


def _compare_scenarios(directory: Directory, programme: Programme) -> None:
    stored = {scenario.key: scenario for scenario in Scenario.objects.filter(programme=programme)}
    file = directory.shared / "scenarios.json"
    for index, row in enumerate(directory.scenarios):
        before = stored.pop(row.key, None)
        for field in ("reason", "played_by") if before else ():
            old = getattr(before, field)
            if old != getattr(row, field):
                raise files.at(file, [index, field], _frozen(shown(old)))
        if before is not None and before.text != row.text.model_dump() and is_used(before):
            where, old = _first_difference(before.text, row.text.model_dump())
            message = f"this scenario was given to a shopper, and was different before: {old}"
            raise files.at(file, [index, "text", *where], message)
    for key in sorted(stored):
        raise ImportRefused(_missing(key), file=files.label(file))


def _compare_companies(directory: Directory, programme: Programme) -> None:
    file = files.label(directory.companies_file)
    stored = Participation.objects.filter(programme=programme).select_related("company", "category")
    # What happened in the course of the year stands in no file.
    agreed = as_agreed(programme)
    for participation in stored.prefetch_related("channels"):
        key = participation.company.key
        if key not in directory.companies:
            raise ImportRefused(_missing(key), file=file)
        line, row = directory.companies[key]
        for field, old, new in _facts(participation, row, *agreed[participation.pk]):
            if old != new:
                message = _frozen(shown(sorted(old) if isinstance(old, set) else old))
                raise ImportRefused(message, file=file, line=line, field=field)


def _facts(
    participation: Participation, row: CompanyRow, name: str, category: str
) -> list[tuple[str, Any, Any]]:
    informed = participation.staff_informed_on
    return [
        ("name", name, row.name),
        ("category", category, row.category),
        ("channels", {one.channel for one in participation.channels.all()}, set(row.channels)),
        ("signed_up", participation.signed_up, row.signed_up),
        (
            "staff_informed_on",
            informed.isoformat() if informed else None,
            row.staff_informed_on.isoformat() if row.staff_informed_on else None,
        ),
    ]
