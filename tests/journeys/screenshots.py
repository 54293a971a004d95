"""Pictures of the real pages of a running demo: `python -m tests.journeys.screenshots`.

Without arguments the README's pictures are taken anew into `config/pictures/`. With `--all FOLDER`
every page below is taken at phone and desktop width, light and dark.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browsers import DESKTOP, PHONE, QUIET, chromium

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "config" / "pictures"
SIZES = {"390": PHONE, "1280": DESKTOP}


@dataclass(frozen=True, slots=True)
class Shot:
    """A page, who looks at it, the links to follow from there, and the button to press, if any."""

    name: str
    path: str
    who: str = ""
    then: str = ""
    press: str = ""


CALL = "main a[href^='/my-calls/']:not([href$='/report/'], [href$='/all/'])"
COMPANY = "/desk/programmes/2026/companies/travel-09/"
AFTERWARDS = "main .ahead, main .errorlist, main [role=alert]"
PRESS = "main form button.primary"
THEN = " then "
RATE = f"main a[href^='/my-calibrations/']{THEN}main ol.rows a"
PAY_RUN = "main a[href^='/desk/pay/']:not([href$='/new/'])"
APPLICATION = "main a[href*='/applications/']:not([href$='/applications/'], [href*='?'])"
OBJECTION = "main a[href^='/desk/review/objections/']:not([href$='/objections/'], [href*='?'])"
SHOTS = (
    Shot("winners", "/"),
    Shot("category", "/2026/categories/bank/"),
    Shot("change", "/2026/change/"),
    Shot("method", "/2026/method/"),
    Shot("sign-in", "/sign-in/"),
    Shot("password", "/password/forgotten/"),
    Shot("docs", "/api/v1/docs/"),
    Shot("health", "/health/"),
    Shot("not-found", "/nowhere/at/all/"),
    Shot("archive", "/archive/"),
    Shot("client-home", "/client/", "client"),
    Shot("results", "/results/2026/", "client"),
    Shot("company", "/results/2026/companies/{client_company}/", "client"),
    Shot("rival", "/results/2026/companies/bank-04/", "client"),
    Shot("stranger", "/results/2026/companies/bank-03/", "client"),
    Shot("contact", "/results/2026/companies/{client_company}/", "client", "a[href*='/contacts/']"),
    Shot("keys", "/client/keys/", "client"),
    Shot("account", "/account/", "client"),
    Shot("section", "/results/2026/companies/{client_company}/sections/solution/", "client"),
    Shot("lost", "/results/2026/companies/{client_company}/questions/", "client"),
    Shot("my-calls", "/my-calls/", "shopper"),
    Shot("all-my-calls", "/my-calls/all/", "shopper"),
    Shot("board", "/my-calls/board/", "shopper"),
    Shot("claim", "/my-calls/board/", "shopper", "main a[href^='/my-calls/board/2']"),
    Shot("my-call", "/my-calls/", "shopper", CALL),
    Shot("my-report", "/my-calls/", "shopper", "main a[href$='/report/']"),
    Shot("desk", "/desk/", "coordinator"),
    Shot("programmes", "/desk/programmes/", "coordinator"),
    Shot("programme", "/desk/programmes/2026/", "coordinator"),
    Shot("standing-now", "/desk/programmes/2026/standing/?category=power", "coordinator"),
    Shot("participants", "/desk/programmes/2026/companies/", "coordinator"),
    Shot("participant", "/desk/programmes/2026/companies/bank-01/", "coordinator"),
    Shot("assign", "/desk/programmes/2026/companies/bank-01/assign/", "coordinator"),
    Shot("calls", "/desk/calls/", "coordinator"),
    Shot("call", "/desk/calls/", "coordinator", "table a[href^='/desk/calls/']"),
    Shot("review", "/desk/review/", "coordinator"),
    Shot("review-report", "/desk/review/", "coordinator", "table a[href^='/desk/review/']"),
    Shot("roster", "/desk/shoppers/", "coordinator"),
    Shot("roster-2025", "/desk/shoppers/?programme=2025", "coordinator"),
    Shot("roster-applications", "/desk/shoppers/applications/?state=", "coordinator"),
    Shot("roster-invitations", "/desk/shoppers/invitations/", "coordinator"),
    Shot("roster-away", "/desk/shoppers/D-0001/away/", "coordinator"),
    Shot("roster-apply", "/join/"),
    Shot("roster-my-notes", "/my-calls/notes/", "shopper"),
    Shot("roster-shopper", "/desk/shoppers/D-0001/", "coordinator"),
    Shot("calibrations", "/desk/programmes/2026/calibration/", "coordinator"),
    Shot(
        "calibration-results",
        "/desk/programmes/2026/calibration/",
        "coordinator",
        "table tr:last-child a[href*='/calibration/']",
    ),
    Shot(
        "calibration-open",
        "/desk/programmes/2026/calibration/",
        "coordinator",
        "table a[href*='/calibration/']",
    ),
    Shot("my-calibrations", "/my-calibrations/", "shopper"),
    Shot(
        "my-calibration-open", "/my-calibrations/", "shopper", "main a[href^='/my-calibrations/']"
    ),
    Shot(
        "my-calibration-closed",
        "/my-calibrations/",
        "shopper",
        "main li:last-child a[href^='/my-calibrations/']",
    ),
    Shot("calibration-rate", "/my-calibrations/", "shopper", RATE, press=PRESS),
    Shot("pay-runs", "/desk/pay/", "pay_officer"),
    Shot("pay-draft", "/desk/pay/", "pay_officer", PAY_RUN),
    Shot("pay-new", "/desk/pay/new/", "pay_officer"),
    Shot("pay-approve", "/desk/pay/", "coordinator", PAY_RUN),
    Shot("pay-fees", "/desk/shoppers/fees/", "coordinator"),
    Shot("pay-extras", "/desk/shoppers/fees/extras/", "coordinator"),
    Shot("pay-mine", "/my-calls/fees/", "shopper"),
    Shot("accounts-home", "/home/", "account_manager"),
    Shot("accounts-clients", "/clients/", "account_manager"),
    Shot("accounts-client", "/clients/", "account_manager", "table a[href^='/clients/']"),
    Shot("terms", "/desk/programmes/2026/terms/", "coordinator"),
    Shot("company-act", f"{COMPANY}changes/bankrupt/", "coordinator", press=PRESS),
    Shot("company-left", "/desk/programmes/2026/companies/ferry-04/", "coordinator"),
    Shot("roster-application", "/desk/shoppers/applications/", "coordinator", APPLICATION),
    Shot("objections", "/desk/review/objections/", "coordinator"),
    Shot("objection", "/desk/review/objections/", "coordinator", OBJECTION),
    Shot("client-objections", "/client/objections/", "client"),
    Shot("imports", "/desk/imports/", "coordinator"),
    Shot("import", "/desk/imports/", "coordinator", "table a[href*='/desk/imports/']"),
    Shot("problems", "/desk/problems/", "coordinator"),
    Shot("runs", "/desk/runs/", "coordinator"),
    Shot("run", "/desk/runs/", "coordinator", "table a[href*='/desk/runs/']"),
    Shot("releases", "/desk/releases/", "coordinator"),
    Shot("release", "/desk/releases/", "coordinator", "table a[href*='/desk/releases/']"),
    Shot("clients", "/clients/", "coordinator"),
    Shot("client", "/clients/", "coordinator", "table a[href^='/clients/']"),
    Shot("people", "/people/", "coordinator"),
    Shot("invite", "/people/invite/", "coordinator"),
    Shot("second-factor", "/second-factor/set-up/", "coordinator"),
)
README = {
    ("category", "1280", "light"),
    ("programme", "1280", "light"),
    ("my-report", "390", "light"),
    ("company", "390", "dark"),
}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, every way")
    parser.add_argument("--only", metavar="WORD", default="", help="pages whose name holds it")
    chosen = parser.parse_args()
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    try:
        demo = json.loads((var / "demo.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        sys.exit("There is no demo to look at. Start one in another window: make demo")
    folder = chosen.all or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        visits = {who: _sign_in(browser, demo, who) for who in {shot.who for shot in SHOTS}}
        for shot in SHOTS:
            ways = [way for way in _ways() if chosen.all or (shot.name, *way) in README]
            if ways and chosen.only in shot.name:
                _take(visits[shot.who], demo, shot, ways, folder, whole=bool(chosen.all))
        browser.close()


def _ways() -> Iterator[tuple[str, str]]:
    for size in SIZES:
        for scheme in ("light", "dark"):
            yield size, scheme


def _take(
    visit: BrowserContext,
    demo: dict[str, Any],
    shot: Shot,
    ways: list[tuple[str, str]],
    folder: Path,
    *,
    whole: bool,
) -> None:
    page = visit.new_page()
    page.goto(demo["url"] + shot.path.format(**demo["api_keys"]))
    for link in filter(None, shot.then.split(THEN)):
        page.goto(demo["url"] + str(page.locator(link).first.get_attribute("href")))
    if shot.press:
        _fill(page)
        page.locator(shot.press).first.click()
        page.locator(AFTERWARDS).first.wait_for()
    for size, scheme in ways:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.screenshot(path=folder / f"{shot.name}-{size}-{scheme}.png", full_page=whole)
    page.close()


def _fill(page: Page) -> None:
    """What the page's text fields need before anything can happen."""
    for field in page.locator("main textarea:visible").all():
        field.fill("Gikk konkurs i går.")


def _sign_in(browser: Browser, demo: dict[str, Any], who: str) -> BrowserContext:
    visit = browser.new_context(locale="nb-NO")
    if who:
        login = demo["users"][who]
        page = visit.new_page()
        page.goto(f"{demo['url']}/sign-in/")
        page.locator("input[type=email]").fill(login["email"])
        page.locator("input[type=password]").fill(login["password"])
        page.locator("main form button.primary").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.close()
    return visit


if __name__ == "__main__":
    main()
