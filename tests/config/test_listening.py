"""Where a server listens is looked at before anything starts."""

import socket

import pytest

from config.listening import PortTaken, asked_place_is_free, port_is_free


def test_port_is_free_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} on 127\.0\.0\.1 is taken .* make demo"):
            port_is_free("127.0.0.1", port)
    port_is_free("127.0.0.1", port)
    with pytest.raises(PortTaken, match="99999 is not a port"):
        port_is_free("127.0.0.1", 99999)
    with pytest.raises(PortTaken, match=r"Cannot listen on 192\.0\.2\.1"):
        port_is_free("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("demo --port abc", "'abc' is not a port; choose one between 1024 and 65535."),
        ("serve --web-workers 3 --port 99999", "99999 is not a port; choose one"),
        ("demo --port", "expected one argument"),
        ("demo --port=-1", "-1 is not a port"),
    ],
)
def test_a_port_that_is_none_is_one_sentence(line: str, complaint: str) -> None:
    with pytest.raises(PortTaken) as refused:
        asked_place_is_free(line.split())

    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_other_commands_ask_for_no_place() -> None:
    asked_place_is_free(["runserver", "--port", "abc"])
    asked_place_is_free([])
