"""Acts on the registry itself: a new root of trust (REC-23), and standing by a void record (REC-25)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError
from bukti.files import atomic_write
from bukti.loading.edit import NotEditable, replace_members
from bukti.model import Registry, RegistryAct
from bukti.model.snapshot import Located
from bukti.proof.keys import SigningKey
from bukti.proof.records import signed_bytes
from bukti.trust.cosigning import NEEDED, add_proof, begin, maintainers_of, refuse_twice, signed_anew
from bukti.trust.key_records import pin_of
from bukti.trust.standing import Standing, refuse_other_than_maintainer

FILE = "registry/registry.yaml"
_MEMBERS = ("base_url", "former_base_urls", "branch", "maintainers")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What shall be different in the root: a new address or branch, maintainers (key names) that come or go."""

    base_url: str = ""
    branch: str = ""
    add: Sequence[str] = ()
    remove: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for: then an act that others have begun is signed as it stands."""
        return not (self.base_url or self.branch or self.add or self.remove)


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What was signed, what it changes (a line each), how many maintainers have signed, and what became of the file.

    ``edited``: ``registry.yaml`` states the new root now. ``by_hand``: what has to be written there by hand.
    """

    file: str
    form: Mapping[str, Any]
    begun: bool
    have: int
    changes: tuple[str, ...] = ()
    edited: bool = False
    by_hand: str = ""

    @property
    def complete(self) -> bool:
        """Whether two maintainers have signed."""
        return self.have >= NEEDED


def change_root(
    repo: Path,
    standing: Standing,
    change: Change,
    signer: str,
    key: SigningKey,
    now: datetime,
    *,
    act: str,
    dry_run: bool = False,
) -> Signed:
    """Sign a new root as the maintainer ``signer``, whom the root in force pins.

    The first maintainer's call writes the act with the id ``act``, the second one's completes it; then, and
    only then, ``registry.yaml`` is brought to the new root. Raises BuktiError where the signature would not
    count, or the change makes no sense.
    """
    finished = _unedited(standing)
    if finished is not None and change.empty:
        return _edited(repo, standing, finished, dry_run)
    _refuse_unsigned(standing)
    refuse_other_than_maintainer(standing, signer, key)
    waiting = _waiting(standing)
    if waiting is None:
        form = _root_form(standing, _new_root(standing, change), act, now)
        file, signed = signed_anew(form, signer, key, now) if dry_run else begin(repo, form, signer, key, now)
    else:
        file, form = waiting.file, waiting.record.json_form()
        _refuse_other(standing, change, waiting)
        refuse_twice(file, form, signer)
        signed = form if dry_run else add_proof(repo, repo / file, standing.snapshot, signer, key, now)
    have = len(standing.maintainers([*maintainers_of(signed), signer]))
    told = tuple(differences(standing.snapshot.registry.record, signed["root"]))
    outcome = Signed(file=file, form=signed, begun=waiting is None, have=have, changes=told)
    return _edited(repo, standing, outcome, dry_run) if outcome.complete else outcome


def differences(registry: Registry, root: Mapping[str, Any]) -> list[str]:
    """What a root changes of ``registry.yaml``, one line each, for people to read before they sign."""
    lines = [
        f"{member}: {getattr(registry, member)} becomes {root[member]}"
        for member in ("base_url", "branch")
        if getattr(registry, member) != root[member]
    ]
    former = [one for one in root["former_base_urls"] if one not in registry.former_base_urls]
    lines += [f"former_base_urls: {one} comes in" for one in former]
    old = {pin.key: pin.digest for pin in registry.maintainers}
    new = {pin["key"]: pin["digest"] for pin in root["maintainers"]}
    lines += [f"maintainers: {key} comes in" for key in new if key not in old]
    lines += [f"maintainers: {key} goes" for key in old if key not in new]
    lines += [f"maintainers: {key} gets another pin" for key in new if key in old and new[key] != old[key]]
    return lines


