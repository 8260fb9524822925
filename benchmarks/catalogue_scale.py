"""What a large catalogue costs: building it, its size, one search, and one change while it is served.

Run from the root of the repository: ``python -m benchmarks.catalogue_scale [MCS [DATA]]``; 5,000 without arguments.
DATA is the folder of public catalogues that texts are taken from. Everything is done at a tenth of the size, too, to
tell what grows. CPU times are of one core and one process; next to them stands the usual engine in the same run:
mkdocs-material rendering the same texts as Markdown, with pruned navigation.
"""

import gc
import gzip
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.made_catalogue import Made, make_repository
from bukti.cli.standing import settle
from site_builder import live
from site_builder.build import build_site
from site_builder.engine import build_pages
from site_builder.live import LiveSite
from site_builder.load import load_site
from site_builder.plan import Page, Plan, make_plan
from site_builder.search.files import CARDS, Search
from site_builder.search.words import key_of, words
from site_builder.shells import Shells, depth_of
from site_builder.static import static_files

DATA = Path("../shared/data")
QUERIES = ("data", "machine learning", "health care", "business finance", "python", "programming", "mental health",
           "project management", "history art", "statistics with r")  # fmt: skip
SAMPLE = 600
"""Pages that times are taken of."""
SHOWN = 20
"""Cards on the first page of results."""
PEER_PAGES = 200


