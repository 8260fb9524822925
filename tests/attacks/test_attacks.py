"""Attacks on the records (threat-model, section 5: Data, Identity, Paths): one mutation, one named refusal.

Every attack has a twin: the nearest change that is allowed, which has to pass.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bukti.errors import Finding, Severity
from bukti.loading import dump_record, load_repository
from bukti.model.snapshot import NO_HISTORY
from bukti.policy import check_repository
from bukti.register import build_register
from tests.attacks import miniature as mini
from tests.attacks.miniature import BATCH, DEFINITION, MC, OFFER, OFFER_FORM, OTHER, PROVIDER, TODAY, UNI, V1, changed

Mutation = Callable[[Path], None]


@dataclass(frozen=True)
class Attack:
    """``bad`` has to be refused with ``code``, ``good`` has to pass."""

    name: str
    code: str
    bad: Mutation
    good: Mutation


def edit(file: str, old: str, new: str) -> Mutation:
    """Replace the first ``old`` in a file."""

    def mutate(root: Path) -> None:
        data = (root / file).read_bytes()
        assert old.encode() in data, old
        (root / file).write_bytes(data.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1))

    return mutate


def add(file: str, text: str | bytes) -> Mutation:
    """Append to a file, or make it."""

    def mutate(root: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        mini.put(root, file, ((root / file).read_bytes() if (root / file).exists() else b"") + data)

    return mutate


def put(file: str, form: dict[str, Any]) -> Mutation:
    """Write a record from its JSON form."""
    return add_new(file, dump_record(form))


def add_new(file: str, text: str | bytes) -> Mutation:
    def mutate(root: Path) -> None:
        mini.put(root, file, text)

    return mutate


def move(old: str, new: str) -> Mutation:
    def mutate(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return mutate


def link(path: str, target: str) -> Mutation:
    def mutate(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(root / target)

    return mutate


def nothing(root: Path) -> None:
    """The miniature registry as it is."""


def value(old: str, bad: str, good: str) -> tuple[Mutation, Mutation]:
    return edit(OFFER, old, bad), edit(OFFER, old, good)


def title(bad: str, good: str) -> tuple[Mutation, Mutation]:
    old = "title:\n  en: Reading Rain Data"
    return edit(V1, old, f"title:\n  en: {bad}"), edit(V1, old, f"title:\n  en: {good}")


def definition(*place: Any, bad: Any, good: Any) -> tuple[Mutation, Mutation]:
    return put(V1, changed(DEFINITION, *place, to=bad)), put(V1, changed(DEFINITION, *place, to=good))


def another_mc(folder: str, **members: Any) -> dict[str, Any]:
    return DEFINITION | {"id": folder, "title": {"en": "Reading Wind Data"}} | members


def offered(folder: str, form: dict[str, Any]) -> Mutation:
    """A second micro-credential with its offer."""

    def mutate(root: Path) -> None:
        put(f"registry/{UNI}/{folder}/v1.yaml", form)(root)
        put(f"registry/{UNI}/{folder}/offer.yaml", OFFER_FORM | {"id": folder})(root)

    return mutate


def executable(root: Path) -> None:
    (root / PROVIDER).chmod(0o755)


def not_executable(root: Path) -> None:
    (root / PROVIDER).chmod(0o640)


def submodule(root: Path) -> None:
    mini.put(root, f"registry/{UNI}/more/.git", "gitdir: ../../../.git/modules/more\n")


def digests(*labels: object) -> list[bytes]:
    return [mini.digest(label) for label in labels]


def template_name() -> str:
    return next(Path(path).stem for path in mini.files() if "/templates/" in path)


def rebatched(**more: Any) -> Mutation:
    """The batch signed again with other members."""
    return put(BATCH, mini.batch(digests(*range(5)), template_name(), **more))


def second_batch(*labels: object, **more: Any) -> Mutation:
    form = {"batch": "2026-10-06-batch002", "status": {"list": mini.LIST, "from": 400, "to": 800}} | more
    path = f"credentials/{UNI}/2026/2026-10-06-batch002.yaml"
    return put(path, mini.batch(digests(*labels), template_name(), **form))


def twice(labels: list[object]) -> str:
    return "".join(f"{one.hex()}\n" for one in sorted(digests(*labels)))


DATA = [
    Attack("duplicate key", "yaml-duplicate-key", add(OFFER, "status: retired\n"), add(OFFER, "# status\n")),
    Attack("anchor", "yaml-anchor", *value("amount: 0", "amount: &free 0", "amount: 0")),
    Attack(
        "alias bomb",
        "yaml-alias",
        add(OFFER, "notice:\n  en: &a [x, x]\n  ms: &b [*a, *a]\n  ar: &c [*b, *b]\n"),
        add(OFFER, "notice:\n  en: Enrolment opens soon.\n"),
    ),
    Attack("tag", "yaml-tag", *value("currency: MYR", "currency: !!str MYR", "currency: MYR")),
    Attack(
        "object tag",
        "yaml-tag",
        *value("currency: MYR", "currency: !!python/object/apply:os.system [ls]", "currency: MYR"),
    ),
    Attack("merge key", "yaml-merge-key", add(OFFER, "<<:\n  current: 2\n"), add(OFFER, "# <<\n")),
    Attack("second document", "yaml-second-document", add(OFFER, "---\nschema: offer/v1\n"), add(OFFER, "...\n")),
    Attack("directive", "yaml-directive", *value("# yaml", "%YAML 1.1\n---\n# yaml", "---\n# yaml")),
    Attack("NO as a truth value", "record-value", *value("any_time: true", "any_time: NO", "any_time: false")),
    Attack("on as a truth value", "record-value", *value("any_time: true", "any_time: on", "any_time: true")),
    Attack("1_0 as a number", "record-value", *value("amount: 0", "amount: 1_0", "amount: 10")),
    Attack("0123 as a number", "record-value", *value("amount: 0", "amount: 0123", "amount: 123")),
    Attack("12:30:45 as a number", "record-value", *value("amount: 0", "amount: 12:30:45", "amount: 12.3")),
    Attack("number of 5,000 digits", "record-value", *value("amount: 0", f"amount: {'9' * 5000}", "amount: 99")),
    Attack(
        "text of 10,001 characters", "yaml-scalar-size", *value("amount: 0", f"amount: {'9' * 10_001}", "amount: 9")
    ),
    Attack(
        "3,000 lists inside each other",
        "yaml-depth",
        add(OFFER, f"notice: {'[' * 3000}{']' * 3000}\n"),
        add(OFFER, "notice: {en: Soon}\n"),
    ),
    Attack(
        "a billion where a small number belongs",
        "record-value",
        edit("registry/registry.yaml", "base_url", "freshness_days: 1000000000\nbase_url"),
        edit("registry/registry.yaml", "base_url", "freshness_days: 30\nbase_url"),
    ),
    Attack("not a number", "record-value", *value("amount: 0", "amount: .nan", "amount: 0.5")),
    Attack("infinity", "record-value", *value("amount: 0", "amount: .inf", "amount: 1")),
    Attack("NUL", "file-nul", add(OFFER, b"# \0\n"), add(OFFER, "# 0\n")),
    Attack("escaped NUL", "yaml-control-character", *title(r'"Reading \0 Rain Data"', '"Reading Rain Data"')),
    Attack("raw control character", "yaml-control-character", *title("Reading \x07 Rain", "Reading the Rain")),
    Attack("byte order mark", "file-bom", *value("# yaml", "\ufeff# yaml", "# yaml")),
    Attack("carriage returns", "file-line-ends", *value("amount: 0\n", "amount: 0\r\n", "amount: 0\n")),
    Attack("next line", "file-line-ends", *title("Reading\x85Rain", "Reading Rain")),
    Attack("line separator", "file-line-ends", *title("Reading\u2028Rain", "Reading Rain")),
    Attack("tab as indentation", "yaml-tab", *value("  amount: 0", "\tamount: 0", "  amount: 0")),
    Attack("lone surrogate, raw", "file-encoding", *title("Rain \ud800 Data", "Rain \u2602 Data")),
    Attack("lone surrogate, escaped", "yaml-syntax", *title(r'"Rain \ud800 Data"', r'"Rain \u2602 Data"')),
    Attack("right-to-left override", "record-value", *title("Rain \u202eatad", "Rain \u0628\u064a\u0627\u0646")),
    Attack("zero-width space", "record-value", *title("Rain\u200bData", "Rain Data")),
    Attack("joiner in Latin", "record-value", *title("Rain\u200dData", "Rain Data \u0915\u094d\u200d\u0937")),
    Attack("not in normal form C", "record-value", *title("Rain Cafe\u0301", "Rain Caf\u00e9")),
    Attack(
        "homoglyph title of another micro-credential",
        "MC-5.6-06",
        offered("rain-two", another_mc("rain-two", title={"en": "Reading R\u0430in Data"})),
        offered("rain-two", another_mc("rain-two", title={"en": "Reading Wind Gauges"})),
    ),
    Attack(
        "reserved title in spaced letters",
        "MC-5.6-01",
        *definition("title", bad={"en": "D i p l o m a of rain data"}, good={"en": "Rain data at a glance"}),
    ),
    Attack("file of 2 MB", "file-size", add(OFFER, "#" * 2_000_000), add(OFFER, "#" * 2_000)),
    Attack("binary file", "file-nul", add_new(OFFER, b"\x7fELF\0\0\1"), nothing),
    Attack("text that is not UTF-8", "file-encoding", add(OFFER, b"# caf\xe9\n"), add(OFFER, "# caf\u00e9\n")),
    Attack("UTF-16", "file-encoding", add_new(OFFER, "schema: offer/v1".encode("utf-16")), nothing),
    Attack("unknown field", "record-unknown-key", add(OFFER, "price: 3\n"), add(OFFER, "notice: {en: Soon}\n")),
    Attack("missing field", "record-missing", *value("current: 1\n", "", "current: 1\n")),
    Attack("member without value", "yaml-no-value", *value("amount: 0", "amount:", "amount: 0")),
    Attack("empty file", "yaml-empty", add_new(OFFER, ""), nothing),
    Attack("a list for a record", "record-value", add_new(OFFER, "- a\n"), nothing),
    Attack("date of no calendar", "record-value", *value("2026-12-01", "2026-02-30", "2026-02-28")),
    Attack("date in other digits", "record-value", *value("2026-12-01", "\u0662026-12-01", "2026-12-02")),
    Attack(
        "proof dated without zone",
        "record-value",
        edit(PROVIDER.replace("provider.yaml", "acts/2026-10-01-admit001.yaml"), "T00:00:00Z", "T00:00:00"),
        nothing,
    ),
    Attack("end before start", "date-order", *value("2027-01-15", "2026-11-30", "2026-12-01")),
    Attack("credits out of range", "record-value", *definition("credits", "value", bad=-2, good=2)),
    Attack("hours that credits do not give", "MC-5.5-04", *definition("hours", "total", bad=800, good=80)),
    Attack(
        "web address that runs code", "record-value", *value("https://contoh", "javascript://contoh", "http://x.contoh")
    ),
    Attack(
        "identity number in public text",
        "MC-5.4-04",
        *definition("audience", "en", bad="860101-14-5678", good="People aged 18 to 99"),
    ),
]

IDENTITY = [
    Attack("another provider's path", "path-mismatch", move(PROVIDER, f"registry/{OTHER}-2/provider.yaml"), nothing),
    Attack(
        "unknown provider",
        "ref-provider",
        put("registry/nobody/x/v1.yaml", DEFINITION | {"provider": "nobody", "id": "x", "state": "draft"}),
        put(f"registry/{OTHER}/x/v1.yaml", DEFINITION | {"provider": OTHER, "id": "x", "state": "draft"}),
    ),
    Attack("unknown framework", "ref-framework", *definition("level", "framework", bad="nqf", good="mqf")),
    Attack("unknown level", "ref-level", *definition("level", "value", bad="66", good="6")),
    Attack("unknown time zone", "ref-zone", edit(PROVIDER, "Kuala_Lumpur", "Kuala_Terengganu"), nothing),
    Attack(
        "signature over other bytes",
        "batch-proof",
        edit(BATCH, 'issued_on: "2026-10-05"', 'issued_on: "2026-10-04"'),
        rebatched(issued_on="2026-10-04"),
    ),
    Attack(
        "signature missing",
        "record-missing",
        put(BATCH, changed(mini.batch(digests(1), "0" * 64), "proof", to=...)),
        nothing,
    ),
    Attack(
        "key of another provider", "batch-proof", edit(BATCH, f"issuers:{UNI}#key-1", f"issuers:{OTHER}#key-1"), nothing
    ),
    Attack("one hash twice in a batch", "batch-hashes", rebatched(hashes=twice([0, 1, 2, 3, 3])), rebatched()),
    Attack("one hash in two batches", "batch-repeat", second_batch(4, 5), second_batch(5, 6)),
    Attack(
        "range of another batch",
        "batch-status",
        second_batch(5, 6, status={"list": mini.LIST, "from": 399, "to": 799}),
        second_batch(5, 6),
    ),
    Attack("wrong root", "batch-root", rebatched(root="0" * 64), rebatched()),
]

PATHS = [
    Attack(".. in an id", "record-value", *definition("id", bad="../rain-data", good=MC)),
    Attack("absolute path as an id", "record-value", *definition("id", bad="/etc/passwd", good=MC)),
    Attack("id of another path", "path-mismatch", *definition("id", bad="wind-data", good=MC)),
    Attack("version of another path", "path-mismatch", *definition("version", bad=2, good=1)),
    Attack("link to a file", "path-symlink", link(f"registry/{UNI}/{MC}/v2.yaml", V1), nothing),
    Attack("link to a folder", "path-symlink", link("registry/copy", f"registry/{UNI}"), nothing),
    Attack("submodule", "path-submodule", submodule, nothing),
    Attack(
        ".gitattributes",
        "path-hidden",
        add(f"registry/{UNI}/.gitattributes", "* text=auto\n"),
        add(".gitattributes", ""),
    ),
    Attack("hidden folder", "path-hidden", add("registry/.hidden/x.yaml", "a: b\n"), add(".hidden/x.yaml", "a: b\n")),
    Attack("upper case", "path-form", add(f"registry/{UNI}/{MC}/V1.yaml", "a: b\n"), nothing),
    Attack("letters of another script", "path-form", add(f"registry/{UNI}/d\u0430ta/v1.yaml", "a: b\n"), nothing),
    Attack("accent in two code points", "path-form", add("registry/cafe\u0301/provider.yaml", "a: b\n"), nothing),
    Attack(
        "device name of Windows",
        "path-reserved-name",
        offered("aux", another_mc("aux")),
        offered("auxiliary", another_mc("auxiliary")),
    ),
    Attack("dot at the end", "path-form", add(f"registry/{UNI}/{MC}./v1.yaml", "a: b\n"), nothing),
    Attack("space at the end", "path-form", add(f"registry/{UNI}/{MC} /v1.yaml", "a: b\n"), nothing),
    Attack("line end in a name", "path-form", add(f"registry/{UNI}/a\nb/v1.yaml", "a: b\n"), nothing),
    Attack("name of 200 characters", "path-form", add(f"registry/{'a' * 200}/provider.yaml", "a: b\n"), nothing),
    Attack("executable bit", "path-executable", executable, not_executable),
    Attack(
        "program among the records", "path-extension", add(f"registry/{UNI}/tool.py", "print()\n"), add("tool.py", "")
    ),
    Attack("YAML of another spelling", "path-extension", move(OFFER, OFFER.replace(".yaml", ".yml")), nothing),
    Attack("record in no place", "path-form", add("registry/notes.yaml", "a: b\n"), add("notes.yaml", "a: b\n")),
    Attack("reserved provider id", "path-form", add("registry/pathways/provider/x.yaml", "a: b\n"), nothing),
    Attack(
        "template under another name",
        "path-mismatch",
        move(f"credentials/{UNI}/templates/{template_name()}.json", f"credentials/{UNI}/templates/{'0' * 64}.json"),
        nothing,
    ),
    Attack(
        "template with a member twice",
        "json-syntax",
        edit(f"credentials/{UNI}/templates/{template_name()}.json", '{"credential"', '{"version":1,"credential"'),
        nothing,
    ),
    Attack("batch in another year", "path-mismatch", move(BATCH, BATCH.replace("/2026/", "/2025/")), nothing),
]

ATTACKS = [*DATA, *IDENTITY, *PATHS]


def judged(root: Path) -> tuple[Finding, ...]:
    """Errors of form and of policy."""
    loaded = load_repository(root)
    found = list(loaded.findings)
    if loaded.snapshot:
        register = build_register(loaded.snapshot, NO_HISTORY)
        found += check_repository(loaded.snapshot, register, NO_HISTORY, date.fromisoformat(TODAY), None)
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_is_refused_by_name_and_its_twin_passes(attack: Attack, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    for root, mutate in ((bad, attack.bad), (good, attack.good)):
        mini.write(root)
        mutate(root)
    refused = judged(bad)
    assert attack.code in {finding.code for finding in refused}, refused
    named = next(finding for finding in refused if finding.code == attack.code)
    assert named.file
    assert named.message
    assert named.hint or named.expected
    assert judged(good) == ()


def test_attacks_are_many_and_each_is_another() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 60
