"""Seeded mutations of registered credentials. None whose content differs may come out as genuine.

Each kind is a function from an original and a source of choices to an input; the kinds are called by the names of
the functions. What they make is a file or a link as a forger, a careless editor or a bad line might hand it on.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from bukti.card import Card, CardError, decode, encode, to_decimal, to_link
from bukti.proof.credentials import sign_credential
from bukti.proof.multikey import decode_z
from tests.agreement.places import copied, leaves, spelt, texts, with_number
from tests.agreement.registry import KEYS, Original, originals, stranger
from tests.keys import demo_key
from tests.vectors.site_mutants import places
from tools.vectors import world

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NAME = ("credentialSubject", "identifier", 0, "identityHash")
LOOK_ALIKE = {
    "a": "а", "e": "е", "o": "о", "i": "і", "c": "с", "A": "А", "B": "В", "H": "Н", "N": "Ν", "M": "М", "T": "Т",
    "h": "һ", "s": "ѕ", "l": "1", "n": "ո", "u": "υ", "ا": "ﺍ", "م": "ﻡ", "ي": "ی", "ு": "ூ", "ñ": "n\u0303",
    "é": "e\u0301", " ": "\u00a0", "'": "’", "ʻ": "'", "王": "玉", "-": "‐",
}  # fmt: skip
"""Characters and such as look like them."""
INVISIBLE = "\u200b\u200c\u200d\u00ad\u202e\u2066\ufeff\u2028\u0000\u0085\u180e\ue000\ufffe"


class Mutant(NamedTuple):
    """What was done to whom, and the input."""

    kind: str
    label: str
    data: bytes


Mutation = Callable[[Original, random.Random], str | bytes]


# Content, left with its proof -----------------------------------------------------------------


def value_edited(one: Original, rng: random.Random) -> str:
    """One value becomes another one."""
    document = copied(one.document)
    node, name = rng.choice(list(places(document)))
    others: list[Any] = [
        _other_text(node[name], rng),
        None,
        True,
        False,
        0,
        1.5,
        -0.0,
        1e15,
        [],
        {},
        "",
        "x",
        [node[name]],
    ]
    node[name] = rng.choice(others)
    return json.dumps(document)


def text_edited(one: Original, rng: random.Random) -> str:
    """One character of one text."""
    document = copied(one.document)
    node, name = rng.choice(texts(document))
    node[name] = _other_text(node[name], rng)
    return json.dumps(document, ensure_ascii=False)


def values_swapped(one: Original, rng: random.Random) -> str:
    """Two values change places."""
    document = copied(one.document)
    (node, first), (other, second) = rng.sample(leaves(document), 2)
    node[first], other[second] = other[second], node[first]
    return json.dumps(document)


def items_swapped(one: Original, rng: random.Random) -> str:
    """Two items of one list change places, or two members their values."""
    document = copied(one.document)
    held = [node[name] for node, name in places(document) if isinstance(node[name], list | dict)]
    node = rng.choice([each for each in held if len(each) > 1])
    first, second = rng.sample(list(node.keys() if isinstance(node, dict) else range(len(node))), 2)
    node[first], node[second] = node[second], node[first]
    return json.dumps(document)


def value_deleted(one: Original, rng: random.Random) -> str:
    """One value is taken out."""
    document = copied(one.document)
    node, name = rng.choice(list(places(document)))
    del node[name]
    return json.dumps(document)


def value_repeated(one: Original, rng: random.Random) -> str:
    """One value stands in another place, too."""
    document = copied(one.document)
    (node, first), (other, second) = (rng.choice(list(places(document))) for _ in range(2))
    value = copied(node[first])
    if isinstance(other, list):
        other.insert(rng.randrange(len(other) + 1), value)
    else:
        other[f"{second}x"] = value
    return json.dumps(document)


def member_added(one: Original, rng: random.Random) -> str:
    """A member that was not there: one of the vocabulary, or of none."""
    document = copied(one.document)
    node = rng.choice([document, *(where[name] for where, name in places(document) if isinstance(where[name], dict))])
    names = ["image", "evidence", "validUntil", "result", "credentialSchema", "termsOfUse", "description", "__proto__"]
    names += ["constructor", "", "@id", "@type", "toString", "issuanceDate", "urn:x", "proof"]
    node[rng.choice(names)] = rng.choice(["2031-01-01T23:59:59Z", "x", 1, {}, [], None, {"id": "urn:x"}])
    return json.dumps(document)


def member_twice(one: Original, rng: random.Random) -> str:
    """One member stands twice in its object, with another value the first or the second time."""
    text = json.dumps(one.document, ensure_ascii=False)
    name = rng.choice(["id", "name", "validUntil", "issuer", "credentialStatus", "proof", "@context"])
    extra = f'"{name}": {rng.choice(["0", json.dumps("x"), json.dumps(one.document.get(name)), "{}"])}'
    return f"{{{extra}, {text[1:]}" if rng.random() < 0.5 else f"{text[:-1]}, {extra}}}"


def date_edited(one: Original, rng: random.Random) -> str:
    """A date, moved or written in another way; sometimes in the proof alike."""
    document = copied(one.document)
    member = rng.choice([name for name in ("validFrom", "validUntil") if name in document])
    old = document[member]
    moved = date.fromisoformat(old[:10]) + timedelta(days=rng.choice([-366, -365, -1, 1, 28, 365, 3653]))
    forms = [f"{moved}{old[10:]}", old.replace("Z", "+00:00"), old[:10], old.replace("T", " "), old.replace("Z", ".0Z")]
    forms += [
        "2028-02-30T00:00:00Z",
        "2027-02-29T23:59:59Z",
        old.replace("T23:59:59Z", "T24:00:00Z"),
        "2026-11-01T00:00:60Z",
    ]
    document[member] = rng.choice(forms)
    if rng.random() < 0.3:
        document["proof"][0]["created"] = document["validFrom"]
    return json.dumps(document)


def name_look_alike(one: Original, rng: random.Random) -> str:
    """The holder's name with a character that looks the same."""
    return _renamed(one, _look_alike(_name_of(one), rng))


