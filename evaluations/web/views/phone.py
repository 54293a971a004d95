"""What makes the site an app on a shopper's phone: its worker and its manifest."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from evaluations.web.phone import may_be_kept, shell
from shoppers.rules import anyone, is_shopper
from shoppers.web.access import allow

# Paper and ink of the light scheme: a manifest knows one.
_PAPER = "#fbf9f5"


@allow(anyone)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker at the root, so that its scope is the site; it names no person."""
    version, files = shell()
    told = {"version": version, "files": files, "folder": settings.STATIC_URL}
    source = json.dumps(static("evaluations/js/worker.js"))
    response = HttpResponse(
        f"self.SHELL = {json.dumps(told)};\nimportScripts({source});\n",
        content_type="text/javascript; charset=utf-8",
    )
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@allow(anyone)
@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """What the app is called, and how it looks on a phone's first screen."""
    icons = [
        {"src": static(f"evaluations/app-{size}.png"), "sizes": f"{size}x{size}"}
        for size in (192, 512)
    ]
    manifest = {
        "id": "/",
        "name": "Best in Test",
        "short_name": "Best in Test",
        "start_url": reverse("my_calls"),
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            *({**icon, "type": "image/png", "purpose": "any maskable"} for icon in icons),
        ],
    }
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@allow(is_shopper)
@require_safe
@gzip_page
def offline(request: HttpRequest) -> HttpResponse:
    """What her phone shows for a page that it does not keep; its script lists those it keeps."""
    context = {"title": _("This page needs a network")}
    return may_be_kept(request, render(request, "evaluations/calls/offline.html", context))
