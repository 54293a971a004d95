"""Writing the participants of a directory: the new ones whole, of the others what is empty."""

from evaluations.models import (
    Category,
    Company,
    Participation,
    ParticipationChannel,
    Programme,
)
from evaluations.services.importing.directory import Directory
from evaluations.services.importing.rows import CompanyRow
from shoppers.languages import Language


def store_participants(*, directory: Directory, programme: Programme) -> None:
    """The companies of the year with their channels; expects the companies themselves.

    A contact point that stands here already, or that a coordinator emptied, is the coordinators'
    own, and a language changes only where the file names one.
    """
    rows = {key: row for key, (_line, row) in directory.companies.items()}
    there = set(programme.participations.values_list("company__key", flat=True))
    _bring_languages_up_to_date(programme, rows)
    _fill_contact_points(programme, rows)
    _store_new(programme, [row for key, row in rows.items() if key not in there])


def _store_new(programme: Programme, rows: list[CompanyRow]) -> None:
    companies = Company.objects.in_bulk([row.id for row in rows], field_name="key")
    categories = Category.objects.in_bulk(field_name="key")
    made = Participation.objects.bulk_create(
        Participation(
            programme=programme,
            company=companies[row.id],
            category=categories[row.category],
            name=row.name,
            signed_up=row.signed_up,
            staff_informed_on=row.staff_informed_on,
            language=row.language or Language.BOKMAL,
        )
        for row in rows
    )
    ParticipationChannel.objects.bulk_create(
        _with_point(ParticipationChannel(participation=participation, channel=channel), row)
        for participation, row in zip(made, rows, strict=True)
        for channel in row.channels
    )


def _bring_languages_up_to_date(programme: Programme, rows: dict[str, CompanyRow]) -> None:
    changed = []
    for participation in programme.participations.select_related("company"):
        language = rows[participation.company.key].language
        if language not in {None, participation.language}:
            participation.language = language
            changed.append(participation)
    Participation.objects.bulk_update(changed, ["language"])


def _fill_contact_points(programme: Programme, rows: dict[str, CompanyRow]) -> None:
    # Locked, so that a coordinator who sets one at this moment comes before or after.
    empty = (
        ParticipationChannel.objects.filter(
            participation__programme=programme, contact_point="", decided_at=None
        )
        .select_for_update(of=("self",))
        .select_related("participation__company")
        .order_by("pk")
    )
    filled = [_with_point(one, rows[one.participation.company.key]) for one in empty]
    ParticipationChannel.objects.bulk_update(
        [one for one in filled if one.contact_point],
        ["contact_point", "menu_path"],
        batch_size=500,
    )


def _with_point(channel: ParticipationChannel, row: CompanyRow) -> ParticipationChannel:
    """The channel with what the file says of it, on one line as the desk would store it."""
    for word, said in row.contact_points.items():
        if word == channel.channel:
            channel.contact_point = " ".join(said.point.split())
            channel.menu_path = " ".join(said.menu_path.split())
    return channel
