"""Makes the signed records of the sample registry anew, from the demonstration keys, byte for byte the same.

The keys' secrets are public on purpose (``tests/keys.py``), the learners are made up, and their random
numbers come from labels, so that anyone can repeat the run. Nothing that is signed here means anything.

    python -m tools.make_sample            write the sample of this repository
    python -m tools.make_sample --repo DIR write it into a copy of the registry

The files that it writes are its own: the maintainers' pins in ``registry.yaml``, ``public_keys/``, the
admissions of both providers, all of ``credentials/universiti-contoh/`` and ``docs/site/sample-*``.
"""

import argparse
import hashlib
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bukti.card import card_link, card_of
from bukti.did import did_of
from bukti.files import atomic_write
from bukti.loading import dump_record, load_or_raise
from bukti.loading.paths import record_path
from bukti.model import Template
from bukti.proof.credentials import sign_credential
from bukti.proof.jcs import canonical, registry_hash
from bukti.proof.keys import SigningKey
from bukti.proof.merkle import root
from bukti.proof.records import signed_bytes
from bukti.proof.status import StatusList, make_snapshot
from bukti.templates import Values, digest_of, fill, make_template, template_bytes
from tests.keys import demo_key, method, signed

BASE_URL = "https://bukti.example"
MAINTAINERS = ("maintainer-1", "maintainer-2", "maintainer-3")
PROVIDERS = {"universiti-contoh": "admituc1", "egypt-demo-institute": "admiteg1"}
"""Each provider and the end of the id of its admission."""
ISSUER, MC, VERSION, KEY = "universiti-contoh", "applied-data-analysis", 2, "key-1"
ADMITTED_ON = "2026-10-05"
ISSUED_ON = date(2026, 11, 1)
STATUS_LIST = "1"
STATUS_TO = 64
NOTE = "Demonstration key: its secret is public on purpose, so what it signs proves nothing."

CLASS = (
    ("Contoh binti Sampel", "A", "Project with business data"),
    ("Sampel bin Contoh", "A-", "Project with public data"),
    ("Nur Rekaan binti Contoh", "B+", "Project with health data"),
    ("Tan Sample Contoh", "A", "Project with business data"),
    ("Kumar Contoh a/l Sampel", "B", "Project with public data"),
    ("அமுதா மாதிரி", "A-", "Project with health data"),
    ("陈示例", "A", "Project with public data"),
    ("مثال بن عيّنة", "B+", "Project with business data"),
    ("Zoë Beispiel", "B-", "Project with health data"),
    ("O'Contoh D'Sampel", "C+", "Project with business data"),
    ("Sampelwati", "A", "Project with public data"),
    ("Muhammad Contoh Rekaan Sampel bin Abdul Contoh Sampel Al-Rekaan", "A-", "Project with health data"),
)
"""The made-up class: name, grade, elective."""


@dataclass(frozen=True)
class Issued:
    """One signed credential of the sample."""

    credential: dict[str, Any]

    @property
    def file(self) -> bytes:
        """The learner's file (CRD-15)."""
        return canonical(self.credential) + b"\n"

    @property
    def hash(self) -> bytes:
        """The registry hash (REC-7)."""
        return registry_hash(self.credential)


def make_sample(repo: Path) -> None:
    """Write the sample's records into ``repo``, which holds the registry's own content."""
    _remove_own(repo)
    keys = {f"registry/{name}": _key("registry", name, number) for number, name in enumerate(MAINTAINERS, 1)}
    keys |= {f"{provider}/{KEY}": _key(provider, KEY, 1) for provider in PROVIDERS}
    for record in [*keys.values(), *(_admission(provider) for provider in PROVIDERS)]:
        _write_record(repo, record)
    _write_pins(repo, [keys[f"registry/{name}"] for name in MAINTAINERS])
    _write_batch(repo)


def _remove_own(repo: Path) -> None:
    for folder in ("public_keys", f"credentials/{ISSUER}"):
        shutil.rmtree(repo / folder, ignore_errors=True)
    for provider in PROVIDERS:
        shutil.rmtree(repo / "registry" / provider / "acts", ignore_errors=True)


def _key(provider: str, key: str, number: int) -> dict[str, Any]:
    label = f"{provider}/{key}"
    record = {
        "schema": "key/v1",
        "registry": BASE_URL,
        "provider": provider,
        "key": key,
        "number": number,
        "public_key": demo_key(label).multikey,
        "valid_from": ADMITTED_ON,
        "demonstration": True,
        "note": NOTE,
    }
    admitting = () if provider == "registry" else _two_maintainers()
    return signed(record, label, *admitting, created=f"{ADMITTED_ON}T00:00:00Z")


