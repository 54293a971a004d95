"""Why a whole directory is not imported; said to operators only, and so in English."""


class ImportRefused(Exception):
    """Nothing was written; the text says where the fault lies, and what it is."""

    code = "import_refused"

    def __init__(
        self, message: str, *, file: str = "", line: int | None = None, field: str = ""
    ) -> None:
        self.file, self.line, self.field = file, line, field
        place = [file] if file else []
        if line is not None:
            place.append(f"line {line}")
        if field:
            place.append(field)
        super().__init__(f"{', '.join(place)}: {message}" if place else message)


class ImportRunning(ImportRefused):
    """Somebody else is importing the same programme at this moment."""

    code = "import_running"
