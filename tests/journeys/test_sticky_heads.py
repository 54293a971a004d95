"""Walking through a long list by keyboard: the sticky head covers no link, wholly or by half."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from tests import people
from tests.factories.awards import tiny_award
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
SMALL_TARGETS = """
() => axe.run(document, {runOnly: {type: "rule", values: ["target-size"]}})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(node => node.html)))
"""
IN_SIGHT = """
() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const corners = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2]];
  return !here.closest("tbody") || corners.every(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (here.contains(top) || top.contains(here));
  });
}
"""
# The browser has come to rest after a key.
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_no_link_of_a_list_is_half_under_its_head(
    live_server: Any, context: BrowserContext, page: Page
) -> None:
    award, alma = tiny_award(), people.alma()
    for _ in range(12):
        award.contact("alfa", PERFECT)
        award.contact("beta", None)
    signed_in(context, alma, live_server.url)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{live_server.url}/desk/calls/")
    page.evaluate(AXE_SCRIPT)
    walked = 0

    # Keys alone: only they make the browser mark where one is.
    for key in ("Tab", "Shift+Tab"):
        for _ in range(40):
            page.keyboard.press(key)
            page.evaluate(TWO_FRAMES)
            walked += page.evaluate("window.scrollY") > 0
            assert page.evaluate(IN_SIGHT)
            assert page.evaluate(SMALL_TARGETS) == []

    assert walked > 20
