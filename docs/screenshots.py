"""Takes the screenshots of the guides anew, with a Chromium on this machine: `python docs/screenshots.py`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from curation import api

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """The review page and the report of the sample data, light and dark."""
    found = os.environ.get("CURATION_CHROMIUM") or shutil.which("chromium")
    sample = ROOT / "sample_data"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        place = Path(folder)
        review = api.review_page(api.review_queue(sample), place / "review.html", reviewer="mira", date="2026-11-26")
        api.report(sample, output=place / "report.html")
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            tab = _tab(browser, scheme, review)
            tab.keyboard.press("s")
            tab.screenshot(path=str(IMAGES / f"review-{scheme}.png"))
            tab = _tab(browser, scheme, place / "report.html")
            if scheme == "dark":
                tab.evaluate("document.getElementById('overlaps').scrollIntoView()")
            tab.screenshot(path=str(IMAGES / f"report-{scheme}.png"))
        browser.close()


def _tab(browser: Browser, scheme: Literal["light", "dark"], path: Path) -> Page:
    tab = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 940}).new_page()
    tab.goto(path.as_uri())
    return tab


if __name__ == "__main__":
    main()