def character_invisible(one: Original, rng: random.Random) -> str:
    """A character that nobody sees, in some text."""
    document = copied(one.document)
    node, name = rng.choice(texts(document))
    at = rng.randrange(len(node[name]) + 1)
    node[name] = node[name][:at] + rng.choice(INVISIBLE) + node[name][at:]
    return json.dumps(document)


def context_changed(one: Original, rng: random.Random) -> str:
    """A context more, less, twice, elsewhere or in line."""
    document = copied(one.document)
    context = document["@context"]
    more = rng.choice(["https://www.w3.org/ns/credentials/undefined-terms/v2", {"name": "urn:x"}, context[0], None, {}])
    wrongs = [[*context, more], [more, *context], context[:1], context[::-1], [*context, *context], context[0]]
    document["@context"] = rng.choice(wrongs)
    return json.dumps(document)


def number_respelt_wrong(one: Original, rng: random.Random) -> str:
    """Another number, in a spelling that a careless reader takes for the same."""
    stated = one.document["credentialSubject"]["achievement"].get("creditsAvailable")
    text = json.dumps(one.document, ensure_ascii=False)
    if stated is None:
        return text.replace('"hashed": false', f'"hashed": {rng.choice(["0", "null", "-0", "0.0", "0e0"])}')
    old = json.dumps(stated)
    wrong = rng.choice(["{}1", "{}e1", "-{}", "{}.001", "{}.", "0{}", "+{}", "{}e400", '"{}"', "{}.00000000000000001"])
    return with_number(text, old, wrong.format(old) if "." not in old else wrong.format(old.rstrip("0")))


def edited_and_respelt(one: Original, rng: random.Random) -> str:
    """One text of another wording, and the whole in another spelling."""
    document = copied(one.document)
    node, name = rng.choice(texts(document))
    node[name] = _other_text(node[name], rng)
    return spelt(document, rng)


