"""Check credentials and card links against a registry, on this machine.

Exit codes: 0 all valid, 1 some other verdict, 3 some cannot tell and none worse, 2 wrong use or unreadable path;
where some paths cannot be read the others are judged and told all the same.
"""

import argparse
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bukti.cli.output import UnreadableInputs, note, print_json, progress, say
from bukti.errors import Finding, UsageError

if TYPE_CHECKING:
    from bukti.verification import AtHand, Outcome, Result, Source
    from bukti.verification.source import KnownIssuer

EXAMPLE = (
    "  bukti verify certificate.pdf\n"
    "  bukti verify --site build/site 'https://bukti.example/v/#AQx…'\n"
    "  bukti verify --site https://bukti.example --json *.json"
)

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:[0-5]\d)", re.ASCII)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{64,}")
_MARKS = {"passed": "✓", "failed": "✗", "not_run": "–", "stale": "–"}
_GENUINE = ("valid", "expired", "revoked", "superseded", "suspended", "not_yet_valid")
_EXPECTED = "a credential's JSON, PDF, PNG or SVG file, or a link with # and what follows it"
_QUOTES = "quote links in the shell, or # may be taken for a comment"
_JOINERS = "\u200c\u200d"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti verify``."""
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="FILE_OR_LINK",
        help="a JSON, PDF, PNG or SVG file, a card link, or a card's payload",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--repo", type=Path, help="a registry's repository (default: this folder, if it is one)")
    source.add_argument("--site", metavar="DIR_OR_URL", help="a published site: its folder or its address")
    parser.add_argument(
        "--at", metavar="ISO_TIME", help="the time of checking, such as 2026-11-23T12:00:00Z (default: now)"
    )
    parser.add_argument(
        "--at-hand",
        metavar="FILE_OR_DIR",
        action="append",
        type=Path,
        default=[],
        help="DID documents and status lists of issuers outside the registry, as JSON files (may be given again)",
    )
    parser.add_argument("--json", action="store_true", help="the results as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Judge every input that can be read and say what was found; the exit code sums it up."""
    now = _time(args.at)
    inputs, unreadable = _inputs(args.inputs)
    at_hand = _at_hand(args.at_hand)
    source = _source(args.repo, args.site) if inputs else None
    results = _judged(inputs, source, now, at_hand) if source else []
    document = {"results": [result.as_json() for result in results]}
    if not args.json:
        _tell(results, source)
    if unreadable:
        raise UnreadableInputs(unreadable, expected=_EXPECTED, hint=_QUOTES, done=document)
    if args.json:
        print_json(document)
    return exit_code([str(result.verdict) for result in results])


def _judged(
    inputs: Sequence[tuple[str, bytes | str]], source: "Source", now: datetime, at_hand: "AtHand"
) -> "list[Result]":
    from bukti.verification import verify_text

    results: list[Result] = []
    with progress("verifying", len(inputs)) as advance:
        for label, data in inputs:
            results += verify_text(data, source, now, label, at_hand)
            advance()
    return results


def exit_code(verdicts: Sequence[str]) -> int:
    """0 all valid, 3 some cannot tell and none worse, 1 otherwise."""
    others = set(verdicts) - {"valid"}
    if not others:
        return 0
    return 3 if others == {"cannot_tell"} else 1


def _time(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"--at {text} is not a time with its zone", expected="a time like 2026-11-23T12:00:00Z")


def _inputs(arguments: Sequence[str]) -> tuple[list[tuple[str, bytes | str]], list[Finding]]:
    """Each argument with what it stands for, and those that stand for nothing."""
    inputs: list[tuple[str, bytes | str]] = []
    unreadable: list[Finding] = []
    for argument in arguments:
        try:
            inputs.append((argument, _read(argument)))
        except _UnreadableError as error:
            unreadable.append(
                Finding(file=_short(_plain(argument)) or "''", code="input-unreadable", message=str(error))
            )
    return inputs, unreadable


