"""A registry that issues, moves and revokes; its site; and strangers who find everything where the old hosts map it."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from bukti.card import decode, encode, read_payload, to_decimal
from bukti.did import did_of
from bukti.issuing.ranges import list_base, next_serial
from bukti.loading import dump_record, load_or_raise, read_history
from bukti.loading.paths import record_path
from bukti.proof import multikey
from bukti.proof.credentials import verify_credential
from bukti.proof.jcs import canonical, registry_hash, without_proof
from bukti.proof.status import StatusList, bits_of, make_snapshot, verify_snapshot
from bukti.register import build_register
from tests.history.story import git
from tests.issuing.conftest import MAINTAINERS, World
from tests.keys import demo_key, method, signed
from tests.templates.small import BASE, PROVIDER
from tools.node import find_node

ROOT = Path(__file__).parents[2]
COMMAND = ROOT / "verifier" / "dist" / "verify-cli.js"
A, B, C = BASE, "https://records.example/micro", "https://third.example:8443"
"""Three addresses: of a host alone, of a folder on it, of a port."""
SIGNER = f"{PROVIDER}/k-1"
PUBLISHED_AT = "2026-06-01T00:00:00Z"
AT = "2026-06-02T00:00:00Z"
Json = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """What a learner has: the file and the link of the card."""

    file: Path
    link: str

    @property
    def credential(self) -> Json:
        document: Json = json.loads(self.file.read_bytes())
        return document

    @property
    def number_link(self) -> str:
        """The link as the QR code spells it: the card as one number."""
        place, _, _ = self.link.partition("#")
        return f"{place}#{to_decimal(encode(decode(read_payload(self.link))))}"

    def on_host(self, host: str) -> str:
        """The same link at another address: a host is never trusted, and never asked for either."""
        return f"{host}/v/#{self.link.partition('#')[2]}"


@dataclass
class Estate:
    """The registry in ``world``; every change of it is committed a day later than the one before."""

    world: World
    day: int = 0

    @property
    def repo(self) -> Path:
        return self.world.repo

    def commit(self, message: str) -> str:
        """Commit all of the work tree, on the next day; the answer is the commit's id."""
        self.day += 1
        git(self.repo, "add", "-A")
        git(self.repo, "commit", "-q", "-m", message, at=f"2026-05-{self.day:02}T12:00:00Z")
        return git(self.repo, "rev-parse", "HEAD").strip()

    def issue(self, name: str, *learners: str, commit: bool = True) -> list[Held]:
        """A class of ``learners``, signed on 1 May; its files stand in the folder ``name``."""
        rows = "".join(f"{learner},A,m2\n" for learner in learners)
        out = self.world.desk / name
        self.world.issued(self.world.list(f"name,result,path\n{rows}"), "--issued-on", "2026-05-01", "--out", str(out))
        if commit:
            self.commit(f"class {name}")
        return held_in(out)

    def revoke(self, held: Held) -> None:
        """An act on one credential, and the next snapshot of its list, both by the provider's key."""
        credential = held.credential
        status_list = re.sub(r".*/|\.json$", "", credential["credentialStatus"]["statusListCredential"])
        snapshot = load_or_raise(self.repo)
        base = list_base(snapshot, PROVIDER, status_list)
        assert base is not None
        register = build_register(snapshot, read_history(self.repo))
        serial = next_serial(snapshot, register, PROVIDER, status_list)
        bits = bits_of(snapshot.statuses[PROVIDER, status_list, serial - 1].record.document)
        bits.set(int(credential["credentialStatus"]["statusListIndex"]))
        when = f"2026-05-{self.day + 1:02}T08:00:00Z"
        document = make_snapshot(base, PROVIDER, status_list, bits, when, demo_key(SIGNER), method(base, SIGNER))
        path = self.repo / f"credentials/{PROVIDER}/status/{status_list}/{serial}.json"
        path.write_bytes(canonical(document) + b"\n")
        act = {
            "schema": "act/v1",
            "act": f"2026-05-{self.day + 1:02}-revoke01",
            "registry": snapshot.registry.record.base_url,
            "provider": PROVIDER,
            "kind": "revoked",
            "reason": "issued-in-error",
            "on": f"2026-05-{self.day + 1:02}",
            "hashes": f"{registry_hash(credential).hex()}\n",
        }
        self.world.write(str(record_path(act)), signed(act, SIGNER))
        self.commit("a revocation")

    def errors(self, *flags: str) -> list[str]:
        """The errors that ``bukti check`` finds, as code and message."""
        done = self.world.run("check", "--repo", str(self.repo), "--json", *flags)
        report = json.loads(done.stdout)
        return [f"{one['code']}: {one['message']}" for one in report["findings"] if one["severity"] == "error"]

    def build(self, out: Path) -> "Site":
        """The site of the repository as it is committed."""
        done = self.world.run("build", "--repo", str(self.repo), "--out", str(out), "--published-at", PUBLISHED_AT)
        assert done.returncode == 0, done.stderr
        return Site(out)

    def verdicts(self, *inputs: str, site: "Site | None" = None) -> list[str]:
        """What ``bukti verify`` says of each input, by the repository or by a site."""
        source = ["--site", str(site.root)] if site else ["--repo", str(self.repo)]
        done = self.world.run("verify", *source, "--at", AT, "--json", "--", *inputs)
        return [f"{one['verdict']}" for one in json.loads(done.stdout)["results"]]


