"""A small registry in memory, whose records and commits a test adds one by one."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1, sha256
from types import MappingProxyType
from typing import Any

from bukti.errors import Severity
from bukti.loading import dump_record
from bukti.loading.paths import record_path
from bukti.model import (
    Batch,
    Definition,
    Key,
    KeyAct,
    LifecycleAct,
    Provider,
    ProviderAct,
    Registry,
    RegistryAct,
    Root,
    Template,
)
from bukti.model.snapshot import History, Located, Position, Snapshot, StatusSnapshot
from bukti.proof import merkle
from bukti.proof.jcs import canonical
from bukti.proof.records import signed_bytes
from bukti.proof.status import StatusList, make_snapshot
from bukti.register import Register, build_register
from bukti.register.roots import stated_root
from bukti.templates import digest_of, make_template
from tests.keys import demo_key, method, signed
from tests.templates import small

BASE = small.BASE
UNI = small.PROVIDER
MC = small.MC
OTHER = "kolej-contoh"
LIST = "list-1"
FIRST_DAY = date(2026, 10, 1)


def digest(label: object) -> bytes:
    """A hash that stands for a credential."""
    return sha256(f"credential {label}".encode()).digest()


def commit_id(index: int) -> str:
    """The id of a world's commit, known before it is made."""
    return sha1(str(index).encode(), usedforsecurity=False).hexdigest()


def block(*digests: bytes) -> str:
    """A hash block, sorted."""
    return "".join(f"{one.hex()}\n" for one in sorted(digests))


