"""Intermediate values: where two programs first differ shows in which stage the fault is."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from bukti.card import Card, CardError, decode, encode, read_payload, to_decimal, to_link
from bukti.proof.credentials import canonical_nquads
from bukti.proof.jcs import canonical, registry_hash, without_proof
from bukti.proof.merkle import root
from bukti.proof.multikey import decode_z
from bukti.templates import digest_of
from bukti.verification.json_strict import JsonFault, read_json
from tools.vectors import cases_card, cases_shape, issuer_notes, site, verdicts, world

CREDENTIALS = ("aisyah", "arabic", "coding", "moved")


def documents() -> dict[str, Any]:
    """All stage vectors by file name."""
    files: dict[str, Any] = {f"credential-{label}.json": _credential(label) for label in CREDENTIALS}
    makers: dict[str, Callable[[], Any]] = {
        "cards.json": _cards,
        "merkle.json": _merkle,
        "lookup.json": _lookup,
        "periods.json": _periods,
        "text.json": _texts,
        "json.json": _json,
        "verdicts.json": verdicts.document,
        "issuer_notes.json": issuer_notes.document,
    }
    return files | {name: make() for name, make in makers.items()}


def _credential(label: str) -> dict[str, Any]:
    learner = world.LEARNERS[label]
    template = world.TEMPLATES[learner.template]
    signed = world.credential(learner)
    unsigned, proof = without_proof(signed), signed["proof"][0]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    document_quads = canonical_nquads(unsigned)
    proof_quads = canonical_nquads({**options, "@context": unsigned["@context"]})
    card = world.card(learner)
    return {
        "why": f"the stages of the registered credential {label}",
        "clauses": ["TPL-4", "CRD-13", "REC-7", "CAR-2"],
        "template_digest": digest_of(template),
        "template": template.json_form(),
        "values": _values(learner),
        "document": unsigned,
        "document_nquads": document_quads.decode(),
        "document_sha256": hashlib.sha256(document_quads).hexdigest(),
        "proof_options": options,
        "proof_nquads": proof_quads.decode(),
        "proof_sha256": hashlib.sha256(proof_quads).hexdigest(),
        "signature": decode_z(proof["proofValue"]).hex(),
        "signed": signed,
        "signed_rfc8785": canonical(signed).decode(),
        "unsigned_rfc8785_sha256": hashlib.sha256(canonical(unsigned)).hexdigest(),
        "registry_hash": registry_hash(signed).hex(),
        "card": {"fields": _fields(card), "hex": encode(card).hex()},
        "decimal": to_decimal(encode(card)),
        "link": world.link(card, _base_of(label)),
    }


def _base_of(label: str) -> str:
    return world.FORMER if label == "moved" else world.BASE


def _values(learner: world.Learner) -> dict[str, Any]:
    values = learner.values()
    return {
        "uuid": values.uuid,
        "valid_from": values.valid_from.isoformat(),
        "valid_until": values.valid_until.isoformat() if values.valid_until else None,
        "status_index": values.status_index,
        "name": values.name,
        "results": list(values.results),
    }


def _fields(card: Card) -> dict[str, Any]:
    return {
        "group": card.group.hex(),
        "template": card.template.hex(),
        "uuid": str(card.uuid),
        "valid_from": card.valid_from.isoformat(),
        "valid_until": card.valid_until.isoformat() if card.valid_until else None,
        "status_index": card.status_index,
        "key_number": card.key_number,
        "results": list(card.results),
        "name": card.name,
        "signature": card.signature.hex(),
    }


def _cards() -> dict[str, Any]:
    good = [world.card(learner) for learner in world.LEARNERS.values()]
    edges = [
        Card(
            group=b"\xff\xff",
            template=b"\0" * 6,
            uuid=good[0].uuid,
            valid_from=date(2020, 1, 1),
            valid_until=date(2020, 1, 2),
            status_index=0,
            key_number=255,
            results=(0, 63, "é" * 16, "x"),
            name="N",
            signature=b"\xff" * 64,
        ),
        Card(
            group=b"\0\0",
            template=b"\xff" * 6,
            uuid=good[0].uuid,
            valid_from=date(2199, 6, 6),
            valid_until=date(2199, 6, 6),
            status_index=0xFFFFFF,
            key_number=1,
            results=(),
            name="\U0001d11e" * 63 + "abc",
            signature=b"\0" * 64,
        ),
    ]
    refused = [v for v in cases_card.vectors() if v.must_fail and v.must_fail[0] == "parse" and "#" in str(v.data)]
    return {
        "why": "payloads that are cards, in both spellings, and payloads that are none",
        "clauses": ["CAR-2", "CAR-3", "CAR-5", "CAR-6", "CAR-8", "CAR-12"],
        "good": [
            {
                "fields": _fields(card),
                "hex": encode(card).hex(),
                "decimal": to_decimal(encode(card)),
                "link": to_link(encode(card)),
            }
            for card in [*good, *edges]
        ],
        "bad": [
            {"why": v.why, "payload": str(v.data).partition("#")[2], "code": _card_code(str(v.data))} for v in refused
        ],
    }


def _card_code(text: str) -> str:
    try:
        decode(read_payload(text))
    except CardError as fault:
        return fault.code
    raise AssertionError(f"{text} is a card")


def _merkle() -> dict[str, Any]:
    leaves = sorted(hashlib.sha256(f"leaf {number}".encode()).digest() for number in range(9))
    return {
        "why": "roots over the first n hashes; with 3, 5, 6, 7 and 9 the tree is not full",
        "clauses": ["REC-9"],
        "leaves": [leaf.hex() for leaf in leaves],
        "roots": {str(count): root(b"".join(leaves[:count])).hex() for count in range(1, 10)},
    }


def _lookup() -> dict[str, Any]:
    identities = sorted({t.credential["credentialSubject"]["achievement"]["id"] for t in world.TEMPLATES.values()})
    hashes = [world.hash_of(label) for label in ("aisyah", "arabic", "coding")]
    return {
        "why": "names of groups and shards, and rows as bytes",
        "clauses": ["LKP-4", "LKP-5", "LKP-6", "LKP-8"],
        "groups": [
            {"achievement": one, "bits": bits, "group": _name(hashlib.sha256(one.encode()).digest(), bits)}
            for one in identities
            for bits in (0, 1, 4, 5, 12)
        ],
        "shards": [
            {"hash": one.hex(), "bits": bits, "shard": _name(one, bits)}
            for one in hashes
            for bits in (0, 1, 4, 7, 8, 9, 20)
        ],
        "rows": [_row(label) for label in ("aisyah", "revoked", "revoked-silently", "suspended", "superseded")],
    }


def _name(digest: bytes, bits: int) -> str:
    return site.numbered(int.from_bytes(digest, "big") >> (256 - bits), bits)


def _row(label: str) -> dict[str, Any]:
    act = site.ACTS.get(label)
    return {
        "hash": world.hash_of(label).hex(),
        "source": 3,
        "day": "2026-11-05",
        "state": act.state if act else "active",
        "reason": act.reason if act else None,
        "state_day": act.day if act else None,
        "hex": site.row(world.hash_of(label), 3, "2026-11-05", act).hex(),
    }


def _periods() -> dict[str, Any]:
    # Written by hand: what CRD-11 says, not what a program makes of it.
    rows = (
        ("2026-11-01", "P3Y", "2029-10-31"),
        ("2026-01-01", "P1Y", "2026-12-31"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2028-02-29", "P4Y", "2032-02-28"),
        ("2027-03-01", "P1Y", "2028-02-29"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-01-30", "P1M", "2026-02-28"),
        ("2026-01-29", "P1M", "2026-02-28"),
        ("2026-01-28", "P1M", "2026-02-27"),
        ("2027-12-31", "P2M", "2028-02-29"),
        ("2026-11-30", "P3M", "2027-02-28"),
        ("2026-10-31", "P18M", "2028-04-30"),
        ("2026-10-31", "P1M", "2026-11-30"),
        ("2026-12-15", "P99M", "2035-03-14"),
        ("2096-02-29", "P4Y", "2100-02-28"),
    )
    return {
        "why": "the day before the same day n years or months later; where there is none, that month's last day",
        "clauses": ["CRD-11"],
        "periods": [{"from": start, "period": period, "until": end} for start, period, end in rows],
    }


def _texts() -> dict[str, Any]:
    good: list[tuple[str, bool, str]] = [
        ("Aisyah binti Rahman", False, "Latin"),
        ("முத்துலட்சுமி", False, "Tamil"),
        ("歐陽娜娜", False, "Chinese"),
        ("محمد\u200cرضا", False, "a non-joiner after an Arabic letter"),
        ("ක්\u200dර", False, "a joiner after a Sinhala virama"),
        ("two\nlines", True, "a line break where it may stand"),
        ("A\u00a0B", False, "a no-break space inside"),
        ("🎓", False, "a character beyond the basic plane"),
        ("ﷺ", False, "a compatibility character stays as it is"),
    ]
    bad: list[tuple[str, bool, str]] = [
        ("two\nlines", False, "a line break where none may stand"),
        ("two\r\nlines", True, "a carriage return"),
        ("\nline", True, "a line break first"),
        ("a\tb", False, "a tab"),
        ("a\x85b", True, "a C1 control"),
        ("a\u2028b", True, "a line separator"),
        ("a\u2066b\u2069", False, "isolates"),
        ("a\ufeffb", False, "a no-break space of no width"),
        ("a\u2060b", False, "a word joiner"),
        ("a\uffffb", False, "no character"),
        ("a\U0001ffffb", False, "no character, beyond the basic plane"),
        ("A\u030angstrom", False, "not in form C"),
        ("\u212bngström", False, "the unit sign, which form C replaces"),
        (" a", False, "white space first"),
        ("a\u2009", False, "a thin space last"),
        ("👩\u200d🎓", False, "a joiner after a picture"),
        ("", False, "nothing"),
    ]
    names = [
        ("  Aisyah \u00a0 binti\u3000Rahman ", "Aisyah binti Rahman"),
        ("Ame\u0301lie", "Amélie"),
        ("O’Neill", "O’Neill"),
        ("a\tb", "a\tb"),
        ("\u2003", ""),
    ]
    return {
        "why": "text that may be signed, text that may not, and names as an issuing program brings them into form",
        "clauses": ["TXT-1", "TXT-2", "TXT-3", "TXT-4", "TXT-5", "TXT-6"],
        "good": [{"text": text, "multiline": multiline, "why": why} for text, multiline, why in good],
        "bad": [{"text": text, "multiline": multiline, "why": why} for text, multiline, why in bad],
        "names": [{"name": name, "signed": signed} for name, signed in names],
    }


def _json() -> dict[str, Any]:
    texts = [
        '{"b": 1, "a": [true, false, null]}',
        (
            '{"\\u20ac": "Euro Sign", "\\r": "CR", "1": "One", '
            '"\\ud83d\\ude02": "Smiley", "\\u0080": "Control", "\\ufb33": "Dalet"}'
        ),
        '["\\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"]',
        "[1.0, 1e2, 0.5, 100.25, -0, -0.0, 0.29, 1.15]",
        "[9007199254740991, 9007199254740967, -9007199254740967, 4503599627370497.5]",
        "  [ ]\n",
        '{"__proto__": {"toString": 1}, "constructor": 2}',
        '"text"',
    ]
    refused = [v for v in cases_shape.vectors() if v.must_fail and v.must_fail[0] == "parse"]
    return {
        "why": "JSON texts and their one byte form; texts that are not read, and why",
        "clauses": ["CRD-1", "REC-7", "VER-3"],
        "good": [
            {
                "text": text,
                "rfc8785": canonical(read_json(text)).decode(),
                "sha256": hashlib.sha256(canonical(read_json(text))).hexdigest(),
            }
            for text in texts
        ],
        "bad": [
            {"text": v.data, "code": code}
            for v in refused
            if isinstance(v.data, str) and v.repeat == 1 and (code := _json_code(v.data)) is not None
        ],
    }


def _json_code(text: str) -> str | None:
    try:
        read_json(text)
    except JsonFault as fault:
        return str(fault.code)
    return None
