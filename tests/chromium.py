"""The browser of the tests: Chromium as it is installed on the machine. Playwright's own is never downloaded."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")

# It runs as root in CI, and has no business beyond the pages of the test.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = "there is no Chromium on the PATH; on Debian: apt-get install chromium"


def executable() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