@dataclass
class World:
    """Records by path, and the position of each. Everything added waits for the next :meth:`commit`."""

    records: dict[str, Located[Any]] = field(default_factory=dict)
    first: dict[str, tuple[Position, str]] = field(default_factory=dict)
    commits: int = 0
    pins: list[dict[str, str]] = field(default_factory=list)
    complete: bool = True
    first_root: Root | None = None
    """The root that history begins with; None: that of the registry record, as where nobody has signed yet."""
    base: str = BASE
    former: tuple[str, ...] = ("https://old.example/r",)

    def add(self, model: type[Any], form: dict[str, Any]) -> str:
        """Add or replace a record; the answer is its path."""
        path = record_path(form)
        assert path is not None, form
        blob = sha1(dump_record(form).encode(), usedforsecurity=False).hexdigest()
        self.records[path] = Located(record=model.model_validate(form), file=path, blob=blob)
        return path

    def commit(self, days: int = 1) -> str:
        """Give what was added since the last commit its position, ``days`` after it; the answer is its id."""
        last = max((position.day for position, _ in self.first.values()), default=FIRST_DAY)
        position = Position(index=self.commits, commit=commit_id(self.commits), day=last + timedelta(days=days))
        for path, located in self.records.items():
            self.first.setdefault(path, (position, located.blob))
        self.commits += 1
        return position.commit

    def key(self, name: str, *admitted_by: str, number: int = 1, **more: Any) -> str:
        """A key record ``<provider>/<key>`` signed by itself and ``admitted_by``."""
        provider, key = name.split("/")
        form = {
            "schema": "key/v1",
            "registry": BASE,
            "provider": provider,
            "key": key,
            "number": number,
            "public_key": demo_key(name).multikey,
            "valid_from": "2026-10-01",
        } | more
        signers = more.pop("signers", (name, *admitted_by))
        form.pop("signers", None)
        if provider == "registry":
            self.pins.append({"key": key, "digest": sha256(signed_bytes(form)).hexdigest()})
        return self.add(Key, signed(form, *signers))

    def provider_act(self, kind: str, *signers: str, serial: str = "00000001", **more: Any) -> str:
        """An act on the provider by ``signers``."""
        form: dict[str, Any] = {
            "schema": "provider-act/v1",
            "act": f"2026-10-01-{serial}",
            "registry": BASE,
            "provider": UNI,
            "kind": kind,
            "on": "2026-10-01",
        }
        if kind == "renamed":
            form |= {"name": small.PROVIDER_RECORD["name"], "former_name": {"en": "Kolej Lama"}}
        if kind == "merged":
            form["into"] = OTHER
        return self.add(ProviderAct, signed(form | more, *signers))

    def provider(self, identity: str, **more: Any) -> str:
        """A provider's own record."""
        return self.add(Provider, small.PROVIDER_RECORD | {"id": identity} | more)

    def root(self, *signers: str, serial: str = "00000001", **more: Any) -> str:
        """A root that states what the registry record states now, but for ``more``."""
        root: dict[str, Any] = {"base_url": self.base, "former_base_urls": list(self.former), "branch": "main"}
        form = {
            "schema": "registry-act/v1",
            "act": f"2026-10-08-{serial}",
            "registry": BASE,
            "kind": "root",
            "on": "2026-10-08",
            "root": root | {"maintainers": list(self.pins)} | more.pop("root", {}),
        } | more
        return self.add(RegistryAct, signed(form, *signers))

    def reaffirmation(self, path: str, *signers: str, serial: str = "00000009", **more: Any) -> str:
        """An act by which maintainers stand by the record at ``path``."""
        form = {
            "schema": "registry-act/v1",
            "act": f"2026-10-10-{serial}",
            "registry": BASE,
            "kind": "reaffirmed",
            "on": "2026-10-10",
            "record": path,
            "digest": sha256(signed_bytes(self.records[path].record.json_form())).hexdigest(),
        } | more
        return self.add(RegistryAct, signed(form, *signers))

    def key_act(self, name: str, *signers: str, serial: str = "00000001", **more: Any) -> str:
        """An act on the key ``<provider>/<key>``, a revocation unless ``more`` tells another kind."""
        provider, key = name.split("/")
        form = {
            "schema": "key-act/v1",
            "act": f"2026-10-09-{serial}",
            "registry": BASE,
            "provider": provider,
            "key": key,
            "kind": "revoked",
            "on": "2026-10-09",
            "reason": "key-compromised",
        } | more
        return self.add(KeyAct, signed(form, *signers))

    def batch(
        self, serial: str, *digests: bytes, key: str = "key-1", signers: tuple[str, ...] | None = None, **more: Any
    ) -> str:
        """A batch of ``digests``; its range follows from its serial, so that none overlap."""
        start = 100 * int(serial)
        form = {
            "schema": "batch/v1",
            "batch": f"2026-10-05-{int(serial):08}",
            "registry": BASE,
            "provider": UNI,
            "mc": MC,
            "version": 1,
            "templates": [self.template()],
            "key": key,
            "issued_on": "2026-10-05",
            "status": {"list": LIST, "from": start, "to": start + max(4 * len(digests), 1)},
            "count": len(digests),
            "root": merkle.root(b"".join(sorted(digests))).hex(),
            "hashes": block(*digests),
        } | more
        return self.add(Batch, signed(form, *(signers or (f"{form['provider']}/{key}",))))

    def act(self, kind: str, *digests: bytes, signer: str = f"{UNI}/key-1", serial: str = "1", **more: Any) -> str:
        """A lifecycle act on ``digests``."""
        reasons = {
            "revoked": "issued-in-error",
            "suspended": "under-review",
            "reinstated": "review-closed",
            "superseded": "name-corrected",
        }
        form = {
            "schema": "act/v1",
            "act": f"2026-10-07-{serial:0>8}",
            "registry": BASE,
            "provider": UNI,
            "kind": kind,
            "reason": reasons[kind],
            "on": "2026-10-07",
            "hashes": block(*digests),
        } | more
        return self.add(LifecycleAct, signed(form, signer))

    def status(
        self, serial: int, *bits: int, key: str = "key-1", length: int = 131_072, base: str = BASE, **more: Any
    ) -> str:
        """A snapshot of the list."""
        octets = StatusList.new(length)
        for bit in bits:
            octets.set(bit)
        signer = f"{UNI}/{key}"
        document = (
            make_snapshot(base, UNI, LIST, octets, "2026-10-01T00:00:00Z", demo_key(signer), method(base, signer))
            | more
        )
        path = f"credentials/{UNI}/status/{LIST}/{serial}.json"
        record = StatusSnapshot(provider=UNI, list=LIST, serial=serial, document=document)
        blob = sha1(canonical(document), usedforsecurity=False).hexdigest()
        self.records[path] = Located(record=record, file=path, blob=blob)
        return path

    def template(self) -> str:
        """The digest of the one template, added where it is not there yet."""
        for path in self.records:
            if "/templates/" in path:
                return path.rsplit("/", 1)[1].removesuffix(".json")
        template = make_template(
            small.snapshot(), UNI, MC, 1, base_url=BASE, status_list=LIST, with_until=True, results=("grade",)
        )
        named = digest_of(template)
        path = f"credentials/{UNI}/templates/{named}.json"
        self.records[path] = Located(record=template, file=path, blob=named)
        return named

    def drop(self, part: str) -> None:
        """Take away the records whose path holds ``part``."""
        self.records = {path: located for path, located in self.records.items() if part not in path}

    def forget(self, part: str) -> None:
        """Take away the records whose path holds ``part``, as if they had never been."""
        self.drop(part)
        self.first = {path: where for path, where in self.first.items() if part not in path}

    def of(self, model: type[Any]) -> list[Located[Any]]:
        """All records of one kind."""
        return [located for located in self.records.values() if type(located.record) is model]

    def snapshot(self) -> Snapshot:
        """The records as the loader would hand them over."""
        registry = small.REGISTRY | {
            "maintainers": self.pins,
            "base_url": self.base,
            "former_base_urls": list(self.former),
        }
        return Snapshot(
            registry=Located(record=Registry.model_validate(registry), file="registry/registry.yaml", blob="registry"),
            providers={one.record.id: one for one in self.of(Provider)},
            definitions={(d.record.provider, d.record.id, d.record.version): d for d in self.of(Definition)},
            offers=MappingProxyType({}),
            frameworks=MappingProxyType({}),
            pathways=MappingProxyType({}),
            keys={(one.record.provider, one.record.key): one for one in self.of(Key)},
            provider_acts={(one.record.provider, one.record.act): one for one in self.of(ProviderAct)},
            registry_acts={one.record.act: one for one in self.of(RegistryAct)},
            key_acts={(one.record.provider, one.record.key, one.record.act): one for one in self.of(KeyAct)},
            batches={(one.record.provider, one.record.batch): one for one in self.of(Batch)},
            lifecycle_acts={(one.record.provider, one.record.act): one for one in self.of(LifecycleAct)},
            templates={
                (one.record.provider, one.file.rsplit("/", 1)[1].removesuffix(".json")): one
                for one in self.of(Template)
            },
            statuses={
                (one.record.provider, one.record.list, one.record.serial): one for one in self.of(StatusSnapshot)
            },
        )

    def history(self) -> History:
        """The history of the commits made."""
        dirty = frozenset(path for path in self.records if path not in self.first)
        head = commit_id(self.commits - 1)
        when = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
        return History(
            head=head,
            head_time=when,
            complete=self.complete,
            first=self.first,
            dirty=dirty,
            commits=tuple((commit_id(index), 0) for index in range(self.commits)),
            first_root=self.first_root,
        )

    def stated(self) -> Root:
        """The root that the registry record states now."""
        return stated_root(self.snapshot().registry.record)

    def register(self) -> Register:
        """What all of it adds up to."""
        return build_register(self.snapshot(), self.history())

    def codes(self) -> list[str]:
        """The codes of the register's errors."""
        return [one.code for one in self.register().findings if one.severity is Severity.ERROR]

    def warnings(self) -> list[str]:
        """The codes of its warnings."""
        return [one.code for one in self.register().findings if one.severity is Severity.WARNING]

    def state(self, one: bytes) -> str | None:
        """``active``, ``revoked``, … of a hash; None where it is not registered."""
        entry = self.register().entry(one)
        if entry is None:
            return None
        return entry.state.state if entry.state else "active"

    def edit(self, path: str, **members: Any) -> None:
        """Change a committed or waiting record without signing it again; its bytes differ from then on."""
        located = self.records[path]
        form = located.record.json_form() | members
        blob = sha1(dump_record(form).encode(), usedforsecurity=False).hexdigest()
        self.records[path] = replace(located, record=type(located.record).model_validate(form), blob=blob)


def founded() -> World:
    """Three maintainers, one admitted provider with a key, a definition and a first status snapshot."""
    world = World()
    for number in (1, 2, 3):
        world.key(f"registry/m-{number}", number=number)
    world.records["registry/universiti-contoh/provider.yaml"] = Located(
        record=Provider.model_validate(small.PROVIDER_RECORD), file="registry/universiti-contoh/provider.yaml"
    )
    world.add(Definition, small.DEFINITION)
    world.key(f"{UNI}/key-1", "registry/m-1", "registry/m-2")
    world.provider_act("admitted", "registry/m-1", "registry/m-2")
    world.status(1)
    world.template()
    world.commit()
    return world
