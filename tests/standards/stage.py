"""A registry with credentials of every kind that is issued, made by the real commands, and its built site.

The sample registry gets a git history, classes of both providers and all three languages, a theft, a key
past its time and a revocation; ``bukti issue`` signs and ``bukti build`` publishes. The secrets of its keys
are public (``tests/keys.py``), so tests can sign what a thief or a stranger would.
"""

import csv
import io
import json
import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest import mock

from bukti.cli.main import run
from bukti.did import did_of, status_list_url
from bukti.issuing.learners import read_class_list
from bukti.issuing.run import Order, carry_out, prepare
from bukti.issuing.validity import today_in
from bukti.loading import dump_record, load_or_raise, read_history
from bukti.loading.paths import record_path
from bukti.proof.jcs import canonical, registry_hash
from bukti.proof.keys import save_key
from bukti.proof.status import bits_of, make_snapshot
from bukti.register import Register, build_register
from tests.keys import demo_key, method, signed

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://bukti.example"
UNI = "universiti-contoh"
EDI = "egypt-demo-institute"
PROVIDERS = (UNI, EDI)
KEY, STOLEN, EXPIRED = "key-1", "key-2", "key-3"
"""Of the university: the key in force, one that a thief had, one whose time is over."""
MAINTAINERS = ("registry/maintainer-1", "registry/maintainer-2")
PASSPHRASE = "four random words here"
OLD = date(2026, 10, 6)
"""Issued on a day after the keys' first and longer ago than the fortnight of grace for new credentials."""
_COPIED = ("registry", "credentials", "public_keys", "docs", "mkdocs.yml")
_GIT = ("user.name=Standards", "user.email=standards@bukti.example", "commit.gpgsign=false")

Document = dict[str, Any]
NAMES = (
    "Zoë O'Contoh",
    "مثال بن عيّنة",
    "அமுதா மாதிரி",
    "陈示例",
    "Kumar Contoh a/l Sampel",
    "Muhammad Contoh Rekaan Sampel bin Abdul Contoh Sampel",
)
"""Made-up holders: Latin, Arabic, Tamil and Chinese letters, short and long."""


@dataclass(frozen=True)
class Class:
    """A class to issue: ``rows`` are name, result and path; ``on`` its first day, else yesterday (UTC).

    Yesterday, because elsewhere it may be tomorrow already: a credential begins with its calendar day in the
    provider's zone, which strangers' programs read as one in UTC.
    """

    label: str
    mc: str
    rows: tuple[tuple[str, str, str], ...]
    on: date | None = None
    until: date | None = None

    @property
    def provider(self) -> str:
        """The provider that issues it."""
        return self.mc.partition("/")[0]


def classes(today: date) -> tuple[Class, ...]:
    """The honest classes: with and without expiry, grade and electives, in three languages, by both providers."""
    later = today.replace(day=1) + timedelta(days=1000)
    return (
        _class("grade and electives", f"{UNI}/applied-data-analysis", ("A", "B+", ""), ("business", "", "public")),
        _class("with expiry", f"{UNI}/applied-data-analysis", ("A-", ""), ("health", ""), until=later),
        _class("Malay, percentage, expiry", f"{UNI}/pengendalian-makanan-selamat", ("72.5", "")),
        _class("Arabic, percentage, expiry", f"{EDI}/digital-banking-service", ("100", "")),
        _class("second provider, no expiry", f"{EDI}/small-business-lending", ("50", "")),
        _class("pass or not", f"{UNI}/workplace-mentoring", ("Pass", "")),
        _class("of last month", f"{UNI}/responsible-data-use", ("Achieved", ""), on=OLD),
    )


def _class(label: str, mc: str, results: tuple[str, ...], paths: tuple[str, ...] = ("",), **days: date) -> Class:
    """Every name of ``NAMES``, with the results and the electives in turn."""
    columns = zip(NAMES, cycle(results), cycle(paths), strict=False)
    return Class(label, mc, tuple(columns), days.get("on"), days.get("until"))