def character_changed(one: Original, rng: random.Random) -> str:
    """One character of the file becomes another one."""
    data = json.dumps(one.document, ensure_ascii=False)
    at = rng.randrange(len(data))
    return data[:at] + chr(rng.choice([*range(0x20, 0x7F), 0x0A, 0xE9, 0x202E])) + data[at + 1 :]


def byte_changed(one: Original, rng: random.Random) -> bytes:
    """One byte of the file becomes another one: it may be text no more."""
    data = bytearray(json.dumps(one.document, ensure_ascii=False), "utf-8")
    data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def cut(one: Original, rng: random.Random) -> str:
    """The end of the file is missing, or comes once more."""
    data = json.dumps(one.document)
    at = rng.randrange(len(data))
    return data[:at] if rng.random() < 0.7 else data + data[at:]


# Parts of another credential ------------------------------------------------------------------


def proof_of_another(one: Original, rng: random.Random) -> str:
    """Another credential's proof, in place of its own or beside it."""
    document = copied(one.document)
    proof = copied(_another(one, rng).document["proof"])
    document["proof"] = (
        proof if rng.random() < 0.6 else rng.choice([document["proof"] + proof, proof + document["proof"]])
    )
    return json.dumps(document)


def status_of_another(one: Original, rng: random.Random) -> str:
    """Another credential's status entry."""
    return _with_part(one, _another(one, rng), ("credentialStatus",))


def holder_of_another(one: Original, rng: random.Random) -> str:
    """Another person's name, result or all that is said of the holder."""
    other = _another(one, rng)
    ways: list[tuple[Any, ...]] = [NAME, ("credentialSubject",), ("credentialSubject", "result")]
    return _with_part(one, other, rng.choice(ways))


def id_of_another(one: Original, rng: random.Random) -> str:
    """Another credential's id, dates, issuer or achievement."""
    ways: list[tuple[Any, ...]] = [("id",), ("validUntil",), ("issuer",), ("name",), ("issuer", "id"), ("validFrom",)]
    ways += [("credentialSubject", "achievement"), ("credentialSubject", "achievement", "id")]
    return _with_part(one, _another(one, rng), rng.choice(ways))


# The proof ------------------------------------------------------------------------------------


def proof_edited(one: Original, rng: random.Random) -> str:
    """A member of the proof becomes another one, is left out or put in."""
    document = copied(one.document)
    proof = document["proof"][0]
    name = rng.choice([*proof, "domain", "challenge", "expires", "previousProof", "id", "@context", "nonce"])
    values = [_other_text(proof.get(name), rng), "eddsa-jcs-2022", "authentication", None, [], "2099-01-01T00:00:00Z"]
    values += [[proof.get(name)], "Ed25519Signature2020", f"{document['issuer']['id']}#k2", "did:key:z6Mkx#z6Mkx"]
    proof[name] = rng.choice(values)
    if rng.random() < 0.15:
        del proof[name]
    return json.dumps(document)


def signature_bit(one: Original, rng: random.Random) -> str:
    """One bit of the signature, or one letter of its spelling."""
    document = copied(one.document)
    proof = document["proof"][0]
    value = proof["proofValue"]
    at = rng.randrange(1, len(value))
    other = rng.choice("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl")
    proof["proofValue"] = rng.choice(
        [value[:at] + other + value[at + 1 :], value[1:], value + "1", "u" + value[1:], value[:at]]
    )
    return json.dumps(document)


def proofs_changed(one: Original, rng: random.Random) -> str:
    """A second proof by a stranger, by another issuer, or of no kind; or none."""
    document = copied(one.document)
    signer, method = rng.choice([(stranger(), "did:web:stranger.example#k1"), _of_another_issuer(one, rng)])
    second = sign_credential(document, demo_key(signer), method, document["validFrom"])["proof"]
    own = document["proof"]
    document["proof"] = rng.choice(
        [own + second, second + own, second, [], [own], [*own, {}], [*own, "x"], own * 2 + second]
    )
    return json.dumps(document)


