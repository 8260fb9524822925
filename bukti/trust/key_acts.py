"""Acts on a key: revoked from a position on, or retired (REC-17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.loading.git import GitError, git
from bukti.model.snapshot import History
from bukti.proof.keys import SigningKey
from bukti.register.ground import LATEST
from bukti.register.signers import Signer
from bukti.trust.cosigning import NEEDED, add_proof, begin, refuse_other_key, signed_anew, signers_of
from bukti.trust.reasons import reasons_for
from bukti.trust.standing import Standing, refuse_unfit, signer_of, state_of


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is asked for: the key ``target`` (``provider/key``) is ``revoked`` or ``retired`` for ``reason``.

    ``from_commit`` is the full id of the commit from whose position on what the key signed is void; empty: the
    key ends with the act, and nothing that it signed falls. ``act`` is the id of the act if it has to be begun.
    """

    target: str
    kind: str
    reason: str
    act: str
    from_commit: str = ""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What was signed, and who has to sign yet before it counts (empty: nobody)."""

    file: str
    form: Mapping[str, Any]
    begun: bool
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether enough have signed."""
        return not self.missing


def resolve_commit(repo: Path, history: History, text: str) -> tuple[str, int]:
    """The full id of the commit that ``text`` names (a revision, or the beginning of an id), and its position.

    Raises BuktiError unless it stands in the first-parent line of the published branch.
    """
    if not history.complete or not history.commits:
        raise BuktiError(
            "the published history is not at hand, so no position can be named",
            where=str(repo),
            expected="a full clone of the registry",
            hint="run 'git fetch --unshallow', or clone the registry again",
        )
    try:
        commit = (
            git(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}").decode().strip()
        )
    except GitError as error:
        raise BuktiError(
            f"there is no commit {text!r} here, or the beginning of its id is not enough to tell it",
            where=str(repo),
            hint="take it from 'bukti key history'",
        ) from error
    place = next((index for index, (one, _) in enumerate(history.commits) if one == commit), None)
    if place is None:
        raise BuktiError(
            f"the commit {commit[:12]} does not stand in the first-parent line of the published branch",
            where=str(repo),
            expected="the commit by which a record came onto that branch, a merge commit often",
            hint="take it from 'bukti key history'",
        )
    return commit, place


