"""What makes the site an app on a shopper's phone: its worker and its manifest."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.web.phone import shell
from shoppers.rules import anyone
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