# Signed again ---------------------------------------------------------------------------------


def signed_by_stranger(one: Original, rng: random.Random) -> str:
    """Content as it is or changed, signed by a key that no issuer has, in the issuer's name or the stranger's own."""
    named = rng.choice([one.key, "k1", "k9", None])
    method = f"{one.document['issuer']['id']}#{named}" if named else f"did:key:{demo_key(stranger()).multikey}#x"
    return _signed(one, rng, stranger(), method, changed=rng.random() < 0.7)


def signed_by_another_issuer(one: Original, rng: random.Random) -> str:
    """Content as it is or changed, signed by another provider of the registry, in its own name or the issuer's."""
    signer, method = _of_another_issuer(one, rng)
    if rng.random() < 0.5:
        method = f"{one.document['issuer']['id']}#{one.key}"
    return _signed(one, rng, signer, method, changed=rng.random() < 0.7)


def signed_by_revoked_key(one: Original, rng: random.Random) -> str:
    """Changed content, signed with a revoked key of the issuer."""
    return _signed_by_state(one, rng, "revoked", changed=True)


def signed_by_void_key(one: Original, rng: random.Random) -> str:
    """Content as it is or changed, signed with a void key of the issuer."""
    return _signed_by_state(one, rng, "void", changed=rng.random() < 0.7)


def signed_by_right_key(one: Original, rng: random.Random) -> str:
    """Changed content, signed with the very key: only the registered hash tells."""
    return _signed(one, rng, f"{one.provider}/{one.key}", None, changed=True)


# Cards ----------------------------------------------------------------------------------------


def card_bit(one: Original, rng: random.Random) -> str:
    """One bit of the card, spelt rightly again."""
    raw = bytearray(encode(one.card))
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return _written(bytes(raw), rng)


def card_bytes(one: Original, rng: random.Random) -> str:
    """Bytes put in, taken out or doubled."""
    raw = encode(one.card)
    at = rng.randrange(len(raw))
    size = rng.randrange(1, 9)
    return _written(
        rng.choice(
            [raw[:at] + raw[at + size :], raw[: at + size] + raw[at:], raw[:at] + rng.randbytes(size) + raw[at:]]
        ),
        rng,
    )


def card_field(one: Original, rng: random.Random) -> str:
    """One field of the card becomes another value, or that of another card."""
    return _written(_encoded(_card_changed(one, rng), one.card), rng)


def card_signed_again(one: Original, rng: random.Random) -> str:
    """Fields of the card changed, and what it then stands for signed with the right key or a stranger's."""
    document = copied(one.document)
    name = _look_alike(_name_of(one), rng)
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    signer = rng.choice([f"{one.provider}/{one.key}", stranger()])
    method = f"{document['issuer']['id']}#{one.key}"
    signed = sign_credential(document, demo_key(signer), method, document["validFrom"])
    card = replace(one.card, name=name, signature=decode_z(signed["proof"][0]["proofValue"]))
    return _written(_encoded(card, one.card), rng)


def card_letter(one: Original, rng: random.Random) -> str:
    """One letter of the link's payload becomes another, two change places, one is put in or taken out."""
    head, _, payload = one.link.partition("#")
    at = rng.randrange(len(payload) - 1)
    letter = rng.choice(LETTERS + "=+/ .%")
    ways = [payload[:at] + letter + payload[at + 1 :]]
    ways += [payload[:at] + payload[at + 1] + payload[at] + payload[at + 2 :]]
    ways += [payload[:at] + letter + payload[at:], payload[:at] + payload[at + 1 :], payload.swapcase(), payload + "="]
    return f"{head}#{rng.choice(ways)}"


def card_digit(one: Original, rng: random.Random) -> str:
    """One digit of the number becomes another, is put in, or is one of another script."""
    number = one.digits
    at = rng.randrange(len(number))
    digit = rng.choice([*"0123456789", "٣", "３", " ", "-"])
    ways: list[str] = [number[:at] + digit + number[at + 1 :], number[:at] + digit + number[at:], f"0{number}"]
    return rng.choice(ways)


