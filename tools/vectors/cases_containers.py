"""Credentials inside PDF files and pictures (``spec/containers.md``)."""

import base64
import re
import zlib
from collections.abc import Iterator

from tools.vectors import packed, stranger, world
from tools.vectors.case import Vector, changed, put, text
from tools.vectors.packed import attachment, baked, chunk, deflated, element, pdf, png, svg

GOOD = text(world.registered("aisyah"))
OTHER = text(world.registered("arabic"))
REVOKED = text(world.registered("revoked"))
FORGED = changed("aisyah", put("/credentialSubject/identifier/0/identityHash", "Aisyah binti Rahmat"))
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp4OjEifQ.c2ln"
ADDRESS = "https://badges.example/assertions/1"
DAMAGED = "parse-container-damaged"
OLD = b"openbadges"
OLD_ELEMENT = "openbadges:assertion"
FAR = "http://openbadges.org"


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _pictures()
    yield from _png()
    yield from _svg()
    yield from _pdf()
    yield from _pdf_streams()
    yield from _pdf_attached()
    yield from _several()


def _valid(name: str, why: str, clause: str, data: bytes) -> Vector:
    return Vector(name=name, why=why, clause=clause, data=data, verdict="valid")


def _forged(name: str, why: str, clause: str, data: bytes) -> Vector:
    fault = ("signature", "signature-mismatch")
    return Vector(name=name, why=why, clause=clause, data=data, verdict="invalid", must_fail=fault)


def _unread(name: str, why: str, clause: str, data: bytes, code: str) -> Vector:
    return Vector(name=name, why=why, clause=clause, data=data, verdict="cannot_tell", must_fail=("parse", code))


def _pictures() -> Iterator[Vector]:
    heads = {
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "gif": b"GIF89a\1\0\1\0",
        "webp": b"RIFF\x1a\0\0\0WEBPVP8L",
        "heic": b"\0\0\0\x18ftypheic",
        "tiff": b"II*\0\x08\0\0\0",
        "tiff-big-endian": b"MM\0*\0\0\0\x08",
    }
    for name, head in heads.items():
        why = f"a picture of the kind {name} holds no credential, only perhaps the picture of a code"
        yield _unread(f"picture-{name}", why, "CON-1", head + b"\0" * 16, "parse-picture")
    yield _unread(
        "picture-almost-gif", "neither a picture's first bytes nor text", "CON-1", b"GIF9\xff", "parse-not-text"
    )


def _png() -> Iterator[Vector]:
    whole = png(baked(GOOD))
    yield _valid("png-baked", "a credential baked into a PNG", "CON-6", whole)
    yield _forged("png-name-changed", "a PNG whose credential was changed", "CON-6", png(baked(FORGED)))
    yield _unread("png-plain", "a PNG with nothing in it", "CON-6", png(), "parse-picture")
    yield _valid("png-packed", "a baked text that is packed", "CON-4", png(baked(GOOD, packed=True)))
    junk = png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(GOOD.encode()) + b"x"))
    yield _unread("png-packed-more", "a byte follows the packed text", "CON-4", junk, DAMAGED)
    cut = png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(GOOD.encode())[:-1]))
    yield _unread("png-packed-cut", "the packed text lacks its last byte", "CON-4", cut, DAMAGED)
    bomb = png(baked(b" " * 262_145, packed=True))
    yield _unread("png-packed-bomb", "a byte more than any text has", "CON-4", bomb, DAMAGED)
    spaces = png(baked(b" " * 262_144, packed=True))
    yield _unread("png-packed-spaces", "as many spaces as a text may have", "CON-4", spaces, "parse-empty")
    flag = png(chunk(b"iTXt", b"openbadgecredential\0\2\0\0\0" + GOOD.encode()))
    yield _unread("png-flag", "a flag that says neither packed nor plain", "CON-6", flag, DAMAGED)
    short = png(chunk(b"iTXt", b"openbadgecredential\0\0\0\0" + GOOD.encode()))
    yield _unread("png-fields", "a text without its second further field", "CON-6", short, DAMAGED)
    yield _valid("png-cut-behind", "a PNG that is cut behind its credential", "CON-4", whole[:-6])
    yield _unread("png-cut-before", "a PNG that is cut within it", "CON-6", whole[:-40], DAMAGED)
    sums = whole.replace(baked(GOOD), baked(GOOD)[:-4] + b"\0\0\0\0")
    yield _valid("png-check-sum", "the check sum of the chunk is wrong: not checked", "CON-6", sums)
    yield _valid("png-old-keyword", "a credential under the old keyword", "CON-6", png(baked(GOOD, keyword=OLD)))
    other = png(baked(GOOD, keyword=b"openbadge"))
    yield _unread("png-other-keyword", "a keyword that is none of ours", "CON-6", other, "parse-picture")
    address = png(chunk(b"tEXt", b"openbadges\0" + ADDRESS.encode()))
    yield _unread("png-address", "an address under the old keyword", "CON-5", address, "parse-open-badges-2")
    yield _unread("png-new-address", "an address under the new one", "CON-5", png(baked(ADDRESS)), "parse-not-json")
    yield _unread("png-token", "a token in a PNG", "CON-3", png(baked(JWT)), "parse-token")
    yield _unread("png-inside-png", "a PNG inside a PNG is not opened", "CON-3", png(baked(whole)), "parse-not-text")