@dataclass(frozen=True, kw_only=True)
class Size:
    """What one size costs. Times in CPU seconds, sizes in bytes."""

    mcs: int
    load: float
    plan: float
    page: float
    largest_page: int
    build: float
    wall: float
    pages: int
    bytes: int

    @property
    def each(self) -> float:
        """CPU milliseconds of the whole build for each page."""
        return self.build / self.pages * 1_000


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children."""
    begun = _cpu()
    work()
    return _cpu() - begun


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measure(made: Made, out: Path) -> tuple[Size, Plan]:
    """Load, plan, render and build one size."""
    plans: list[Plan] = []
    load = cpu(lambda: plans.append(make_plan(load_site(made.root))))
    plan = cpu(lambda: make_plan(plans[0].site))
    settle()  # as the commands do
    begun = time.perf_counter()
    build = cpu(lambda: build_site(plans[0], out))
    wall = time.perf_counter() - begun
    files = [path.stat().st_size for path in out.rglob("*") if path.is_file()]
    largest = max(path.stat().st_size for path in (out / "catalogue").glob("*/*/index.html"))
    page = page_cost(plans[0], out.parent / "frames")
    return Size(
        mcs=len(plans[0].site.mcs), load=load, plan=plan, page=page, largest_page=largest,
        build=build, wall=wall, pages=len(plans[0].pages), bytes=sum(files),
    ), plans[0]  # fmt: skip


def page_cost(plan: Plan, folder: Path) -> float:
    """CPU milliseconds of a micro-credential's page inside the frame, over all languages."""
    (folder / "empty").mkdir(parents=True)
    shells = {
        language: build_pages(plan, language, folder / language, folder / "empty", lambda: None, only_frames=True)
        for language in plan.site.languages
    }
    paths = {f"{plan.site.prefix(language)}{mc.path}index.html" for language in shells for mc in plan.site.mcs}
    pages = [page for page in plan.pages if page.path in paths]
    chosen = pages[:: max(1, len(pages) // SAMPLE)]
    for page in chosen[:20]:
        _html(plan, shells, page)
    gc.collect()
    return cpu(lambda: [_html(plan, shells, page) for page in chosen]) / len(chosen) * 1_000


def _html(plan: Plan, shells: dict[str, Shells], page: Page) -> str:
    depth = depth_of(page.path, plan.site.prefix(page.language))
    return shells[page.language][depth].fill(page.render())


def peer(plan: Plan, folder: Path) -> float:
    """CPU milliseconds of a page in mkdocs-material: the texts of our pages as Markdown, navigation pruned."""
    docs = folder / "docs"
    for mc in plan.site.mcs[:PEER_PAGES]:
        definition = mc.current
        lines = [f"# {definition.title['en']}", *(definition.summary or {}).values(), "## Outcomes"]
        lines += [f"- {outcome.text['en']}" for outcome in definition.outcomes]
        for module in definition.modules:
            lines += [f"## {module.title['en']}", *(f"- {item['en']}" for item in module.content)]
        lines += ["## Assessment", "| what | weight |\n|---|---|"]
        lines[-1] += "".join(f"\n| {one.title['en']} | {one.weight} |" for one in definition.assessments)
        path = docs / mc.provider.id / f"{mc.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(lines), encoding="utf-8")
    (docs / "index.md").write_text("# Index", encoding="utf-8")
    settings = "site_name: peer\ntheme:\n  name: material\n  font: false\n  features: [navigation.prune]\nplugins: []\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(folder / "mkdocs.yml"),
        "-d",
        str(folder / "out"),
    ]
    return cpu(lambda: subprocess.run(command, check=True, capture_output=True)) / PEER_PAGES * 1_000


def searches(plan: Plan, out: Path) -> list[int]:
    """Bytes (gzip) that each query transfers on a first visit: script, index, words and the first cards."""
    search = Search(site=plan.site, language=plan.site.languages[0])
    script = len(gzip.compress(static_files()["assets/bukti/catalogue.js"], 6))
    return [script + _transferred(search, out / search.folder, query) for query in QUERIES]


def _transferred(search: Search, folder: Path, query: str) -> int:
    terms, chosen = search.terms, {"index.json"}
    found: set[int] | None = None
    for word in words(query):
        key = key_of(word, search.language)
        part = max(0, sum(first <= key for first in terms.first) - 1)
        chosen.add(f"terms/{part}.json")
        docs = _unpacked(terms.parts[part].get(key, []))
        found = docs if found is None else found & docs
    # The results of a real page stand anywhere in the index, so each may need a file of its own.
    chosen |= {
        f"cards/{doc // CARDS}.json" for doc in sorted(found or ())[:: max(1, len(found or ()) // SHOWN)][:SHOWN]
    }
    return sum(len(gzip.compress((folder / name).read_bytes(), 6)) for name in chosen)


def _unpacked(packed: Sequence[int]) -> set[int]:
    docs, at = set(), -1
    for one in packed:
        at += 1 + one // 3
        docs.add(at)
    return docs


def change(made: Made, scratch: Path, rounds: int = 5) -> list[float]:
    """Seconds from a changed file to the page that shows it, while the registry is served."""
    live.REST = 0.0
    site = LiveSite(root=made.root, scratch=scratch)
    site.start()
    settle()
    times = []
    for ref in made.refs[:rounds]:
        file = made.root / "registry" / ref / "offer.yaml"
        file.write_text(file.read_text("utf-8").replace("status: active", "status: teach_out"), "utf-8")
        begun = time.perf_counter()
        page = site.answer(f"catalogue/{ref}/index.html")
        times.append(time.perf_counter() - begun)
        if page is None or b"No new learners" not in page:
            raise SystemExit(f"the page of {ref} does not show its change")
    return times


def main() -> None:
    """Print the table."""
    mcs = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        small_made = make_repository(root / "small", data, mcs // 10)
        large_made = make_repository(root / "large", data, mcs)
        small, _ = measure(small_made, root / "small-out" / "site")
        large, plan = measure(large_made, root / "large-out" / "site")
        (root / "peer").mkdir()
        other = peer(plan, root / "peer")
        print(f"{'micro-credentials':42}{small.mcs:>10,}{large.mcs:>10,}")
        rows: list[tuple[str, Callable[[Size], str]]] = [
            ("read and planned, CPU s", lambda size: f"{size.load:.1f}"),
            ("planned alone, CPU s", lambda size: f"{size.plan:.2f}"),
            ("pages in three languages", lambda size: f"{size.pages:,}"),
            ("whole build, CPU s", lambda size: f"{size.build:.0f}"),
            ("whole build, wall s", lambda size: f"{size.wall:.0f}"),
            ("whole build, CPU ms a page", lambda size: f"{size.each:.2f}"),
            ("page of a micro-credential, CPU ms", lambda size: f"{size.page:.2f}"),
            ("largest English page of one, kB", lambda size: f"{size.largest_page / 1_000:.1f}"),
            ("site, MB", lambda size: f"{size.bytes / 1e6:.0f}"),
        ]
        for label, value in rows:
            print(f"{label:42}{value(small):>10}{value(large):>10}")
        ratios = f"{large.each / small.each:.2f} (whole build), {large.page / small.page:.2f} (page of one)"
        print(f"cost of a page, large to small: {ratios}")
        print(
            f"mkdocs-material, pruned, the same texts: {other:.2f} CPU ms a page, ours {large.page / other:.2f} of that"
        )
        bytes_ = searches(plan, root / "large-out" / "site")
        print(f"one search, first visit, gzip: mean {mean(bytes_) / 1e3:.0f} kB, most {max(bytes_) / 1e3:.0f} kB")
        (root / "scratch").mkdir()
        times = change(large_made, root / "scratch")
        print(f"one change while served: median {median(times):.2f} s, most {max(times):.2f} s")


if __name__ == "__main__":
    main()
