"""The public pages before there is any programme."""

from django.test import Client as Browser
from django.urls import reverse


def test_without_any_method_the_pages_say_so(db: None) -> None:
    stranger = Browser(headers={"accept-language": "en"})

    assert "No method is frozen yet" in stranger.get(reverse("method")).content.decode()
    assert "No results to show yet" in stranger.get(reverse("winners")).content.decode()