def _svg() -> Iterator[Vector]:
    prolog = "\ufeff<?xml version='1.0'?>\n<!-- <svg> -->\n"
    yield _valid("svg-baked", "a credential baked into an SVG", "CON-8", svg(element(GOOD), head=prolog))
    yield _forged("svg-name-changed", "an SVG whose credential was changed", "CON-8", svg(element(FORGED)))
    yield _unread("svg-plain", "an SVG with nothing in it", "CON-8", svg("<path d='M0 0'/>"), "parse-picture")
    characters = "".join(f"&#{ord(char)};" if char in "{}" else char for char in packed.escaped(GOOD))
    plain = f"<openbadges:credential>{characters}<!-- x --></openbadges:credential>"
    yield _valid("svg-characters", "JSON as characters with references, and a comment", "CON-8", svg(plain))
    unknown = f"<openbadges:credential>&x;{packed.escaped(GOOD)}</openbadges:credential>"
    yield _unread("svg-entity", "a reference to what is not known", "CON-8", svg(unknown), DAMAGED)
    half = f"<openbadges:credential>&#xD800;{packed.escaped(GOOD)}</openbadges:credential>"
    yield _unread("svg-half-character", "a reference to half a character", "CON-8", svg(half), DAMAGED)
    inner = f"<openbadges:credential><g/><![CDATA[{GOOD}]]></openbadges:credential>"
    yield _unread("svg-tag-inside", "a tag inside the credential", "CON-8", svg(inner), DAMAGED)
    bound = svg(element(GOOD, name="ob:credential"), declared=f" xmlns:ob = '{packed.NAMESPACE}'")
    yield _valid("svg-prefix", "another prefix, declared", "CON-8", bound)
    own = svg(element(GOOD, name="x:credential"), declared=' xmlns:x="urn:x"')
    yield _unread("svg-prefix-foreign", "a prefix declared as something else", "CON-8", own, "parse-picture")
    subset = '<!DOCTYPE svg [<!ENTITY x "<svg/>">] >'
    yield _valid(
        "svg-subset", "a document type with entities, which nobody reads", "CON-7", svg(element(GOOD), head=subset)
    )
    never = svg(element(GOOD), head='<!DOCTYPE svg [<!ENTITY x "<svg/>">')
    yield _unread("svg-subset-unended", "a document type that is never ended", "CON-7", never, "parse-not-json")
    token = f'<openbadges:credential verify="{JWT}"/>'
    yield _unread("svg-token", "a token as attribute", "CON-8", svg(token), "parse-token")
    link = (
        f'<openbadges:credential verify="{world.link(world.card(world.LEARNERS["aisyah"]))}"> </openbadges:credential>'
    )
    yield _valid("svg-link", "a card link as attribute, white space inside", "CON-8", svg(link))
    old = svg(f'<openbadges:assertion verify="{ADDRESS}"/>', declared=f' xmlns:openbadges="{FAR}"')
    yield _unread("svg-old-address", "an address in the old element", "CON-5", old, "parse-open-badges-2")
    old_json = svg(element(GOOD, name="b:assertion"), declared=f' xmlns:b="{FAR}"')
    yield _valid("svg-old-element", "a credential in the old element", "CON-8", old_json)
    unended = svg(element(GOOD)).partition(b"</openbadges")[0]
    yield _unread("svg-unended", "the credential's element is never ended", "CON-7", unended, DAMAGED)
    behind = svg(element(GOOD)).replace(b"</svg>", b"<path d='")
    yield _valid("svg-cut-behind", "an SVG that is cut behind its credential", "CON-4", behind)
    yield _unread("svg-latin", "an SVG that is no UTF-8", "CON-7", svg(element(GOOD)) + b"\xe9", "parse-not-text")
    page = svg(element(GOOD)).replace(b"svg", b"div")
    yield _unread("markup-html", "markup whose first tag is not that of an SVG", "CON-7", page, "parse-not-json")
    quoted = svg("<g title='a > b'/>", element(GOOD))
    yield _valid("svg-quoted", "a > in a quoted value does not end a tag", "CON-7", quoted)
    raw = svg("<g title='<'/>", element(GOOD))
    yield _unread("svg-quoted-tag", "a < in a quoted value is a fault", "CON-7", raw, DAMAGED)


