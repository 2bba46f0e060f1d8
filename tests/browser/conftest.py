"""A browser, where there is one."""

from __future__ import annotations

import os
import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")


@pytest.fixture(scope="session")
def browser():
    found = os.environ.get("CURATION_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine (apt-get install chromium, or name it in CURATION_CHROMIUM)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=found, args=[*quiet, "--disable-component-update", "--disable-sync"]
        )
        yield chromium
        chromium.close()