class _UnreadableError(Exception):
    """An argument that is neither a link nor a file that can be read: why."""


def _read(argument: str) -> bytes | str:
    """The bytes of a file, or the argument itself where it is a link, a payload or JSON (VER-22)."""
    from bukti.verification.limits import MAX_CONTAINER

    if not argument:
        raise _UnreadableError("an argument is empty: it names no file and is no card link")
    path = Path(argument)
    try:
        if path.is_file():
            with path.open("rb") as file:
                # One byte more than may be read shows that a file is too large.
                return file.read(MAX_CONTAINER + 1)
    except (OSError, ValueError) as error:
        if not _is_text(argument):
            reason = error.strerror if isinstance(error, OSError) else error
            raise _UnreadableError(f"the file cannot be read: {reason}") from error
    if _is_text(argument):
        return argument
    if path.is_dir():
        raise _UnreadableError(f"this is a folder; name the files in it, such as {argument.rstrip('/')}/*.json")
    raise _UnreadableError("there is no such file, and it is no card link")


def _at_hand(places: Sequence[Path]) -> "AtHand":
    """The documents of all files that are named and of all files in folders that are named (VER-25)."""
    from bukti.verification import AtHand, read_at_hand
    from bukti.verification.limits import MAX_AT_HAND

    documents: list[Mapping[str, Any]] = []
    left = MAX_AT_HAND
    for place in places:
        for path in _files(place):
            data = _beginning(path)
            document = read_at_hand(data)
            if document is not None:
                documents.append(document)
                left -= len(data)
            elif path == place:
                note(f"bukti: {_plain(str(path))} is no JSON document with an id: it is left aside")
            if left < 0:
                raise _unusable(path, f"the documents have more than {MAX_AT_HAND} bytes together", "name fewer files")
    return AtHand(tuple(documents))


def _beginning(path: Path) -> bytes:
    """The bytes of a file; one more than may be read shows that it is too large."""
    from bukti.verification.limits import MAX_INPUT

    try:
        with path.open("rb") as file:
            return file.read(MAX_INPUT + 1)
    except OSError as error:
        raise _unusable(path, f"the file cannot be read: {error.strerror}") from error


def _unusable(path: Path | str, what: str, hint: str = "leave it out, or mend its permissions") -> UsageError:
    return UsageError(f"--at-hand: {what}", where=_plain(str(path)), hint=hint)


