"""Inputs that mean harm: what a stranger hands over, and what a host or a provider publishes."""

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tools.vectors import world

SCRIPTS = (
    "<script>canary('script')</script>",
    "<img src=x onerror=canary('img')>",
    "<svg onload=canary('svg')>",
    "<svg><script>canary('svg script')</script></svg>",
    "\"><script>canary('quote')</script>",
    "' onfocus=canary('attribute') autofocus tabindex=1 '",
    "javascript:canary('link')",
    "<a href=javascript:canary('a')>x</a>",
    "<iframe srcdoc=\"<script>parent.canary('srcdoc')</script>\"></iframe>",
    "<iframe src=https://evil.example/></iframe>",
    "<object data=https://evil.example/></object>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button autofocus>x</button></form>",
    "</textarea></bdi></section><script>canary('close')</script>",
    "{{constructor.constructor('canary(1)')()}}",
    "${canary('template')}",
    "&lt;script&gt;canary('entity')&lt;/script&gt;",
    "<math><mtext><img src=x onerror=canary('math')></mtext></math>",
    "{name} {limit} {where} __proto__",
)
"""What would run, load or lead away if any of it were read as markup or code."""
POINTERS = (
    "/id",
    "/name",
    "/type/0",
    "/issuer",
    "/issuer/id",
    "/issuer/name",
    "/validFrom",
    "/validUntil",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/0/resultDescription",
    "/credentialSubject/achievement/id",
    "/credentialSubject/achievement/name",
    "/credentialSubject/achievement/description",
    "/credentialSubject/achievement/criteria/narrative",
    "/credentialSubject/achievement/inLanguage",
    "/credentialSubject/achievement/alignment/0/targetUrl",
    "/credentialSubject/achievement/alignment/0/targetName",
    "/credentialStatus/statusListCredential",
    "/proof/0/verificationMethod",
    "/proof/0/proofValue",
    "/@context/1",
)
MEMBERS = ("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "valueOf", "toJSON")
POLLUTION: Mapping[str, Any] = {
    "polluted": "yes",
    "prototype": {"polluted": "yes"},
    "toString": "x",
    "verdict": "valid",
}
BIDI = (
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\u200f",
    "\u200b",
    "\u2028",
    "\u0000",
    "\ufeff",
    "\ud800",
)
SCHEMES = ("javascript:canary('s')//", "data:text/html,<script>canary('s')</script>", "vbscript:x", "file:/etc/passwd",
           "blob:https://evil.example/1", "https://bukti.example@evil.example/v/", "https://bukti.example.evil.example/v/",
           "//evil.example/v/", "https://evil.example\\@bukti.example/v/", "intent://evil.example/",
           "HTTPS://EVIL.EXAMPLE/")  # fmt: skip


class Input(NamedTuple):
    """One thing handed over."""

    name: str
    text: str


def put(document: dict[str, Any], pointer: str, value: object) -> None:
    """``value`` in place of what stands at a pointer."""
    *way, last = pointer.split("/")[1:]
    node: Any = document
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    node[int(last) if isinstance(node, list) else last] = value


def changed(pointer: str, value: object, base: Mapping[str, Any] | None = None) -> str:
    """A good credential with one place changed."""
    document = copy.deepcopy(dict(base or world.registered("aisyah")))
    put(document, pointer, value)
    return json.dumps(document)


def inputs(card: str) -> Iterator[Input]:
    """All of them; ``card`` is a good card's payload."""
    yield from _scripts()
    yield from _names()
    yield from _structures()
    yield from _large()
    yield from _links(card)


def _scripts() -> Iterator[Input]:
    for pointer in POINTERS:
        for number, script in enumerate(SCRIPTS):
            yield Input(f"script {number} at {pointer}", changed(pointer, script))
    for number, script in enumerate(SCRIPTS):
        yield Input(f"script {number} as a member", changed(f"/credentialSubject/{script.replace('/', '|')}", 1))
        yield Input(f"script {number} by itself", script)


def _names() -> Iterator[Input]:
    pointer = "/credentialSubject/identifier/0/identityHash"
    for mark in BIDI:
        yield Input(f"name with {mark!a}", changed(pointer, f"Aisyah{mark}nahmaR itnib"))
        yield Input(f"issuer with {mark!a}", changed("/issuer/name", f"Universiti{mark}hotnoC"))


def _structures() -> Iterator[Input]:
    for member in MEMBERS:
        for place in (
            "",
            "/issuer",
            "/credentialSubject",
            "/credentialSubject/achievement",
            "/proof/0",
            "/credentialStatus",
        ):
            yield Input(f"{member} in {place or 'root'}", changed(f"{place}/{member}", POLLUTION))
        yield Input(f"{member} alone", f'{{"{member}": {{"polluted": "yes"}}, "type": "VerifiableCredential"}}')
        yield Input(f"{member} twice", f'{{"{member}": 1, "{member}": {{"polluted": "yes"}}}}')
    values: tuple[Any, ...] = (None, 0, -0.0, 1e308, True, [], {}, [[]], [None], {"a": {}}, "", [1, 2, 3])
    for value in values:
        for pointer in (
            "/issuer",
            "/credentialSubject",
            "/credentialSubject/achievement",
            "/proof",
            "/proof/0",
            "/type",
            "/@context",
        ):
            yield Input(f"{value!r} at {pointer}", changed(pointer, value))


def _large() -> Iterator[Input]:
    for depth in (33, 1_000, 10_000, 100_000):
        yield Input(f"{depth} lists", "[" * depth + "]" * depth)
        yield Input(f"{depth} objects", '{"a":' * depth + "1" + "}" * depth)
        yield Input(f"{depth} open lists", "[" * depth)
        yield Input(
            f"{depth} deep in a credential",
            json.dumps(world.registered("aisyah"))[:-1] + ',"x":' + "[" * depth + "]" * depth + "}",
        )
    yield Input("a long text", changed("/name", "x" * 250_000))
    yield Input("a text beyond the limit", changed("/name", "x" * 5_000_000))
    yield Input("a number of 200,000 digits", changed("/x", 0).replace('"x": 0', '"x": ' + "9" * 200_000))
    yield Input("an exponent", changed("/x", 0).replace('"x": 0', '"x": 1e999999999'))
    yield Input("30,000 numbers", json.dumps(dict.fromkeys(map(str, range(15_000)), 1)))
    yield Input(
        "1,000 results",
        changed("/credentialSubject/result", [world.registered("aisyah")["credentialSubject"]["result"][0]] * 1_000),
    )
    yield Input("5,000 proofs", changed("/proof", [{"type": "DataIntegrityProof"}] * 5_000))
    yield Input(
        "2,000 alignments", changed("/credentialSubject/achievement/alignment", [{"type": ["Alignment"]}] * 5_000)
    )
    wrapper = {"@context": world.CONTEXT[:1], "type": ["VerifiablePresentation"]}
    yield Input(
        "6,000 credentials", json.dumps(wrapper | {"verifiableCredential": [{"type": "VerifiableCredential"}] * 6_000})
    )
    yield Input(
        "60 good credentials", json.dumps(wrapper | {"verifiableCredential": [world.registered("aisyah")] * 60})
    )
    yield Input("white space", " \n" * 130_000)
    yield Input("letters", "a" * 262_144)
    yield Input("backslashes", '"' + "\\" * 200_000)


def _links(card: str) -> Iterator[Input]:
    for scheme in SCHEMES:
        yield Input(f"good card at {scheme}", f"{scheme}#{card}")
        yield Input(f"no card at {scheme}", scheme)
    for digits in (1, 400, 5_000, 100_000):
        yield Input(f"{digits} digits", f"https://bukti.example/v/#{'9' * digits}")
        yield Input(f"{digits} letters", f"https://bukti.example/v/#{'A' * digits}_")
    for at in range(0, len(card), 5):
        yield Input(f"card cut at {at}", f"https://bukti.example/v/#{card[:at]}%3Cscript%3E")
    for script in SCRIPTS:
        yield Input(f"fragment {script}", f"https://bukti.example/v/#{script}")