@dataclass
class Stage:
    """The registry in ``repo``, its site, and the learners' credentials by the label of their class."""

    folder: Path
    now: datetime
    issued: dict[str, list[Document]] = field(default_factory=dict)

    @property
    def repo(self) -> Path:
        """The registry."""
        return self.folder / "repo"

    @property
    def site(self) -> Path:
        """The built site."""
        return self.folder / "site"

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.now.date()

    @property
    def good(self) -> dict[str, Document]:
        """Every honest credential that is good today, by a name of its own."""
        labels = [one.label for one in classes(self.today)]
        found = {
            f"{label}: {holder_of(one)}": one for label in labels for one in self.issued[label] if not self.revoked(one)
        }
        sample = json.loads((self.repo / "docs" / "site" / "sample-credential.json").read_bytes())
        return {**found, "the site's sample": sample}

    def revoked(self, credential: Document) -> bool:
        """Whether it is the one that was revoked."""
        return bool(credential == self.issued["of last month"][1])

    def published(self) -> dict[str, str]:
        """What strangers fetch, by address: DID documents and status lists of the built site."""
        paths = sorted((self.site / "issuers").rglob("*.json"))
        return {f"{BASE}/{path.relative_to(self.site).as_posix()}": path.read_text("utf-8") for path in paths}

    def register(self) -> Register:
        """What the records add up to."""
        return build_register(load_or_raise(self.repo), read_history(self.repo))

    def write(self, record: Document) -> None:
        """A record at its place in the repository."""
        path = record_path(record)
        assert path is not None, record
        target = self.repo / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dump_record(record), encoding="utf-8")

    def commit(self, message: str) -> str:
        """Commit everything; the answer is the commit's id."""
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", message)
        return self._git("rev-parse", "HEAD").strip()

    def begin(self) -> None:
        """The sample registry with its first commit."""
        self.repo.mkdir(parents=True)
        for name in _COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, self.repo / name)
        for signer in (f"{UNI}/{KEY}", f"{UNI}/{STOLEN}", f"{UNI}/{EXPIRED}", f"{EDI}/{KEY}"):
            save_key(self._secret(signer), demo_key(signer), PASSPHRASE)
        self._git("init", "--quiet", "--initial-branch=main")
        self.commit("Begin the registry")

    def admit(self, key: str, number: int, **more: str) -> None:
        """One more key of the university, admitted by two maintainers."""
        record = {
            "schema": "key/v1", "registry": BASE, "provider": UNI, "key": key, "number": number,
            "public_key": demo_key(f"{UNI}/{key}").multikey, "valid_from": "2026-10-05", "demonstration": True, **more,
        }  # fmt: skip
        self.write(signed(record, f"{UNI}/{key}", *MAINTAINERS, created="2026-10-05T00:00:00Z"))

    def issue(self, one: Class) -> None:
        """``bukti issue``, as people type it."""
        out = self.folder / one.label
        arguments = ["--mc", one.mc, "--repo", str(self.repo), "--out", str(out)]
        arguments += ["--key", str(self._secret(f"{one.provider}/{KEY}"))]
        arguments += ["--issued-on", str(one.on or self.today - timedelta(days=1))]
        arguments += ["--valid-until", str(one.until)] if one.until else []
        with mock.patch.dict(os.environ, BUKTI_PASSPHRASE=PASSPHRASE), redirect_stdout(io.StringIO()) as told:
            code = run(["issue", str(self._list(one)), *arguments])
        assert code == 0, told.getvalue()
        self._read(one)

    def forge(self, one: Class, key: str, at: datetime) -> None:
        """A class signed with another key of the university while the computer's clock says ``at``."""
        learners = read_class_list(self._list(one).read_bytes(), "class.csv")
        order = Order(mc=one.mc, class_list=learners, repo=self.repo, out=self.folder / one.label, issued_on=one.on)
        register, secret = self.register(), demo_key(f"{UNI}/{key}")
        prepared = prepare(order, load_or_raise(self.repo), register, secret, at, random.SystemRandom())
        carry_out(prepared, register, secret, lambda _: None)
        self._read(one)

    def revoke_key(self, key: str, commit: str) -> None:
        """Void what a key of the university signed from ``commit`` on."""
        record = {
            "schema": "key-act/v1", "act": f"{self.today}-stolen01", "registry": BASE, "provider": UNI, "key": key,
            "kind": "revoked", "on": str(self.today), "reason": "key-compromised", "from_commit": commit,
        }  # fmt: skip
        self.write(signed(record, f"{UNI}/{KEY}", *MAINTAINERS, created=f"{self.today}T00:00:00Z"))

    def revoke(self, credential: Document) -> None:
        """The university's act on one credential, and the list's next snapshot with its bit raised."""
        signer = f"{UNI}/{KEY}"
        record = {
            "schema": "act/v1", "act": f"{self.today}-revoke01", "registry": BASE, "provider": UNI, "kind": "revoked",
            "reason": "issued-in-error", "on": str(self.today), "hashes": f"{registry_hash(credential).hex()}\n",
        }  # fmt: skip
        self.write(signed(record, signer, created=f"{self.today}T00:00:00Z"))
        newest = self.register().newest_status(UNI, "1")
        assert newest is not None
        bits = bits_of(newest)
        bits.set(int(credential["credentialStatus"]["statusListIndex"]))
        self.add_snapshot(
            make_snapshot(BASE, UNI, "1", bits, newest["validFrom"], demo_key(signer), method(BASE, signer))
        )

    def add_snapshot(self, document: Document) -> Path:
        """The university's next status list snapshot; the answer is its file."""
        folder = self.repo / "credentials" / UNI / "status" / "1"
        serial = max(int(path.stem) for path in folder.glob("*.json")) + 1
        path = folder / f"{serial}.json"
        path.write_bytes(canonical(document) + b"\n")
        return path

    def build(self) -> None:
        """``bukti build``."""
        with redirect_stdout(io.StringIO()) as told:
            assert run(["build", "--repo", str(self.repo), "--out", str(self.site)]) == 0, told.getvalue()

    def _list(self, one: Class) -> Path:
        path = self.folder / f"{one.label}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("name", "result", "path"), *one.rows])
        return path

    def _read(self, one: Class) -> None:
        files = sorted((self.folder / one.label).glob("learner-*.json"))
        assert len(files) == len(one.rows)
        self.issued[one.label] = [json.loads(path.read_bytes()) for path in files]

    def _secret(self, signer: str) -> Path:
        return self.folder / f"{signer.replace('/', ' ')}.pem"

    def _git(self, *arguments: str) -> str:
        settings = [part for setting in _GIT for part in ("-c", setting)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self.repo), *settings, *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout


