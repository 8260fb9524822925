"""Everything that a change of the registry is judged by, in one call."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from bukti.errors import Finding, Severity
from bukti.model import Offer
from bukti.model.snapshot import Against, History, Located, Snapshot
from bukti.policy.definitions import definition_findings
from bukti.policy.frozen import frozen_findings, trust_findings
from bukti.policy.made import template_findings
from bukti.policy.references import reference_findings
from bukti.policy.register import Judged
from bukti.policy.rule import Subject
from bukti.policy.words import fold

AHEAD = timedelta(hours=24)
"""By how much a time may lie in the future before it is refused."""


def check_repository(
    snapshot: Snapshot,
    register: Judged,
    history: History,
    today: date,
    against: Against | None,
    *,
    now: datetime | None = None,
) -> tuple[Finding, ...]:
    """All findings, sorted by file and line; those of loading are not among them.

    ``today`` is the date that reviews and agreements are held against; ``now`` the time that commit dates
    are (default: the end of ``today`` in UTC). ``against`` tells what the change touches, None where it is
    not compared with anything.
    """
    findings = [
        *register.findings,
        *reference_findings(snapshot),
        *_definitions(snapshot, today, against),
        *_registry(snapshot),
        *_demonstration(snapshot),
        *_history(history, now or datetime(today.year, today.month, today.day, 23, 59, 59, tzinfo=UTC)),
        *(frozen_findings(against) if against else ()),
        *(trust_findings(snapshot, against, history) if against else ()),
        *template_findings(snapshot, against),
    ]
    return tuple(sorted(set(findings)))


def _definitions(snapshot: Snapshot, today: date, against: Against | None) -> Iterator[Finding]:
    touched = frozenset(against.files) if against else frozenset()
    frameworks = MappingProxyType({name: located.record for name, located in snapshot.frameworks.items()})
    names = MappingProxyType(
        {name: tuple(located.record.name.values()) for name, located in snapshot.providers.items()}
    )
    titles = _titles(snapshot)
    for (provider, mc, version), located in snapshot.definitions.items():
        offer = snapshot.offers.get((provider, mc))
        current = offer.record.current if offer else version
        owner = snapshot.providers.get(provider)
        subject = Subject(
            definition=located.record,
            offer=offer.record if offer else None,
            provider=owner.record if owner else None,
            frameworks=frameworks,
            languages=snapshot.registry.record.languages,
            today=None if _retired(offer) else today,
            titles=titles,
            names=names,
        )
        found = definition_findings(subject, located, offer, replaced=version < current, touched=touched)
        # The offer is judged once, with the version that it names.
        yield from (f for f in found if version == current or offer is None or f.file != offer.file)


def _retired(offer: Located[Offer] | None) -> bool:
    return offer is not None and offer.record.status == "retired"


def _titles(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Folded title -> the micro-credentials that have it in some language, by their latest version."""
    latest = {key[:2]: snapshot.definitions[key].record for key in sorted(snapshot.definitions)}
    titles: dict[str, set[str]] = {}
    for definition in latest.values():
        for title in definition.title.values():
            titles.setdefault(fold(title), set()).add(definition.ref)
    return {title: frozenset(refs) for title, refs in titles.items()}


def _registry(snapshot: Snapshot) -> Iterator[Finding]:
    """The registry's own file: an origin of its own (design: sites that share an origin share the cache)."""
    located = snapshot.registry
    address = urlsplit(located.record.base_url)
    if address.path:
        yield Finding(
            file=located.file,
            line=located.line("base_url"),
            code="origin-shared",
            severity=Severity.WARNING,
            message="the site shares its origin with other sites, and with it the browser's storage",
            actual=located.record.base_url,
            expected=f"{address.scheme}://<a host of its own>",
            hint="publish under a host name that serves nothing else",
        )
    if located.record.base_url in located.record.former_base_urls:
        yield Finding(
            file=located.file,
            line=located.line("former_base_urls"),
            code="base-url-twice",
            message="the present base_url stands among the former ones",
            hint="remove it from former_base_urls",
        )


def _demonstration(snapshot: Snapshot) -> Iterator[Finding]:
    """Demonstration keys have published secrets: they serve only where the host can never be real."""
    host = urlsplit(snapshot.registry.record.base_url).hostname or ""
    if host == "example" or host.endswith(".example"):
        return
    for located in snapshot.keys.values():
        if located.record.demonstration:
            yield Finding(
                file=located.file,
                line=located.line("demonstration"),
                code="key-demonstration",
                message="a demonstration key, whose secret is public, stands in a real registry",
                actual=f"base_url {snapshot.registry.record.base_url}",
                expected="a base_url whose host ends in .example, or a key of its own",
                hint="make a key with 'bukti key new'",
            )


def _history(history: History, now: datetime) -> Iterator[Finding]:
    """What keeps positions from being judged, and commits that claim to come from the future (REC-13)."""
    if not history.commits:
        yield _history_finding(
            "history-none",
            "there is no git history here: positions and days of registration are not judged",
            hint="clone the registry with git; in a registry that begins: git init, and commit",
        )
    elif not history.complete:
        yield _history_finding(
            "history-shallow",
            "the clone is shallow: positions and days of registration are not judged",
            hint="git fetch --unshallow",
        )
    latest = int((now + AHEAD).timestamp())
    for commit, seconds in history.commits:
        if seconds > latest:
            yield Finding(
                code="history-future",
                message=f"commit {commit[:12]} is dated more than a day ahead",
                actual=datetime.fromtimestamp(seconds, UTC).isoformat(),
                expected=f"{now.isoformat()} or before",
                hint="set the clock and make the commit again; every later day of registration would be wrong",
                clause="spec/records.md REC-13",
            )


def _history_finding(code: str, message: str, hint: str = "") -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, hint=hint, clause="spec/records.md REC-13")