def card_cut(one: Original, rng: random.Random) -> str:
    """The link or the number lacks its end, its beginning, or says more."""
    data = rng.choice([one.link, one.digits])
    at = rng.randrange(len(data))
    return rng.choice([data[:at], data[at:], f"{data}#{data}", f"{data} {data}", f"{data}?x"])


# Presentations --------------------------------------------------------------------------------


def presented(one: Original, rng: random.Random) -> str:
    """A presentation of sound credentials and a changed one, in any order."""
    document = copied(one.document)
    node, name = rng.choice(texts(document))
    node[name] = _other_text(node[name], rng)
    members: list[Any] = [document, *(_another(one, rng).document for _ in range(rng.randrange(3)))]
    rng.shuffle(members)
    return spelt(_presentation(members), rng)


def presentation_edited(one: Original, rng: random.Random) -> str:
    """A presentation that is itself amiss."""
    document = _presentation([copied(one.document), copied(_another(one, rng).document)])
    (node, name), (other, second) = (rng.choice(list(places(document))) for _ in range(2))
    node[name] = rng.choice([None, [], {}, "VerifiableCredential", ["VerifiablePresentation"], copied(other[second])])
    return json.dumps(document)


KINDS: tuple[Mutation, ...] = (
    value_edited, text_edited, values_swapped, items_swapped, value_deleted, value_repeated, member_added, member_twice,
    date_edited, name_look_alike, character_invisible, context_changed, number_respelt_wrong, edited_and_respelt,
    character_changed, byte_changed, cut, proof_of_another, status_of_another, holder_of_another, id_of_another,
    proof_edited, signature_bit, proofs_changed, signed_by_stranger, signed_by_another_issuer, signed_by_revoked_key,
    signed_by_void_key, signed_by_right_key, card_bit, card_bytes, card_field, card_signed_again, card_letter,
    card_digit, card_cut, presented, presentation_edited,
)  # fmt: skip


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """``count`` mutants, each kind as often as any other; the same for the same seed."""
    rng = random.Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        one = rng.choice(originals())
        data = kind(one, rng)
        yield Mutant(kind.__name__, one.label, data if isinstance(data, bytes) else data.encode(errors="surrogatepass"))


def _another(one: Original, rng: random.Random) -> Original:
    return rng.choice([other for other in originals() if other is not one])


def _name_of(one: Original) -> str:
    return str(one.document["credentialSubject"]["identifier"][0]["identityHash"])


def _renamed(one: Original, name: str) -> str:
    document = copied(one.document)
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    return json.dumps(document, ensure_ascii=False)


def _look_alike(name: str, rng: random.Random) -> str:
    alike = [char for char in LOOK_ALIKE if char in name]
    if not alike:
        return f"{name} "
    char = rng.choice(alike)
    return name.replace(char, LOOK_ALIKE[char], 1)


def _other_text(value: object, rng: random.Random) -> object:
    if not isinstance(value, str) or not value:
        return 7
    at = rng.randrange(len(value))
    return value[:at] + rng.choice("abcAZ019 -:é\u200b") + value[at + rng.randrange(2) :]


def _with_part(one: Original, other: Original, way: tuple[Any, ...]) -> str:
    document: Any = copied(one.document)
    node, given = document, copied(other.document)
    *steps, last = way
    for step in steps:
        node, given = node[step], given[step]
    value = given.get(last) if isinstance(given, dict) else given[last]
    if value is not None:
        node[last] = value
    elif isinstance(node, dict):
        node.pop(last, None)
    return json.dumps(document)


def _presentation(members: list[Any]) -> dict[str, Any]:
    return {"@context": world.CONTEXT[:1], "type": ["VerifiablePresentation"], "verifiableCredential": members}


