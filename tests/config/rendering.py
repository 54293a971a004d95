"""Pieces of pages, rendered alone."""

from django.template import Context, RequestContext, Template
from django.test import RequestFactory

EVIL = '<b onclick="x">&\'"'
SAFE = "&lt;b onclick=&quot;x&quot;&gt;&amp;&#x27;&quot;"


def render(tag: str, **context: object) -> str:
    """The tag on a page without a request."""
    return Template("{% load frame %}" + tag).render(Context(context))


def render_at(address: str, tag: str, **context: object) -> str:
    """The tag on a page at this address."""
    request = RequestFactory().get(address)
    return Template("{% load frame %}" + tag).render(RequestContext(request, context))


def icon(name: str) -> str:
    """A decorative icon as it stands in other pieces."""
    return render("{% icon name %}", name=name)