def end_key(
    repo: Path,
    standing: Standing,
    ending: Ending,
    signer: str,
    key: SigningKey,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Signed:
    """Sign the end of a key as ``signer``: a new act, or the one that others have begun.

    Raises BuktiError where this signature would not count, where nothing is left to end, or where another act
    of this kind on the key waits for signatures.
    """
    target = signer_of(ending.target)
    _refuse_target(standing, ending, target)
    _refuse_signer(standing, ending, target, signer, key)
    open_act = _open_act(standing, ending, target)
    if open_act is None:
        form = _form(standing, ending, target, now)
        file, signed = signed_anew(form, signer, key, now) if dry_run else begin(repo, form, signer, key, now)
    else:
        file, form = open_act
        _refuse_again(standing, target, file, form, signer)
        signed = dict(form) if dry_run else add_proof(repo, repo / file, standing.snapshot, signer, key, now)
    missing = missing_for(standing, signed, [*signers_of(signed), signer])
    return Signed(file=file, form=signed, begun=open_act is None, missing=missing)


def missing_for(standing: Standing, form: Mapping[str, Any], signers: Iterable[str]) -> tuple[str, ...]:
    """Who has to sign an act on a key yet, in words; empty where ``signers`` are enough (REC-17)."""
    names = list(dict.fromkeys(signers))
    target = signer_of(f"{form['provider']}/{form['key']}")
    others = [one for one in standing.maintainers(names) if signer_of(one) != target]
    lacking = max(NEEDED - len(others), 0)
    maintainers = (f"{lacking} more maintainer{'s' if lacking > 1 else ''}",) if lacking else ()
    own = any(
        _speaks_for(standing, one, target, form) and (signer_of(one) == target or standing.speaks(one)) for one in names
    )
    if form.get("from_commit") is None:
        return () if own or not lacking else maintainers
    if target.maintainer:
        return maintainers
    return (*(() if own else (f"a signing or recovery key of {target.provider}",)), *maintainers)


def _speaks_for(standing: Standing, name: str, target: Signer, form: Mapping[str, Any]) -> bool:
    """Whether ``name``, the key itself or one of its provider, has a say in this act beside the maintainers'."""
    signer, back = signer_of(name), form.get("from_commit") is not None
    if signer == target:
        return not (back and target.maintainer)
    if signer.maintainer or signer.provider != target.provider or not standing.ring.known(signer):
        return False
    return form["kind"] == "revoked" and (back or standing.role(name) == "recovery")


def _refuse_target(standing: Standing, ending: Ending, target: Signer) -> None:
    if not standing.ring.known(target):
        known = sorted("/".join(one) for one in standing.snapshot.keys if one[0] == target.provider)
        raise BuktiError(
            f"there is no admitted key {ending.target}",
            where=f"public_keys/{ending.target}.yaml",
            expected=", ".join(known) or "a key below public_keys/",
            hint="mend the name of the key; a key that nobody admitted needs no act",
        )
    if target in standing.ring.void:
        raise BuktiError(f"the key {ending.target} is void already: nothing that it signed counts")
    allowed = reasons_for(ending.kind)
    if ending.reason not in allowed:
        raise BuktiError(f"there is no reason {ending.reason!r} for this act", expected=", ".join(allowed))
    if ending.kind == "retired" and not standing.good(ending.target):
        raise BuktiError(f"the key {ending.target} is {state_of(standing, ending.target)}: nothing is left to retire")


def _refuse_signer(standing: Standing, ending: Ending, target: Signer, name: str, key: SigningKey) -> None:
    signer = signer_of(name)
    form = {"kind": ending.kind, "from_commit": ending.from_commit or None}
    entitled = (signer.maintainer and signer != target) or _speaks_for(standing, name, target, form)
    if not entitled:
        who = {
            True: f"a signing or recovery key of {target.provider}, or a maintainer",
            False: f"{ending.target} itself, {'a recovery key of its provider, ' if ending.kind == 'revoked' else ''}"
            "or a maintainer",
        }
        raise BuktiError(
            f"{name} has no say in this: its signature would not count",
            where=f"public_keys/{ending.target}.yaml",
            expected="two maintainers other than it" if target.maintainer else who[bool(ending.from_commit)],
            hint="sign with one of these keys",
        )
    if signer == target:
        refuse_other_key(standing.snapshot, name, key)
    else:
        refuse_unfit(standing, name, key)


def _open_act(standing: Standing, ending: Ending, target: Signer) -> tuple[str, dict[str, Any]] | None:
    """The act of this kind on the key that waits for signatures. Raises BuktiError where it says something else."""
    for located in standing.snapshot.key_acts.values():
        act = located.record
        form = act.json_form()
        if (act.provider, act.key, act.kind) != (*target, ending.kind) or standing.history.first.get(located.file):
            continue
        if not missing_for(standing, form, signers_of(form)):
            _refuse_retired(ending, located.file)
            continue
        for member, wanted in (("from_commit", ending.from_commit), ("reason", ending.reason)):
            if (form.get(member) or "") != wanted:
                raise BuktiError(
                    f"an act on {ending.target} waits for signatures and states another {member}",
                    where=f"{located.file}:{located.line(member)}",
                    expected=form.get(member) or f"no {member}",
                    hint="sign that one with the same options, or remove the file if it was a mistake",
                )
        return located.file, form
    _refuse_done(standing, ending, target)
    return None


def _refuse_retired(ending: Ending, file: str) -> None:
    """Refuse to retire a key a second time. A second revocation may reach further back: :func:`_refuse_done`."""
    if ending.kind == "retired":
        raise BuktiError(
            f"the key {ending.target} is retired already, by an act that waits for publication",
            where=file,
            hint="nothing is left to sign: commit and publish it",
        )


def _refuse_done(standing: Standing, ending: Ending, target: Signer) -> None:
    """Refuse a revocation that changes nothing: the key is revoked from there on, or from before."""
    limit = standing.ring.limits.get(target)
    if ending.kind != "revoked" or limit is None:
        return
    commits = [commit for commit, _ in standing.history.commits]
    wanted = commits.index(ending.from_commit) if ending.from_commit else LATEST
    if limit <= wanted + (0 if ending.from_commit else 1):
        raise BuktiError(
            f"the key {ending.target} is revoked already, from this position or an earlier one",
            where=f"public_keys/{target.provider}",
            hint="nothing is left to sign; to reach further back name an earlier commit with --from-commit",
        )


def _refuse_again(standing: Standing, target: Signer, file: str, form: Mapping[str, Any], signer: str) -> None:
    if signer in signers_of(form):
        raise BuktiError(
            f"{signer} has signed this act already; nothing is left to sign with this key",
            where=file,
            expected=" and ".join(missing_for(standing, form, signers_of(form))),
            hint="they run the same command with their own keys",
        )
    own = [one for one in signers_of(form) if not signer_of(one).maintainer]
    if own and not signer_of(signer).maintainer:
        raise BuktiError(
            f"{own[0]} has signed for {target.provider} already",
            where=file,
            expected=" and ".join(missing_for(standing, form, signers_of(form))),
            hint="the maintainers are still to sign",
        )


def _form(standing: Standing, ending: Ending, target: Signer, now: datetime) -> dict[str, Any]:
    return {
        "schema": "key-act/v1",
        "act": ending.act,
        "registry": standing.base_url,
        "provider": target.provider,
        "key": target.key,
        "kind": ending.kind,
        "on": now.astimezone(UTC).date().isoformat(),
        **({"from_commit": ending.from_commit} if ending.from_commit else {}),
        "reason": ending.reason,
    }