def holder_of(credential: Document) -> str:
    """The holder's name."""
    return str(credential["credentialSubject"]["identifier"][0]["identityHash"])


def did(provider: str) -> str:
    """A provider's DID."""
    return did_of(BASE, provider)


def list_address(provider: str) -> str:
    """Where a provider's first status list is published."""
    return status_list_url(BASE, provider, "1")


def make_empty(folder: Path) -> Stage:
    """The sample registry with a history of one commit, and nothing more."""
    stage = Stage(folder, datetime.now(UTC).replace(microsecond=0))
    stage.begin()
    return stage


def make_stage(folder: Path, honest: Sequence[Class] = (), also: Sequence[Class] = ()) -> Stage:
    """The whole story, published; ``honest`` classes in place of the usual ones, ``also`` after them."""
    stage = make_empty(folder)
    yesterday = stage.today - timedelta(days=1)
    tomorrow = today_in("Asia/Kuala_Lumpur", stage.now) + timedelta(days=1)
    some = tuple((name, "", "") for name in NAMES[:2])
    stage.admit(STOLEN, 202)
    stage.admit(EXPIRED, 203, valid_until="2026-10-20")
    stage.commit("Admit two more keys")
    stage.forge(Class("stolen key", f"{UNI}/responsible-data-use", some, on=OLD), STOLEN, stage.now)
    theft = stage.commit("Issue a class with the stolen key")
    stage.revoke_key(STOLEN, theft)
    stage.commit("Revoke the stolen key")
    late = datetime(2026, 10, 10, 12, tzinfo=UTC)
    stage.forge(Class("key past its time", f"{UNI}/responsible-data-use", some, on=OLD), EXPIRED, late)
    stage.commit("Issue a class with a key whose time is over")
    for one in (*(honest or classes(stage.today)), *also):
        stage.issue(one)
    stage.issue(Class("expired", f"{UNI}/database-design", some, on=OLD, until=yesterday))
    stage.issue(Class("not begun", f"{UNI}/rooftop-solar-maintenance", some, on=tomorrow))
    stage.commit("Issue honest classes")
    if not honest:
        stage.revoke(stage.issued["of last month"][1])
        stage.commit("Revoke a credential")
    stage.build()
    return stage