def _pdf() -> Iterator[Vector]:
    yield _valid("pdf-attached", "a credential attached to a PDF", "CON-11", pdf(attachment(GOOD)))
    yield _forged("pdf-name-changed", "a PDF whose credential was changed", "CON-11", pdf(deflated(FORGED)))
    yield _unread("pdf-plain", "a PDF with nothing attached", "CON-12", pdf(), "parse-pdf-empty")
    locked = pdf(attachment(GOOD), trailer="<</Root 1 0 R/Encrypt 8 0 R>>")
    yield _unread("pdf-locked", "an encrypted PDF", "CON-10", locked, "parse-pdf-locked")
    positions = pdf(attachment(GOOD), packed.stream(b"x", "/Type/XRef/Encrypt 8 0 R"))
    yield _unread(
        "pdf-locked-stream", "an encrypted PDF with a stream of positions", "CON-10", positions, "parse-pdf-locked"
    )
    metadata = pdf(attachment(GOOD), trailer="<</Root 1 0 R/EncryptMetadata true>>")
    yield _valid("pdf-not-locked", "a member whose name only begins so", "CON-10", metadata)
    updated = pdf(attachment(FORGED)) + packed.objects([(2, attachment(GOOD))])
    yield _valid("pdf-updated", "an object that a later one of its number replaces", "CON-9", updated)
    former = pdf(attachment(GOOD)) + packed.objects([(2, "<</Type/Catalog>>")])
    yield _unread("pdf-removed", "an attached file that a later object replaces", "CON-9", former, "parse-pdf-empty")
    spaced = attachment(GOOD).replace(
        b"<</Type/EmbeddedFile/Length", b"%x\n<< %>>\r/#54ype\0/Embedded#46ile/X[(\\)>>)<</Type/X>>]/Length"
    )
    yield _valid("pdf-spaced", "white space, comments, escapes and nested values", "CON-9", pdf(spaced))
    broken = attachment(GOOD).replace(b"/EmbeddedFile/", b"/EmbeddedFile)/")
    yield _unread("pdf-dictionary", "a dictionary that is none", "CON-9", pdf(broken), "parse-pdf-empty")
    by_name: list[bytes | str] = [packed.stream(GOOD), "<</Type/Filespec/EF<</F 2 0 R/UF 2 0 R>>>>"]
    yield _valid("pdf-reference", "a stream that only a file specification names", "CON-11", pdf(*by_name))
    yield _unread(
        "pdf-other-stream", "a stream that nobody attached", "CON-11", pdf(packed.stream(GOOD)), "parse-pdf-empty"
    )


def _pdf_streams() -> Iterator[Vector]:
    yield _valid("pdf-packed", "an attached file that is packed", "CON-11", pdf(deflated(GOOD)))
    one, ten = "/DecodeParms<</Predictor 1>>", "/DecodeParms<</Predictor 12/Columns 4>>"
    yield _valid("pdf-no-predictor", "the predictor that is none", "CON-11", pdf(deflated(GOOD, one)))
    yield _unread("pdf-predictor", "a predictor", "CON-11", pdf(deflated(GOOD, ten)), DAMAGED)
    digits = base64.b16encode(zlib.compress(GOOD.encode())).decode()
    both = attachment(re.sub("(.{99})", r"\1\n", digits) + ">", "/Filter [ /ASCIIHexDecode/FlateDecode ]")
    yield _valid("pdf-hexadecimal", "packed, then as digits", "CON-11", pdf(both))
    swapped = attachment(digits + ">", "/Filter[/FlateDecode/ASCIIHexDecode]")
    yield _unread("pdf-filters-swapped", "filters in the wrong order", "CON-11", pdf(swapped), DAMAGED)
    letters = base64.a85encode(zlib.compress(GOOD.encode() + b"\n" * 400), wrapcol=70).decode()
    yield _valid(
        "pdf-base-85",
        "packed, then in base 85",
        "CON-11",
        pdf(attachment(f"{letters}\n~>", "/Filter[/ASCII85Decode/FlateDecode]")),
    )
    unended = attachment(letters, "/Filter[/ASCII85Decode/FlateDecode]")
    yield _unread("pdf-base-85-unended", "base 85 without its end", "CON-11", pdf(unended), DAMAGED)
    rle = attachment(GOOD, "/Filter/RunLengthDecode")
    yield _unread("pdf-filter", "a filter that is not read", "CON-11", pdf(rle), DAMAGED)
    far = attachment(GOOD, "/F(credential.json)")
    yield _unread("pdf-elsewhere", "data in another file", "CON-11", pdf(far), DAMAGED)
    indirect: list[bytes | str] = [
        attachment(_presented("endstream"), length="3 0 R"),
        str(len(_presented("endstream"))),
    ]
    yield _valid(
        "pdf-length", "the length stands in another object; endstream inside the data", "CON-9", pdf(*indirect)
    )
    wrong = attachment(GOOD, length="7")
    yield _valid("pdf-length-wrong", "a wrong length; the data end before endstream", "CON-9", pdf(wrong))
    hidden = attachment(_presented("endstream endobj 2 0 obj<<>>"))
    yield _valid("pdf-end-inside", "endstream and an object inside the data", "CON-9", pdf(hidden))
    endless = pdf(attachment(GOOD, length="7")).replace(b"endstream", b"endstrem")
    yield _unread("pdf-endless", "a stream that never ends", "CON-11", endless, DAMAGED)


