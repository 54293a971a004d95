"""Doing what a spreadsheet of companies says, all of it or nothing."""

from collections.abc import Sequence

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.company_sheet import Problem
from evaluations.models import (
    Company,
    ContactPointConfirmation,
    Participation,
    ParticipationChannel,
    Programme,
)
from evaluations.services.setting_up.companies import columns_of, free_key
from evaluations.services.setting_up.company_sheet import CompanyChange, Proposal, proposal_of
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from shoppers.models import User

_BATCH = 500
_log = structlog.get_logger(__name__)


class SheetFaulty(SetUpRefused):
    """The sheet has problems: nothing of it was taken in."""

    code = "sheet_faulty"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__("file", _("Nothing was changed: the spreadsheet has problems."))


@transaction.atomic
def write_company_sheet(
    *, programme: Programme, text: str, by: User, seen: str | None = None
) -> Proposal:
    """Do what the sheet says, and say what that was. Raises SheetUnreadable or SetUpRefused.

    With `seen`, only while it would do what was seen.
    """
    held = held_draft(programme)
    # Contact points are settled under the lock of their participation alone.
    list(held.participations.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    proposal = proposal_of(held, text)
    if proposal.problems:
        raise SheetFaulty(proposal.problems)
    if seen not in {None, proposal.mark}:
        raise SetUpChanged
    _write(held, proposal.changes, by)
    _log.info(
        "company_sheet_written",
        programme=held.slug,
        changed=len(proposal.changes),
        same=proposal.same,
        by=str(by.pk),
    )
    return proposal


def _write(programme: Programme, changes: Sequence[CompanyChange], by: User) -> None:
    parts = _set_participations(programme, changes)
    _set_channels(parts, changes)
    ContactPointConfirmation.objects.bulk_create(
        ContactPointConfirmation(
            programme=programme,
            company_id=part.company_id,
            channel=channel,
            contact_point=facts.point,
            menu_path=facts.menu_path,
            way=facts.confirmed.way,
            words=facts.confirmed.words,
            confirmed_on=facts.confirmed.on,
            by=by,
        )
        for part, change in zip(parts, changes, strict=True)
        for channel, facts in change.points.items()
        if facts.confirmed is not None and facts != change.points_before.get(channel)
    )


def _new_companies(changes: Sequence[CompanyChange]) -> dict[int, Company]:
    """Lasting identities for those that nobody knows yet, by line."""
    taken = set(Company.objects.values_list("key", flat=True))
    made = {}
    for change in changes:
        if change.company is None:
            key = free_key(change.after.name, taken)
            taken.add(key)
            made[change.line] = Company(key=key, name=change.after.name)
    Company.objects.bulk_create(made.values())
    return made


def _set_participations(
    programme: Programme, changes: Sequence[CompanyChange]
) -> list[Participation]:
    """The participations of the changes, in their order, as they are to be."""
    made = _new_companies(changes)
    parts = [
        change.participation
        or Participation(programme=programme, company=change.company or made[change.line])
        for change in changes
    ]
    fields: set[str] = set()
    for part, change in zip(parts, changes, strict=True):
        columns = columns_of(change.after)
        if change.before is not None:
            before = columns_of(change.before)
            columns = {name: value for name, value in columns.items() if before[name] != value}
            fields |= columns.keys()
        for name, value in columns.items():
            setattr(part, name, value)
    standing = [each for each in parts if each.pk is not None]
    Participation.objects.bulk_create([each for each in parts if each.pk is None])
    if fields:
        Participation.objects.bulk_update(standing, sorted(fields), batch_size=_BATCH)
    return parts


def _set_channels(parts: Sequence[Participation], changes: Sequence[CompanyChange]) -> None:
    now = timezone.now()
    rows = {
        (each.participation_id, each.channel): each
        for each in ParticipationChannel.objects.filter(participation__in=parts)
    }
    added, settled = [], []
    for part, change in zip(parts, changes, strict=True):
        for channel, facts in change.points.items():
            row = rows.pop((part.pk, channel), None)
            if row is None:
                row = ParticipationChannel(participation=part, channel=channel)
                added.append(row)
            elif (row.contact_point, row.menu_path) != (facts.point, facts.menu_path):
                settled.append(row)
            else:
                continue
            row.contact_point, row.menu_path = facts.point, facts.menu_path
            row.decided_at = now if facts.point else row.decided_at
    # What is left are channels that the company offers no more.
    ParticipationChannel.objects.filter(pk__in=[each.pk for each in rows.values()]).delete()
    ParticipationChannel.objects.bulk_create(added)
    ParticipationChannel.objects.bulk_update(
        settled, ["contact_point", "menu_path", "decided_at"], batch_size=_BATCH
    )