def _admission(provider: str) -> dict[str, Any]:
    record = {
        "schema": "provider-act/v1",
        "act": f"{ADMITTED_ON}-{PROVIDERS[provider]}",
        "registry": BASE_URL,
        "provider": provider,
        "kind": "admitted",
        "on": ADMITTED_ON,
        "note": "Admission of a demonstration provider.",
    }
    return signed(record, *_two_maintainers(), created=f"{ADMITTED_ON}T00:00:00Z")


def _two_maintainers() -> tuple[str, ...]:
    return tuple(f"registry/{name}" for name in MAINTAINERS[:2])


def _write_record(repo: Path, record: dict[str, Any]) -> None:
    path = record_path(record)
    if path is None:
        raise ValueError(f"a record of the kind {record['schema']} has no path")
    _write(repo / path, dump_record(record).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, data)


def _write_pins(repo: Path, keys: list[dict[str, Any]]) -> None:
    """Pin the maintainers' keys: the last member of ``registry.yaml``, whose other lines stay as they are."""
    path = repo / "registry" / "registry.yaml"
    head, found, _ = path.read_text(encoding="utf-8").partition("\nmaintainers:")
    if not found:
        raise ValueError(f"{path} has no member `maintainers`")
    pins = [{"key": key["key"], "digest": hashlib.sha256(signed_bytes(key)).hexdigest()} for key in keys]
    _write(path, f"{head}\n{dump_record({'maintainers': pins})}".encode())


def _write_batch(repo: Path) -> None:
    template = make_template(
        load_or_raise(repo),
        ISSUER,
        MC,
        VERSION,
        base_url=BASE_URL,
        status_list=STATUS_LIST,
        with_until=False,
        results=("grade", "path"),
    )
    digest = digest_of(template)
    issued = list(_issue(template))
    folder = repo / "credentials" / ISSUER
    _write(folder / "templates" / f"{digest}.json", template_bytes(template))
    _write(folder / "status" / STATUS_LIST / "1.json", canonical(_status_snapshot()) + b"\n")
    _write_record(repo, _batch(issued, digest))
    _write(repo / "docs" / "site" / "sample-credential.json", issued[0].file)
    link = card_link(BASE_URL, card_of(issued[0].credential, template, digest, 1))
    _write(repo / "docs" / "site" / "sample-link.txt", f"{link}\n".encode())


def _issue(template: Template) -> Iterator[Issued]:
    indexes = _indexes()
    for name, grade, path in CLASS:
        values = Values(
            uuid=str(uuid.UUID(bytes=_bytes(f"uuid of {name}")[:16], version=4)),
            valid_from=ISSUED_ON,
            valid_until=None,
            status_index=next(indexes),
            name=name,
            results=(grade, path),
        )
        unsigned = fill(template, values)
        yield Issued(sign_credential(unsigned, _issuer_key(), _issuer_method(), unsigned["validFrom"]))


def _bytes(label: str) -> bytes:
    """What stands for chance in the sample, where the real thing asks the system's generator."""
    return hashlib.sha256(b"bukti demonstration sample: " + label.encode()).digest()


def _indexes() -> Iterator[int]:
    yield from sorted(range(STATUS_TO), key=lambda index: _bytes(f"status index {index}"))


def _issuer_key() -> SigningKey:
    return demo_key(f"{ISSUER}/{KEY}")


def _issuer_method() -> str:
    return method(BASE_URL, f"{ISSUER}/{KEY}")


def _status_snapshot() -> dict[str, Any]:
    return make_snapshot(
        BASE_URL,
        ISSUER,
        STATUS_LIST,
        StatusList.new(),
        f"{ISSUED_ON.isoformat()}T00:00:00Z",
        _issuer_key(),
        _issuer_method(),
    )


def _batch(issued: list[Issued], digest: str) -> dict[str, Any]:
    hashes = sorted(one.hash for one in issued)
    record = {
        "schema": "batch/v1",
        "batch": f"{ISSUED_ON.isoformat()}-contoh01",
        "registry": BASE_URL,
        "provider": ISSUER,
        "mc": MC,
        "version": VERSION,
        "templates": [digest],
        "key": KEY,
        "issued_on": ISSUED_ON.isoformat(),
        "status": {"list": STATUS_LIST, "from": 0, "to": STATUS_TO},
        "count": len(hashes),
        "root": root(b"".join(hashes)).hex(),
        "proof": [],
        "hashes": "".join(f"{one.hex()}\n" for one in hashes),
    }
    return signed(record, f"{ISSUER}/{KEY}", created=f"{ISSUED_ON.isoformat()}T00:00:00Z")


def main() -> None:
    """Write the sample and say so."""
    parser = argparse.ArgumentParser(description="Make the sample registry's signed records anew.")
    parser.add_argument("--repo", type=Path, default=Path(__file__).resolve().parents[1])
    repo = parser.parse_args().repo
    make_sample(repo)
    print(f"written: the sample of {did_of(BASE_URL, ISSUER)} in {repo}")


if __name__ == "__main__":
    main()
