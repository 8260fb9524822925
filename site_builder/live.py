"""The site of a registry as it stands now, page by page: nothing is built beforehand but frames and guides.

What is asked for is made when it is asked for, from the records as they are at that moment; of a change only the
changed files are read. So a change of one micro-credential among thousands is seen within two seconds.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from markupsafe import escape

from bukti.errors import BuktiError
from bukti.loading.paths import FOLDERS
from bukti.loading.repository import Memory
from site_builder.engine import build_pages
from site_builder.load import load_site
from site_builder.plan import DataFile, Page, Plan, make_plan
from site_builder.shells import Shells, depth_of, depths

PROSE = "docs/site"
REST = 0.3
"""Seconds for which what was found is taken for what still is: one page asks for several files."""
_State = dict[str, tuple[int, int]]


@dataclass
class LiveSite:
    """The registry below ``root``. ``scratch`` is an empty folder for what the engine makes.

    ``fault`` is what keeps the registry from being shown as it stands now; then the last good state is shown.
    """

    root: Path
    scratch: Path
    told: Callable[[str], None] = lambda _line: None
    fault: BuktiError | None = None
    _memory: Memory = field(default_factory=Memory)
    _lock: Lock = field(default_factory=Lock)
    _state: _State = field(default_factory=dict)
    _seen: float = float("-inf")
    _plan: Plan | None = None
    _shells: dict[str, Shells] = field(default_factory=dict)
    _made: dict[str, Page | DataFile] = field(default_factory=dict)
    _engine: tuple[object, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the engine's own files stand: guides, style sheets and the page for addresses that do not exist."""
        return self.scratch / "site"

    @property
    def snapshot(self) -> str:
        """What the data of the site are named."""
        return self._plan.site.register.snapshot_id if self._plan else ""

    def start(self) -> None:
        """Read everything for the first time. Raises BuktiError where the registry cannot be shown at all."""
        self._state = _state_of(self.root)
        self._renew()

    def answer(self, path: str) -> bytes | None:
        """The bytes of the file at ``path`` below the site's root; None for what is not made here."""
        with self._lock:
            self._look()
            made = self._made.get(path)
            if isinstance(made, Page):
                return self._page(made).encode()
            return made.make() if made else None

    def holds(self, path: str) -> bool:
        """Whether there is a file at ``path`` that is made here."""
        return path in self._made

    def _page(self, page: Page) -> str:
        assert self._plan is not None  # noqa: S101 - started
        depth = depth_of(page.path, self._plan.site.prefix(page.language))
        html = self._shells[page.language][depth].fill(page.render())
        return html.replace("<main", _alert(self.fault) + "<main", 1) if self.fault else html

    def _look(self) -> None:
        """Take up what changed since the last look. A fault is kept, and told once."""
        if monotonic() - self._seen < REST:
            return
        try:
            state = _state_of(self.root)
            if state != self._state:
                self._state = state
                self._renew()
        except BuktiError as error:
            self.fault = error
            self.told(f"not shown as it stands: {error}")
        except OSError:
            self._state = {}  # an editor moved a file away while it was read: the next look finds what stands then
        self._seen = monotonic()

    def _renew(self) -> None:
        begun = monotonic()
        plan = make_plan(load_site(self.root, memory=self._memory))
        self._frames(plan)
        self._plan = plan
        pages = {page.path: page for page in plan.pages if page.kind == "data"}
        self._made = {**pages, **{file.path: file for file in plan.files}}
        self.fault = None
        self.told(f"the registry as it stands now: {len(self._made)} pages and files, {monotonic() - begun:.1f} s")

    def _frames(self, plan: Plan) -> None:
        """Let the engine make frames and guides, where something that they show is not as it was."""
        site = plan.site
        wanted = (
            site.registry,
            site.register.data_as_of,
            site.prose,
            tuple(depths(plan, language) for language in site.languages),
        )
        if wanted == self._engine:
            return
        empty = self.scratch / "empty"
        empty.mkdir(exist_ok=True)
        for language in site.languages:
            target = self.folder / site.prefix(language)
            self._shells[language] = build_pages(plan, language, target, empty, lambda: None, only_frames=True)
        self._engine = wanted


def _alert(fault: BuktiError) -> str:
    """What keeps the registry from being shown as it stands now, at the top of a page."""
    lines = [str(fault), *(f"{one.file}:{one.line}: {one.message}" for one in fault.findings)]
    return f'<pre role="alert" lang="en" dir="ltr">{escape(chr(10).join(lines))}</pre>'


def _state_of(root: Path) -> _State:
    """Time of change and size of every file that the site is made from, and of the repository's head."""
    found: _State = {}
    for top in (*FOLDERS, PROSE):
        _walk(root / top, found)
    for name in ("HEAD", "logs/HEAD"):
        path = root / ".git" / name
        if path.is_file():
            status = path.stat()
            found[name] = (status.st_mtime_ns, status.st_size)
    return found


def _walk(folder: Path, found: _State) -> None:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _walk(Path(entry.path), found)
            else:
                status = entry.stat(follow_symlinks=False)
                found[entry.path] = (status.st_mtime_ns, status.st_size)
