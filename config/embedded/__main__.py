"""`python -m config.embedded remove`: remove the data of the embedded servers."""

import sys

from config.embedded import EmbeddedError, remove_data, var_directory


def main(words: list[str]) -> str | int:
    """The exit status; a text is an error."""
    if words != ["remove"]:
        return "Usage: python -m config.embedded remove"
    try:
        home = remove_data(var_directory())
    except EmbeddedError as error:
        return str(error)
    sys.stdout.write(f"Removed the data of the embedded servers in {home}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
