"""The page in a real browser: its style is applied, and nothing goes against its policy."""

import shutil
import subprocess

import pytest

from kg.page import page
from tests.page.conftest import outcome

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr", "--dump-dom",
)  # fmt: skip
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium; apt-get install chromium")


def complaints(text, folder):
    """What the browser's console says of the page."""
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    command = [CHROMIUM, *QUIET, f"--user-data-dir={folder / 'profile'}", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "Skip to the content" in done.stdout
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def test_the_browser_has_nothing_to_complain_of(dataset, spoilt, tmp_path):
    assert complaints(page(outcome(dataset), dataset), tmp_path) == []
    assert complaints(spoilt, tmp_path) == []


def test_a_changed_style_is_refused(dataset, tmp_path):
    changed = page(outcome(dataset), dataset).replace("<style>", "<style>body { color: red }", 1)
    assert "Content Security Policy" in complaints(changed, tmp_path)[0]