def _new_root(standing: Standing, change: Change) -> dict[str, Any]:
    if change.empty:
        raise BuktiError(
            "nothing is to be changed, and no change waits for its second signature",
            expected="--base-url, --branch, --add-maintainer or --remove-maintainer",
            hint="say what shall be different",
        )
    registry = standing.snapshot.registry.record
    former = list(registry.former_base_urls)
    if change.base_url:
        _refuse_address(registry, change.base_url)
        former.append(registry.base_url)
    if change.branch == registry.branch:
        raise BuktiError(f"the branch is {change.branch} already", where=FILE, hint="leave --branch out")
    return {
        "base_url": change.base_url or registry.base_url,
        "former_base_urls": former,
        "branch": change.branch or registry.branch,
        "maintainers": _new_pins(standing, change),
    }


def _refuse_address(registry: Registry, base_url: str) -> None:
    if base_url in (registry.base_url, *registry.former_base_urls):
        raise BuktiError(
            f"{base_url} is {'the address' if base_url == registry.base_url else 'a former address'} already",
            where=FILE,
            expected="an address that the registry never had",
            hint="credentials carry their address for ever; take a new one",
        )


def _new_pins(standing: Standing, change: Change) -> list[dict[str, str]]:
    pins = {pin.key: pin.digest for pin in standing.snapshot.registry.record.maintainers}
    for name in change.remove:
        if name not in pins:
            raise BuktiError(f"{name} is not pinned", where=FILE, expected=", ".join(pins), hint="mend the name")
        del pins[name]
    for name in change.add:
        pins[name] = _pin(standing, name, pins)
    if len(pins) < NEEDED:
        raise BuktiError(
            f"{len(pins)} maintainer would be left",
            where=FILE,
            expected=f"at least {NEEDED}, better three",
            hint="add another maintainer in the same change",
        )
    return [{"key": key, "digest": digest} for key, digest in pins.items()]


def _pin(standing: Standing, name: str, pins: Mapping[str, str]) -> str:
    located = standing.snapshot.keys.get((MAINTAINERS, name))
    if located is None:
        raise BuktiError(
            f"there is no key record of {MAINTAINERS}/{name}",
            where=f"public_keys/{MAINTAINERS}/{name}.yaml",
            hint=f"its holder makes it: bukti key new --provider {MAINTAINERS} --key {name} --out FILE",
        )
    if name in pins:
        raise BuktiError(f"{name} is pinned already", where=FILE, hint="leave --add-maintainer out")
    faults = [one for one in standing.register.findings if one.file == located.file and one.code != "key-pin"]
    if faults:
        raise BuktiError(
            f"the record of {MAINTAINERS}/{name} is not in order", where=located.file, findings=tuple(faults)
        )
    return pin_of(located.record.json_form())


def _root_form(standing: Standing, root: Mapping[str, Any], act: str, now: datetime) -> dict[str, Any]:
    return _act_form(standing, "root", act, now) | {"root": root}


def _act_form(standing: Standing, kind: str, act: str, now: datetime) -> dict[str, Any]:
    return {
        "schema": "registry-act/v1",
        "act": act,
        "registry": standing.base_url,
        "kind": kind,
        "on": now.astimezone(UTC).date().isoformat(),
    }


def _open(standing: Standing, kind: str) -> list[tuple[Located[RegistryAct], int]]:
    """The acts of a kind that are not published yet, each with how many good maintainers have signed it."""
    return [
        (located, len(standing.maintainers(maintainers_of(located.record.json_form()))))
        for located in standing.snapshot.registry_acts.values()
        if located.record.kind == kind and not standing.history.first.get(located.file)
    ]


def _waiting(standing: Standing) -> Located[RegistryAct] | None:
    """The new root that waits for its second signature."""
    return next((located for located, have in _open(standing, "root") if have < NEEDED), None)


def _unedited(standing: Standing) -> Signed | None:
    """The root in force where ``registry.yaml`` does not state it: a run was stopped between signing and editing."""
    last = standing.ring.roots.last
    located = next((one for one in standing.snapshot.registry_acts.values() if one.file == last.file), None)
    if located is None:
        return None
    form = located.record.json_form()
    told = tuple(differences(standing.snapshot.registry.record, form["root"]))
    return Signed(file=last.file, form=form, begun=False, have=NEEDED, changes=told) if told else None


