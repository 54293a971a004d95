"""Reading a company in a programme."""

from evaluations.models import Category, Participation, Programme


def participation_of(programme: str, company: str) -> Participation | None:
    """The company with this key in the programme with this slug."""
    return (
        Participation.objects.select_related("programme", "company", "category")
        .filter(programme__slug=programme, company__key=company)
        .first()
    )


def categories_of(programme: Programme) -> list[Category]:
    """The categories in which companies take part, in order."""
    return list(
        Category.objects.filter(participations__programme=programme)
        .distinct()
        .order_by("position", "key")
    )