def _files(place: Path) -> list[Path]:
    """The file ``place``, or all files below the folder ``place`` in the order of their paths."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise UsageError(
            f"--at-hand {place}: there is no such file or folder", expected="a JSON file or a folder of them"
        )
    found = (Path(folder, name) for folder, _, names in os.walk(place, onerror=_unreadable_folder) for name in names)
    return sorted((path for path in found if path.is_file()), key=os.fsencode)


def _unreadable_folder(error: OSError) -> NoReturn:
    raise _unusable(str(error.filename), f"the folder cannot be read: {error.strerror}") from error


def _is_text(argument: str) -> bool:
    return argument[:1] in ("{", "[") or "#" in argument or _PAYLOAD.fullmatch(argument) is not None


def _source(repo: Path | None, site: str | None) -> "Source":
    from bukti.verification.site_source import SiteSource, is_address

    if site is not None:
        if not is_address(site) and not Path(site).is_dir():
            raise UsageError(f"--site {site}: there is no such folder", expected="a built site's folder, or https://…")
        return SiteSource.of(site)
    if repo is None and not _is_registry(Path()):
        raise UsageError(
            "what to check against is not said, and this folder is no registry",
            expected="--site DIR_OR_URL (a published site) or --repo DIR (a registry's repository)",
        )
    return _repository(repo or Path())


def _is_registry(root: Path) -> bool:
    return (root / "registry" / "registry.yaml").is_file()


def _repository(root: Path) -> "Source":
    from bukti.loading import load_or_raise, read_history
    from bukti.register import build_register
    from bukti.verification.register_source import RegisterSource

    if not _is_registry(root):
        raise UsageError(f"--repo {root}: there is no registry/registry.yaml in it")
    snapshot = load_or_raise(root)
    history = read_history(root, snapshot.registry.record.branch)
    if not history.complete:
        note("bukti: the published history is not at hand (no git, or a shallow clone): registration cannot be judged")
    return RegisterSource(build_register(snapshot, history))


# For people ---------------------------------------------------------------------------------


def _tell(results: "Sequence[Result]", source: "Source | None") -> None:
    messages = _messages()
    directory = source.directory() if source else None
    issuers = directory.issuers if directory else ()
    for number, result in enumerate(results):
        if number:
            say()
        for line in _lines(result, messages, issuers):
            say(line)


def _lines(result: "Result", messages: Mapping[str, str], issuers: "Sequence[KnownIssuer]") -> Iterator[str]:
    verdict = str(result.verdict)
    yield f"{verdict.upper().replace('_', ' ')}  {_plain(_short(result.input))}"
    is_outside = result.leading is not None and result.leading.code == "issuer-outside"
    title = messages[f"verdict.{'outside' if is_outside else verdict}.title"]
    yield f"  {title}{_since(result)}"
    yield from _facts(result)
    yield from _notes(result, messages, issuers)
    for outcome in result.checks:
        yield f"  {_MARKS[outcome.state]} {outcome.check:<10}  {outcome.detail}{_code(outcome)}"
    yield f"  Next: {_next(result, messages)}"


def _since(result: "Result") -> str:
    """Of a genuine one that is not in force: what happened, and on which day."""
    fact = result.leading if result.verdict in _GENUINE else None
    return f": {fact.detail}" if fact else ""


def _notes(result: "Result", messages: Mapping[str, str], issuers: "Sequence[KnownIssuer]") -> Iterator[str]:
    """What became of the issuer since (LKP-15)."""
    from bukti.verification.issuer_notes import notes_on

    signed = any(one.check == "signature" and one.passed for one in result.checks)
    if not signed or result.verdict == "invalid":
        return
    stated = _member(result.credential or {}, "issuer")
    issuer = next((one for one in issuers if stated.get("id") in one.dids), None)
    for told in notes_on(issuer, issuers, str(stated.get("name")), "en") if issuer else ():
        names = {"day": told.day, "name": _plain(_short(told.name)), "former": _plain(_short(told.former))}
        yield f"    {messages[f'provider.{told.kind}'].format_map(names)}"


def _code(outcome: "Outcome") -> str:
    return "" if outcome.passed else f"  [{outcome.code}]"


def _next(result: "Result", messages: Mapping[str, str]) -> str:
    leading = f"code.{result.leading.code}.next" if result.leading else ""
    return messages.get(leading) or messages[f"verdict.{result.verdict}.next"]


def _facts(result: "Result") -> Iterator[str]:
    """Holder, micro-credential and issuer: as proven, or as claimed."""
    credential = result.credential or {}
    said = "" if result.verdict in _GENUINE else " (as the file says, not proven)"
    subject = _member(credential, "credentialSubject")
    identifiers = subject.get("identifier")
    first = identifiers[0] if isinstance(identifiers, list) and identifiers else {}
    holder, mc = _member({"": first}, "").get("identityHash"), _member(subject, "achievement").get("name")
    issuer = _member(credential, "issuer").get("name")
    for label, value in (("holder", holder), ("micro-credential", mc), ("issuer", issuer)):
        if isinstance(value, str):
            yield f"    {label}: {_plain(_short(value))}{said}"


def _member(node: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = node.get(name)
    return value if isinstance(value, Mapping) else {}


def _plain(text: str) -> str:
    """Text of a stranger's file without what could steer a terminal or mislead the eye."""
    return "".join(char if char.isprintable() or char in _JOINERS else "?" for char in text)


def _short(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _messages() -> Mapping[str, str]:
    from bukti.specification import spec_text

    messages: Mapping[str, str] = json.loads(spec_text("messages/en.json"))
    return messages