def _refuse_unsigned(standing: Standing) -> None:
    found = tuple(one for one in standing.register.findings if one.code == "root-unsigned")
    if found:
        raise BuktiError(
            "registry.yaml states another root than the one in force; nothing can be built on that",
            where=FILE,
            hint="bring these members back as they were; this command edits the file when the change is signed",
            findings=found,
        )


def _refuse_other(standing: Standing, change: Change, waiting: Located[RegistryAct]) -> None:
    if change.empty or waiting.record.root is None:
        return
    if _new_root(standing, change) != waiting.record.root.json_form():
        raise BuktiError(
            "another change of the root waits for its second signature",
            where=waiting.file,
            expected="; ".join(differences(standing.snapshot.registry.record, waiting.record.root.json_form())),
            hint="sign that one (run the command without naming a change), or remove the file if it was a mistake",
        )


def _edited(repo: Path, standing: Standing, signed: Signed, dry_run: bool) -> Signed:
    """The outcome with ``registry.yaml`` brought to the new root."""
    registry, root = standing.snapshot.registry.record.json_form(), signed.form["root"]
    defaults: dict[str, Any] = {"former_base_urls": [], "branch": "main"}
    changed = {
        member: root[member]
        for member in _MEMBERS
        if list(_plain(registry.get(member, defaults.get(member)))) != list(_plain(root[member]))
    }
    path = repo / FILE
    try:
        data = replace_members(path.read_bytes(), FILE, changed)
    except NotEditable as refused:
        return replace(signed, by_hand=refused.lines)
    if not dry_run:
        atomic_write(path, data)
    return replace(signed, edited=True)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


def reaffirm_record(
    repo: Path,
    standing: Standing,
    record: str,
    signer: str,
    key: SigningKey,
    now: datetime,
    *,
    act: str,
    dry_run: bool = False,
) -> Signed:
    """Stand by the void record at the path ``record`` as the maintainer ``signer`` (REC-25).

    Raises BuktiError unless the record is void because of a maintainer's key, and of a kind that this serves.
    """
    refuse_other_than_maintainer(standing, signer, key)
    digest = _digest_of_void(standing, record)
    open_act = next((one for one, have in _open(standing, "reaffirmed") if one.record.record == record), None)
    if open_act is None:
        form = _act_form(standing, "reaffirmed", act, now) | {"record": record, "digest": digest}
        file, signed = signed_anew(form, signer, key, now) if dry_run else begin(repo, form, signer, key, now)
    else:
        file, form = open_act.file, open_act.record.json_form()
        refuse_twice(file, form, signer)
        signed = form if dry_run else add_proof(repo, repo / file, standing.snapshot, signer, key, now)
    have = len(standing.maintainers([*maintainers_of(signed), signer]))
    return Signed(file=file, form=signed, begun=open_act is None, have=have)


def _digest_of_void(standing: Standing, record: str) -> str:
    snapshot = standing.snapshot
    tables = (snapshot.keys, snapshot.provider_acts, snapshot.lifecycle_acts, snapshot.registry_acts)
    found = next((one for table in tables for one in table.values() if one.file == record), None)
    if found is None:
        raise BuktiError(
            "there is no such record, or it is of a kind that cannot be stood by",
            where=record,
            expected="the path of an act on a provider, a key record, an act on credentials, or a root",
            hint="a provider's batches are saved by its own new key: bukti reaffirm",
        )
    by = standing.register.voided.get(record, "")
    if not by.startswith(f"{MAINTAINERS}/"):
        raise BuktiError(
            f"this record is void because of {by}, no maintainer's key" if by else "this record is not void",
            where=record,
            expected="a record that is void because a maintainer's key was revoked from before it",
            hint="a provider stands by its own records with its new key: bukti reaffirm" if by else "nothing is left",
        )
    return sha256(signed_bytes(found.record.json_form())).hexdigest()
