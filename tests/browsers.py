"""How the tests' browsers are started."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import ViewportSize

# What the browser does beside showing pages, and would do again for each of a journey's browsers.
# First its own address bar, which is a page too, drawn in a process more: half of what it costs to
# open one. The rest is what Playwright switches off: of two such lists only the last one counts.
_FEATURES = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# Keep the browser off every network but this machine's loopback.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
    f"--disable-features={','.join(_FEATURES)}",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# What a shopper's phone holds of hers in a store of its database, as the open page could read it.
PHONE_ROWS = """
(store) => new Promise((resolve, reject) => {
  const { sign } = document.getElementById("phone").dataset;
  const opening = indexedDB.open(`best-in-test-${sign}`);
  let isThere = true;
  // Where nothing was kept yet there is no database, and looking must not make one.
  opening.onupgradeneeded = () => ((isThere = false), opening.transaction.abort());
  opening.onerror = () => (isThere ? reject(opening.error) : resolve([]));
  opening.onsuccess = () => {
    const all = opening.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => (opening.result.close(), resolve(all.result));
  };
})
"""


def chromium() -> str:
    """The browser's program: CHROMIUM, or the first of its usual names on the path."""
    named = os.environ.get("CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None or not Path(found).exists():
        raise FileNotFoundError("No Chromium was found; install it or set CHROMIUM to its path.")
    return found
