"""Where a server listens: read from the command line, and looked at before anything starts."""

import argparse
import errno
import socket
from collections.abc import Sequence
from typing import NoReturn

LISTENING = frozenset({"demo", "serve"})  # the commands that take a place


class PortTaken(Exception):
    """The address cannot be listened on; the text is a sentence for the person who asked."""


class _Place(argparse.ArgumentParser):
    """Reads the place alone, and says what is wrong with it in a sentence."""

    def error(self, message: str) -> NoReturn:
        raise PortTaken(message.removeprefix("argument --port: "))


def add_place(parser: argparse.ArgumentParser) -> None:
    """The two arguments of a command that listens."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)


def asked_place_is_free(words: Sequence[str]) -> None:
    """Return when a command line, the program's name left out, can have the place it asks for.

    Raises PortTaken; a command that does not listen asks for none.
    """
    if not words or words[0] not in LISTENING:
        return
    parser = _Place(add_help=False, allow_abbrev=False)
    add_place(parser)
    asked, _others = parser.parse_known_args(words[1:])
    port_is_free(asked.host, asked.port)


def port_is_free(host: str, port: int) -> None:
    """Return when a server can listen there.

    Raises PortTaken with a sentence that says what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = {
                errno.EADDRINUSE: f"Port {port} on {host} is taken by another program.",
                errno.EACCES: f"This account may not listen on port {port}.",
            }.get(error.errno or 0, f"Cannot listen on {host}:{port}: {error.strerror}.")
            message = f"{reason} Choose another one, for example: make demo PORT={port + 123}"
            raise PortTaken(message) from error
        except OverflowError as error:
            raise PortTaken(_no_port(str(port))) from error


def _port(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_no_port(repr(text))) from error


def _no_port(text: str) -> str:
    return f"{text} is not a port; choose one between 1024 and 65535."
