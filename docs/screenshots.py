"""Takes the screenshots of the guides anew, with a Chromium on this machine: `python docs/screenshots.py`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from curation import api

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """The review page of the sample data, light and dark, with the second question shown."""
    found = os.environ.get("CURATION_CHROMIUM") or shutil.which("chromium")
    queue = api.review_queue(ROOT / "sample_data")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = api.review_page(queue, Path(folder) / "review.html", reviewer="mira", date="2026-11-26").as_uri()
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 940})
            tab = context.new_page()
            tab.goto(page)
            tab.keyboard.press("s")
            tab.screenshot(path=str(IMAGES / f"review-{scheme}.png"))
        browser.close()


if __name__ == "__main__":
    main()
