"""What Lighthouse says about the pages of the demonstration's site on its phone profile.

Run from the root of the repository: ``python -m benchmarks.lighthouse [PAGES...] [--setup] [--site DIR] [--runs N]``.
``--setup`` installs Lighthouse beside this file from its lock file (200 MB, without install scripts); nothing else of
the project needs it. Without ``--site`` the registry of this repository is built first. ``PAGES`` are addresses below
the site's root (``catalogue/``); without any, one of each kind.

Lighthouse drives a real Chromium and reckons what a mid-range phone on a slow line would have seen (its default,
simulated throttling: 150 ms, 1.6 Mbit/s, processor at a quarter). The server on 127.0.0.1 compresses like a static host
(gzip for what is text, ``max-age=600``), over HTTP/1.1; hosts of today speak HTTP/2, which is no slower. The middle of
several runs is told, and below each page what cost it something.

Two things differ from a site in use. A demonstration's ``robots.txt`` asks search engines to stay away, which is right
and would cost the SEO score a third: the host here answers as for a real registry. And 127.0.0.1 counts as secure, so
nothing is said about HTTPS, which is the host's to give.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.lighthouse.host import hosted
from tools.chromium import find_chromium
from tools.node import find_node

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = HERE / "node_modules/lighthouse/cli/index.js"
FLAGS = "--headless --no-sandbox --disable-background-networking"
MC = "catalogue/universiti-contoh/applied-data-analysis/"
PAGES = (
    "",
    "catalogue/",
    MC,
    f"ar/{MC}",
    f"{MC}v1/",
    "compare/#universiti-contoh/applied-data-analysis,universiti-contoh/database-design",
    "pathways/data-practice/",
    "board/",
    "docs/hep/",
    "verify/",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
Report = Mapping[str, Any]


def measured(address: str) -> Report:
    """Lighthouse's report on one page. Raises CalledProcessError when it fails."""
    node, chromium = find_node(), find_chromium()
    command = [str(node.executable), str(PROGRAM), address, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    environment = {**node.environment(), **({"CHROME_PATH": str(chromium)} if chromium else {}), "CI": "true"}
    only = f"--only-categories={','.join(CATEGORIES)}"
    done = subprocess.run(
        [*command, only, "--no-enable-error-reporting"], env=environment, check=True, capture_output=True, text=True
    )
    report: Report = json.loads(done.stdout)
    return report


def row(page: str, reports: Sequence[Report]) -> str:
    """One line of the table: the middle of what the reports say."""
    scores = [middle([one["categories"][name]["score"] * 100 for one in reports]) for name in CATEGORIES]
    times = [middle([one["audits"][name]["numericValue"] for one in reports]) for name in TIMES]
    items = reports[0]["audits"]["network-requests"]["details"]["items"]
    sent = sum(item["transferSize"] for item in items)
    first, largest, blocked, shifted = times
    numbers = [*(f"{score:.0f}" for score in scores), f"{first / 1000:.1f}", f"{largest / 1000:.1f}", f"{blocked:.0f}"]
    return f"| {' | '.join([page or 'home', *numbers, f'{shifted:.3f}', f'{sent / 1000:.1f}', str(len(items))])} |"


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(statistics.median(values))


def faults(report: Report) -> list[str]:
    """The audits that cost the page something, each with what Lighthouse shows of it."""
    found = []
    for name in CATEGORIES:
        category = report["categories"][name]
        for ref in category["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                shown = audit.get("displayValue") or json.dumps(audit.get("details", {}).get("items", []))[:300]
                found.append(f"  {name}: {audit['title']} ({audit['score']}): {shown}")
    return found


def built(folder: Path) -> Path:
    """The site of this repository's registry."""
    command = [sys.executable, "-m", "bukti.cli.main", "build", "--repo", str(ROOT), "--out", str(folder / "site")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return folder / "site"


def table(address: str, pages: Sequence[str], runs: int) -> None:
    """Measure the pages one after the other, and print their rows."""
    columns = ("page", *CATEGORIES, "FCP s", "LCP s", "TBT ms", "CLS", "kB", "requests")
    print(f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", sep="\n")
    for page in pages:
        reports = [measured(address + page) for _ in range(runs)]
        print(row(page, reports), *faults(reports[0]), sep="\n", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse")
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--setup", action="store_true")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if given.setup:
        find_node().run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE)
    if not PROGRAM.is_file():
        sys.exit("error: Lighthouse is not installed: run with --setup once")
    with tempfile.TemporaryDirectory(prefix="bukti-lighthouse-") as folder:
        site = given.site or built(Path(folder))
        with hosted(site) as address:
            table(address, given.pages, given.runs)


if __name__ == "__main__":
    main()