def move(estate: Estate, new_base: str) -> str:
    """Move the registry to ``new_base``: its file states the new root, and two maintainers sign it (REC-23).

    Former bases are only ever added at the end: their numbers stand in addresses. The answer is the commit's id.
    """
    path = estate.repo / "registry" / "registry.yaml"
    registry: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    old = registry["base_url"]
    registry |= {"base_url": new_base, "former_base_urls": [*registry.get("former_base_urls", ()), old]}
    path.write_text(dump_record(registry), encoding="utf-8")
    day = f"2026-05-{estate.day + 1:02}"
    root = {name: registry[name] for name in ("base_url", "former_base_urls", "maintainers")} | {"branch": "main"}
    act = {
        "schema": "registry-act/v1",
        "act": f"{day}-moved001",
        "registry": old,
        "kind": "root",
        "on": day,
        "root": root,
    }
    estate.world.write(str(record_path(act)), signed(act, *MAINTAINERS, created=f"{day}T08:00:00Z"))
    return estate.commit(f"moved to {new_base}")


def held_in(out: Path) -> list[Held]:
    """What every learner of a class was given, in the order of the list."""
    lines = (out / "links.csv").read_text(encoding="utf-8-sig").splitlines()
    header = lines[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=True)) for line in lines[1:]]
    return [Held(out / row["json"], row["link"]) for row in rows]


def in_node(site: "Site", *inputs: str) -> list[str]:
    """What the command for Node says of each input."""
    argv = [str(find_node().executable), str(COMMAND), "--site", str(site.root), "--at", AT, "--", *inputs]
    done = subprocess.run(argv, capture_output=True, cwd=ROOT, check=False)
    return [str(one["verdict"]) for one in json.loads(done.stdout)["results"]]


@dataclass(frozen=True)
class Site:
    """A built site below ``root``."""

    root: Path

    def json(self, path: str) -> Json:
        document: Json = json.loads((self.root / path).read_bytes())
        return document

    def files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))

    @cached_property
    def bases(self) -> Mapping[str, str]:
        """Each base address and the folder that its host maps its paths below ``/issuers/`` to (CRD-16)."""
        keys = self.json("keys.json")
        former = {base: f"former/{number}/" for number, base in enumerate(keys["former_base_urls"])}
        return {keys["base_url"]: "", **former}


@dataclass(frozen=True)
class Stranger:
    """Somebody else's verifier: it knows W3C's specifications and addresses, and nothing of this registry.

    ``site`` is what the three hosts serve; every address that is asked for has to be there.
    """

    site: Site

    def fetch(self, url: str) -> Json:
        """The document at an address, as the host of its base maps it."""
        for base, folder in sorted(self.site.bases.items(), key=lambda item: -len(item[0])):
            if url.startswith(f"{base}/"):
                return self.site.json(folder + url[len(base) + 1 :])
        raise AssertionError(f"{url} is at no host of this registry")

    def resolve(self, did: str) -> Json:
        """The document of a ``did:web`` DID: colons are slashes, ``%3A`` is the port's colon."""
        method_, name, host, *path = did.split(":")
        assert (method_, name) == ("did", "web")
        document = self.fetch(f"https://{unquote(host)}/{'/'.join(path)}/did.json")
        assert document["id"] == did
        return document

    def public_key(self, verification_method: str) -> bytes:
        """The key of a method that its DID document lists for assertions."""
        document = self.resolve(verification_method.partition("#")[0])
        assert verification_method in document["assertionMethod"]
        (found,) = [one for one in document["verificationMethod"] if one["id"] == verification_method]
        assert found["controller"] == document["id"]
        return multikey.decode(found["publicKeyMultibase"])

    def signed(self, document: Json) -> bool:
        """Whether a credential's one proof is its issuer's."""
        (proof,) = document["proof"]
        issuer = document["issuer"]
        identity = issuer["id"] if isinstance(issuer, dict) else issuer
        assert proof["verificationMethod"].partition("#")[0] == identity
        return verify_credential(without_proof(document), proof, self.public_key(proof["verificationMethod"]))

    def status_list(self, url: str) -> Json:
        """A status list credential that is what its address says, signed by its issuer."""
        document = self.fetch(url)
        assert document["id"] == url
        assert document["credentialSubject"]["id"] == f"{url}#list"
        (proof,) = document["proof"]
        assert verify_snapshot(document, self.public_key(proof["verificationMethod"]))
        return document

    def accepts(self, credential: Json) -> bool:
        """Whether a credential is signed by its issuer and its bit is not set in a list of the same issuer."""
        assert self.signed(credential)
        entry = credential["credentialStatus"]
        listed = self.status_list(entry["statusListCredential"])
        assert listed["issuer"] == credential["issuer"]["id"]
        bits: StatusList = bits_of(listed)
        return not bits.get(int(entry["statusListIndex"]))


def now() -> str:
    """The present time, as the command line takes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def did(base: str) -> str:
    """The provider's DID under a base."""
    return did_of(base, PROVIDER)


def spellings(held: Held) -> Iterator[str]:
    """Every form in which a credential may come to a verifier."""
    yield str(held.file)
    yield held.link
    yield held.number_link
    for host in (A, B, C, "https://mirror.example/deep/down"):
        yield held.on_host(host)
