"""Fields shared by every app above."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    TextField = models.CharField  # the class takes no type arguments at run time


# What a column must match that holds a sha256 in hexadecimal.
SHA256 = "^[0-9a-f]{64}$"


class EnumField(TextField):
    """A word of an enum, as text; the words stay out of the migrations.

    Labels change with every translation and words with every feature; neither is a change of
    the schema. A check constraint made by `one_of` holds the words in the database.
    """

    def __init__(self, enum: type[models.TextChoices] | None = None, **options: Any) -> None:
        # A field that migrations rebuild from its deconstruction has no enum, only a length.
        options.setdefault("max_length", 40)
        if enum is not None:
            options["choices"] = enum.choices
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """As a plain text column."""
        name, _path, arguments, options = super().deconstruct()
        options.pop("choices", None)
        return name, "django.db.models.CharField", arguments, options


def one_of(field: str, enum: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of the enum's words."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": sorted(enum.values)}), name=name
    )
