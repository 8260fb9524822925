"""Finds a Chromium for the browser tests, and installs one where there is none.

As a command it prints the path of the browser and nothing else on standard output.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "BUKTI_CHROMIUM"


class ChromiumNotFoundError(RuntimeError):
    """No Chromium on this machine, and none could be installed."""


def find_chromium(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The browser named by BUKTI_CHROMIUM, else one on PATH, else the one Playwright installed, else None."""
    named = environ.get(VARIABLE)
    if named:
        if not os.access(named, os.X_OK):
            raise ChromiumNotFoundError(f"{VARIABLE} names {named}, which is not a program")
        return Path(named)
    for command in COMMANDS:
        found = shutil.which(command, path=environ.get("PATH"))
        if found:
            return Path(found)
    return _playwright_chromium()


def ensure_chromium() -> Path:
    """Find a Chromium, or install one: with apt-get as root, else Playwright's own."""
    found = find_chromium()
    if found:
        return found
    for command in _install_commands():
        _say("no Chromium found: " + " ".join(command))
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if done.returncode:
            _say(f"`{' '.join(command)}` ended with exit code {done.returncode}")
    found = find_chromium()
    if not found:
        raise ChromiumNotFoundError(
            f"No Chromium could be found or installed. Install chromium or Google Chrome, or name one in {VARIABLE}."
        )
    return found


def _install_commands() -> list[list[str]]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        return [
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
        ]
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _playwright_chromium() -> Path | None:
    # Only a running driver knows where Playwright keeps its browsers; not having Playwright is no error here.
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def _say(line: str) -> None:
    print(f"bukti: {line}", file=sys.stderr, flush=True)


def main() -> int:
    """Print the path of a Chromium, installing one if need be."""
    try:
        print(ensure_chromium())
    except ChromiumNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
