"""The audit package of a release: a ZIP with everything its ranking follows from."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from evaluations.models import Client
from scoring.method.reading import spelled_out
from scoring.models import AuditPackage, Release, ReleasedRanking, ReleasedWinner
from scoring.queries.releases.whole import assure_whole
from scoring.refusals import Refusal, Refused
from scoring.services.auditing.tables import contacts_and_questions, results, table
from shoppers.models import User
from shoppers.rules import is_coordinator

_HERE = Path(__file__).resolve().parent
_SCORING = _HERE.parent.parent
# What turns answers into figures and places: its fingerprint is the version of the code.
_CODE = ("formulas", "method")
_ANY_DAY = (1980, 1, 1, 0, 0, 0)  # of the files inside: the same package has the same bytes


@transaction.atomic
def make_package(*, release: Release, auditor: str, by: User, key: bytes) -> bytes:
    """The package of a release for one named auditor; that it was made is written down for good.

    Contacts and shoppers have names made with `key`, which is kept nowhere: they are the same
    throughout the package and cannot be traced back. Raises Refused.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    if not auditor.strip():
        raise Refused(Refusal.NO_AUDITOR)
    if _reads_for_a_client(auditor.strip()):
        raise Refused(Refusal.AUDITOR_IS_A_CLIENT)
    packed = _zipped(_files(release, key))
    AuditPackage.objects.create(
        release=release,
        auditor=auditor.strip(),
        sha256=hashlib.sha256(packed).hexdigest(),
        made_by=by,
    )
    return packed


def _reads_for_a_client(auditor: str) -> bool:
    """Whether the name, or an address in it, is that of a client or of one of its members."""
    named = Q(name__iexact=auditor) | Q(members__user__name__iexact=auditor)
    addresses = [word.strip("<>,;()") for word in auditor.split() if "@" in word]
    named |= Q(members__user__email__in=[address.lower() for address in addresses])
    return Client.objects.filter(named).exists()


def _files(release: Release, key: bytes) -> dict[str, str]:
    """The text of every file by its name."""
    assure_whole(release)
    programme = release.programme
    contacts, questions = contacts_and_questions(release, key)
    files = {
        "README.txt": (_HERE / "readme.txt").read_text(encoding="utf-8"),
        "recompute.py": (_HERE / "recompute.py").read_text(encoding="utf-8"),
        "method.json": _json(programme.method),
        "rules.json": _json(spelled_out(programme.method)["scoring"]),
        "checklist.json": _json(programme.checklist_version.document),
        "weights.json": _json(_weights(release)),
        "release.json": _json(_facts(release)),
        "contacts.csv": contacts,
        "questions.csv": questions,
        "results.csv": results(release),
        "released.csv": _public(release),
        "winners.csv": _titles(release),
    }
    manifest = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
        for name, text in sorted(files.items())
    )
    return {**files, "MANIFEST.sha256": manifest}


def _weights(release: Release) -> dict[str, Any]:
    weight_set = release.run.weight_set
    if weight_set is None:
        raise Refused(Refusal.RUN_NOT_COMPLETE)
    return {
        "source": str(weight_set.source),
        "weights": weight_set.weights,
        "basis": weight_set.basis,
        "sha256": weight_set.content_hash,
    }


def _facts(release: Release) -> dict[str, Any]:
    run, programme = release.run, release.programme
    return {
        "programme": programme.slug,
        "name": programme.name,
        "release": release.number,
        "release_sha256": release.content_hash,
        "previous_sha256": release.previous.content_hash if release.previous else None,
        "correction": release.correction,
        "method_sha256": run.method_hash,
        "inputs_sha256": run.inputs_hash,
        "result_sha256": run.result_hash,
        "code_sha256": code_hash(),
    }


def code_hash() -> str:
    """sha256 over the source of the formulas and the method's rules, file by file."""
    total = hashlib.sha256()
    for path in sorted(each for folder in _CODE for each in (_SCORING / folder).rglob("*.py")):
        total.update(f"{path.relative_to(_SCORING).as_posix()}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _public(release: Release) -> str:
    rows = ReleasedRanking.objects.filter(release=release, listed=True).select_related(
        "company", "category"
    )
    return table(
        ("category", "company", "name", "rank", "total", "answered_only", "agent"),
        [
            {
                "category": row.category.key,
                "company": row.company.key,
                "name": row.name,
                "rank": row.rank,
                "total": row.total,
                "answered_only": row.answered_only,
                "agent": row.agent,
            }
            for row in rows
        ],
    )


def _titles(release: Release) -> str:
    rows = ReleasedWinner.objects.filter(release=release).select_related("company")
    columns = ("title", "key", "company")
    return table(
        columns,
        [{"title": str(row.title), "key": row.key, "company": row.company.key} for row in rows],
    )


def _zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _ANY_DAY), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