def _presented(word: str) -> str:
    """The good credential in a presentation that holds a word as well; nobody signed that one."""
    return f'{{"type": "VerifiablePresentation", "holder": "{word}", "verifiableCredential": [{GOOD}]}}'


def _pdf_attached() -> Iterator[Vector]:
    beside: list[bytes | str] = [
        attachment("a,b\n1,2\n"),
        attachment('{"a": 1}'),
        deflated(GOOD),
        attachment(b"\xff\xfe"),
        deflated(b" " * 300_000),
    ]
    yield _valid("pdf-beside", "a table, data and a large file beside a credential", "CON-12", pdf(*beside))
    table = pdf(attachment("a,b\n1,2\n"))
    yield _unread("pdf-table", "nothing attached but a table", "CON-12", table, "parse-pdf-empty")
    large = pdf(attachment("a,b\n1,2\n"), deflated(b" " * 300_000))
    yield _unread("pdf-large", "nothing attached but a table and a large file", "CON-12", large, DAMAGED)
    token = pdf(attachment(JWT))
    yield _unread("pdf-token", "a token attached to a PDF", "CON-12", token, "parse-token")
    twice = GOOD.replace('"issuer":', '"issuer": 1, "issuer":', 1)
    named = pdf(attachment(twice))
    yield _unread(
        "pdf-member-twice", "an attached credential with a member twice", "CON-12", named, "parse-duplicate-key"
    )
    away = text(stranger.signed())
    foreign = Vector(
        name="pdf-stranger",
        why="a credential of an issuer outside, attached to a PDF",
        clause="CON-3",
        data=pdf(deflated(away)),
        verdict="cannot_tell",
        must_fail=("issuer", "issuer-outside"),
        found={"signature": "outside-signature"},
    )
    yield foreign


def _several() -> Iterator[Vector]:
    two = pdf(attachment(GOOD), attachment(FORGED))
    yield _valid("pdf-two", "a good credential before a forged one: both are judged", "CON-3", two)
    yield _forged(
        "pdf-two-forged-first", "a forged one before a good one", "CON-3", pdf(deflated(FORGED), deflated(GOOD))
    )
    yield _valid("pdf-same-twice", "the same bytes twice are one", "CON-3", pdf(attachment(GOOD), deflated(GOOD)))
    yield _valid("png-two", "two credentials in one PNG", "CON-3", png(baked(OTHER), baked(REVOKED)))
    yield _valid(
        "png-one-unreadable",
        "an unreadable text behind a good one",
        "CON-4",
        png(baked(GOOD), baked(b"x" * 9)[:-13] + b"y" * 13),
    )
    yield _valid("svg-two", "two credentials in one SVG", "CON-3", svg(element(OTHER), element(GOOD)))
    most: list[bytes | str] = [attachment(f"[{number}]") for number in range(31)]
    yield _valid("pdf-most", "as many attached files as are read", "CON-2", pdf(attachment(GOOD), *most))
    more = pdf(attachment(GOOD), *most, attachment("[31]"))
    yield _unread("pdf-more", "one more than are read", "CON-2", more, "parse-container-too-large")
    chunks = png(baked(GOOD), *(baked(f"[{number}]") for number in range(32)))
    yield _unread("png-more", "one text more than is read", "CON-2", chunks, "parse-container-too-large")