def _of_another_issuer(one: Original, rng: random.Random) -> tuple[str, str]:
    other = rng.choice([other for other in originals() if other.provider != one.provider])
    return f"{other.provider}/{other.key}", f"{other.document['issuer']['id']}#{other.key}"


def _signed_by_state(one: Original, rng: random.Random, state: str, *, changed: bool) -> str:
    """Only some issuers have such a key; another original is taken where this one's has none."""
    able = [each for each in originals() if any(key[2] == state for key in KEYS[each.provider])]
    chosen = one if one in able else rng.choice(able)
    key = next(key for key, _, found in KEYS[chosen.provider] if found == state)
    return _signed(chosen, rng, f"{chosen.provider}/{key}", None, changed=changed)


def _signed(one: Original, rng: random.Random, signer: str, method: str | None, *, changed: bool) -> str:
    document = copied(one.document)
    if changed:
        _change_signably(document, rng)
    named = method or f"{document['issuer']['id']}#{signer.partition('/')[2]}"
    try:
        return json.dumps(sign_credential(document, demo_key(signer), named, str(document["validFrom"])))
    except ValueError:
        # What no signature would cover stays under its old one.
        return json.dumps(document)


def _change_signably(document: dict[str, Any], rng: random.Random) -> None:
    """One thing that a forger would like to be otherwise."""
    subject = document["credentialSubject"]
    day = date.fromisoformat(document["validFrom"][:10]) - timedelta(days=rng.randrange(1, 900))

    def put(node: dict[str, Any], name: str, value: object) -> Callable[[], None]:
        return lambda: node.__setitem__(name, value)

    entry = subject["identifier"][0]
    wishes = [
        put(entry, "identityHash", _look_alike(entry["identityHash"], rng)),
        put(document, "id", f"urn:uuid:{UUID(bytes=rng.randbytes(16), version=4)}"),
        put(document, "validUntil", "2041-12-31T23:59:59Z"),
        put(document, "validFrom", f"{day}T00:00:00Z"),
        put(subject["achievement"], "creditsAvailable", rng.randrange(4, 40)),
        put(subject["achievement"], "name", "Doctor of Data"),
        put(subject["achievement"], "description", "Another one."),
        put(document["issuer"], "name", "Universiti Palsu"),
        put(document, "validFrom", document["validFrom"].replace("T00", "T01")),
    ]
    if "result" in subject:
        wishes.append(put(subject["result"][0], "value", "A+"))
    rng.choice(wishes)()


def _card_changed(one: Original, rng: random.Random) -> Card:
    card, other = one.card, _another(one, rng).card
    field = rng.choice(list(Card.__dataclass_fields__))
    if rng.random() < 0.4:
        return replace(card, **{field: getattr(other, field)})
    days = timedelta(days=rng.choice([-1, 1, 366, 3653]))
    others: Mapping[str, Any] = {
        "group": rng.randbytes(2), "template": rng.randbytes(6), "uuid": UUID(bytes=rng.randbytes(16), version=4),
        "valid_from": card.valid_from + days, "valid_until": (card.valid_until or card.valid_from) + days,
        "status_index": rng.randrange(1 << 24), "key_number": rng.choice([1, 2, 3, 7, 9, 255]),
        "results": rng.choice([(), (0,), (1, "x"), ("A",), (63,), (*card.results, 0)]),
        "name": _look_alike(card.name, rng), "signature": rng.randbytes(64),
    }  # fmt: skip
    return replace(card, **{field: others[field]})


def _encoded(card: Card, fallback: Card) -> bytes:
    """The card's bytes; of one that no card can be, those of ``fallback`` with one bit changed."""
    try:
        raw = encode(card)
        decode(raw)
    except (ValueError, CardError):
        raw = encode(fallback)
        return raw[:-1] + bytes([raw[-1] ^ 1])
    return raw


def _written(raw: bytes, rng: random.Random) -> str:
    link = f"{world.BASE}/v/#{to_link(raw)}"
    return link if rng.random() < 0.5 else rng.choice([to_decimal(raw), f"{world.BASE}/v/#{to_decimal(raw)}"])
