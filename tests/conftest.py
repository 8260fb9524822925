"""What tests of several folders share: one Chromium a process (Playwright allows no second one beside it)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools.chromium import ensure_chromium


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium; installed where there is none."""
    return str(ensure_chromium())


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The one running Chromium; each test opens a context of its own in it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        )
        yield running
        running.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The lines that tests leave with ``record_property("told", LINE)``; what workers print would be lost."""
    reports = terminalreporter.stats.get("passed", [])
    lines = [value for report in reports for name, value in report.user_properties if name == "told"]
    for line in lines:
        terminalreporter.write_line(str(line))
