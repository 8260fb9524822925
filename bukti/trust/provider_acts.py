"""Acts on a provider: suspended, reinstated, closed, renamed, merged; signed by maintainers (REC-12, REC-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.files import atomic_write
from bukti.loading.edit import NotEditable, replace_members
from bukti.proof.keys import SigningKey
from bukti.trust.cosigning import NEEDED, add_proof, begin, maintainers_of, refuse_twice, signed_anew
from bukti.trust.standing import Standing, refuse_other_than_maintainer

BY_ONE = frozenset({"suspended", "renamed"})
"""Acts that one maintainer may sign alone."""
_FROM = {
    "suspended": ("active",),
    "reinstated": ("suspended", "closed"),
    "closed": ("active", "suspended"),
    "merged": ("active", "suspended"),
    "renamed": ("active", "suspended"),
}
"""What a provider is before an act of a kind has any sense."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An act that is asked for: ``name`` for a renaming, ``into`` (a provider) for a merging."""

    provider: str
    kind: str
    act: str
    note: str = ""
    name: Mapping[str, str] | None = None
    into: str = ""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What was signed: the record's path, and how many of the maintainers needed have signed it by now.

    ``edited`` is a file that people wrote and that was changed with it; ``by_hand`` is what has to be written
    there where that could not be done without losing something.
    """

    file: str
    form: Mapping[str, Any]
    begun: bool
    have: int
    needed: int
    edited: str = ""
    by_hand: str = ""

    @property
    def complete(self) -> bool:
        """Whether enough have signed."""
        return self.have >= self.needed


def decide(
    repo: Path,
    standing: Standing,
    decision: Decision,
    signer: str,
    key: SigningKey,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Signed:
    """Sign ``decision`` as the maintainer ``signer``: a new act, or one that another maintainer has begun.

    A renaming changes ``name`` in ``provider.yaml`` in the same step. Raises BuktiError where the signature
    would not count, or the act would change nothing.
    """
    refuse_other_than_maintainer(standing, signer, key)
    _refuse_provider(standing, decision)
    needed = 1 if decision.kind in BY_ONE else NEEDED
    unfinished = _half_renamed(standing, decision)
    if unfinished:
        return _renamed(repo, standing, decision, unfinished, dry_run)
    open_act = _open_act(standing, decision, needed)
    if open_act is None:
        _refuse_state(standing, decision)
        form = _form(standing, decision, now)
        file, signed = signed_anew(form, signer, key, now) if dry_run else begin(repo, form, signer, key, now)
    else:
        file, form = open_act
        refuse_twice(file, form, signer)
        signed = dict(form) if dry_run else add_proof(repo, repo / file, standing.snapshot, signer, key, now)
    have = len(standing.maintainers([*maintainers_of(signed), signer]))
    outcome = Signed(file=file, form=signed, begun=open_act is None, have=have, needed=needed)
    return _renamed(repo, standing, decision, outcome, dry_run) if decision.kind == "renamed" else outcome


def _refuse_provider(standing: Standing, decision: Decision) -> None:
    providers = standing.snapshot.providers
    for one in filter(None, (decision.provider, decision.into)):
        if one not in providers:
            raise BuktiError(
                f"the registry has no provider {one!r}", expected=", ".join(sorted(providers)), hint="mend the id"
            )
    if decision.into == decision.provider:
        raise BuktiError("a provider cannot be merged into itself", hint="name the provider that goes on with --into")
    if decision.into and _status(standing, decision.into) != "active":
        raise BuktiError(
            f"{decision.into} is {_status(standing, decision.into)}, so nothing can be merged into it",
            expected="an admitted provider that may award",
            hint="admit it first",
        )


def _status(standing: Standing, provider: str) -> str:
    found = (one.status for one in standing.register.issuers if one.id == provider)
    return next(found, "not_admitted").replace("_", " ")


def _refuse_state(standing: Standing, decision: Decision) -> None:
    status = _status(standing, decision.provider)
    if status not in _FROM[decision.kind]:
        raise BuktiError(
            f"{decision.provider} is {status}: it cannot be {decision.kind}",
            where=f"registry/{decision.provider}/acts",
            expected=f"a provider that is {' or '.join(_FROM[decision.kind])}",
            hint="nothing is left to sign" if status == "active" else "see the acts of this provider",
        )


def _open_act(standing: Standing, decision: Decision, needed: int) -> tuple[str, dict[str, Any]] | None:
    """An act of this kind on the provider that too few maintainers have signed, if one stands in the repository."""
    for located in standing.snapshot.provider_acts.values():
        form = located.record.json_form()
        same = (located.record.provider, located.record.kind) == (decision.provider, decision.kind)
        if not same or len(standing.maintainers(maintainers_of(form))) >= needed:
            continue
        if standing.history.first.get(located.file):
            continue  # published with too few: it cannot be changed any more, only made anew
        if form.get("into", "") != decision.into:
            raise BuktiError(
                f"an act that merges {decision.provider} into {form['into']} waits for its second signature",
                where=located.file,
                hint="remove the file if it was a mistake, or name the same provider with --into",
            )
        if decision.note and form.get("note", "") != decision.note:
            raise BuktiError(
                f"the act that waits for its second signature states another note: {form.get('note') or 'none'}",
                where=located.file,
                expected="the same --note, or none: the act is signed as it stands",
                hint="remove the file if it was a mistake, or leave --note out",
            )
        return located.file, form
    return None


def _half_renamed(standing: Standing, decision: Decision) -> Signed | None:
    """A renaming that was signed and not carried into ``provider.yaml``: the run was stopped between the two."""
    for located in standing.snapshot.provider_acts.values():
        act = located.record
        if (act.provider, act.kind) != (decision.provider, "renamed") or standing.history.first.get(located.file):
            continue
        stated = standing.snapshot.providers[decision.provider].record.name
        if (act.name, act.former_name) == (dict(decision.name or {}), dict(stated)):
            return Signed(file=located.file, form=act.json_form(), begun=False, have=1, needed=1)
    return None


def _form(standing: Standing, decision: Decision, now: datetime) -> dict[str, Any]:
    form: dict[str, Any] = {
        "schema": "provider-act/v1",
        "act": decision.act,
        "registry": standing.base_url,
        "provider": decision.provider,
        "kind": decision.kind,
        "on": now.astimezone(UTC).date().isoformat(),
    }
    if decision.kind == "renamed":
        former = _present_name(standing, decision)
        if former == dict(decision.name or {}):
            raise BuktiError(
                f"{decision.provider} has this name already",
                where=f"registry/{decision.provider}/provider.yaml",
                hint="give the new name in every language with --name LANGUAGE=TEXT",
            )
        form |= {"name": dict(decision.name or {}), "former_name": former}
    return (
        form | ({"into": decision.into} if decision.into else {}) | ({"note": decision.note} if decision.note else {})
    )


def _present_name(standing: Standing, decision: Decision) -> dict[str, str]:
    """The provider's name as it stands; every language that it has must have a new one."""
    located = standing.snapshot.providers[decision.provider]
    former = dict(located.record.name)
    missing = sorted(former.keys() - (decision.name or {}).keys())
    if missing:
        raise BuktiError(
            f"the new name is missing in {', '.join(missing)}",
            where=f"{located.file}:{located.line('name')}",
            expected=" ".join(f"--name {language}=…" for language in sorted(former)),
            hint="give the name in every language that the present one has",
        )
    return former


def _renamed(repo: Path, standing: Standing, decision: Decision, signed: Signed, dry_run: bool) -> Signed:
    """The outcome with ``provider.yaml`` brought to the new name."""
    located = standing.snapshot.providers[decision.provider]
    path = repo / located.file
    try:
        data = replace_members(path.read_bytes(), located.file, {"name": signed.form["name"]})
    except NotEditable as refused:
        return _with(signed, edited=refused.where or located.file, by_hand=refused.lines)
    if not dry_run:
        atomic_write(path, data)
    return _with(signed, edited=located.file)


def _with(signed: Signed, **changes: str) -> Signed:
    return Signed(**{**signed.__dict__, **changes})
