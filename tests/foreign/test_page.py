"""What the verify page shows of strangers' credentials: never green, never stuck, with what was checked."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit, site, visit
from tests.browser.site import Site
from tests.foreign.both import AT
from tools.vectors import stranger, world

__all__ = ["site", "visit"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = {
        "key": stranger.signed(),
        "web": stranger.signed(stranger.credential(stranger.WEB), stranger.WEB_METHOD),
        "did": stranger.did_document(),
        "listed": stranger.signed(stranger.credential(credentialStatus=stranger.entry())),
        "list": stranger.signed(stranger.unsigned_list()),
        "tampered": {**stranger.signed(), "name": "Spinning"},
        "badge-2": {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"},
        "own": world.registered("aisyah"),
        "with-keys": {**stranger.signed(), "verificationMethod": []},
        "held-with-keys": {
            "id": "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
            "type": ["VerifiablePresentation"],
            "verificationMethod": [],
            "verifiableCredential": [{**world.registered("aisyah"), "name": "Doctor"}],
        },
        "as-list": {**world.registered("aisyah"), "type": ["VerifiableCredential", "BitstringStatusListCredential"]},
        "as-lists": {
            **world.registered("aisyah"),
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "credentialSubject": [world.registered("aisyah")["credentialSubject"]],
        },
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def choose(visit: Visit, *paths: Path) -> str:
    """The word on the page after these files were chosen."""
    visit.page.locator("#form").wait_for()  # shown once the page can take files
    visit.page.evaluate("document.querySelector('[data-verdict]')?.remove()")
    visit.page.set_input_files("#file", [str(path) for path in paths])
    return visit.verdict()


def colours(visit: Visit) -> set[str]:
    """The colours of all marks and of the verdict."""
    found: list[str] = visit.page.eval_on_selector_all(
        ".mark, .symbol, .title", "all => all.map((one) => getComputedStyle(one).color)"
    )
    return set(found)


def checked(visit: Visit) -> list[str]:
    return visit.page.locator(".outside-checks li").all_inner_texts()


def is_green(colour: str) -> bool:
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")[:3])
    return green > red + 20 and green > blue + 20


def test_a_good_signature_is_told_and_not_green(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "key.json") == "cannot_tell"
    assert "The signature fits the key of did:key:z6Mk" in checked(visit)[0]
    assert len(checked(visit)) == 3
    visit.page.locator(".log summary").click()
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        assert [colour for colour in colours(visit) if is_green(colour)] == []
    assert any("outside.js" in url for url in visit.requested)
    assert all(url.startswith(site.address) for url in visit.requested if not url.startswith(("data:", "blob:")))


def test_a_document_at_hand_makes_the_check_again(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "web.json") == "cannot_tell"
    assert "not at hand" in checked(visit)[0]
    assert choose(visit, folder / "did.json") == "cannot_tell"
    assert "Signature: passed." in checked(visit)[0]


@pytest.mark.parametrize("name", ["with-keys", "as-list", "did", "tampered"])
def test_a_file_never_gets_the_answer_of_the_one_before(visit: Visit, site: Site, folder: Path, name: str) -> None:
    """Whatever the second file calls itself, the page does not show the first one's verdict again."""
    visit.page.clock.set_fixed_time(AT)
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "own.json") == "valid"
    assert choose(visit, folder / f"{name}.json") != "valid"


def test_of_several_files_each_is_judged(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.clock.set_fixed_time(AT)
    visit.page.goto(f"{site.address}/verify/")
    choose(visit, folder / "did.json")
    choose(visit, folder / "own.json", folder / "tampered.json", folder / "web.json")
    visit.page.wait_for_selector("[data-verdict=valid]")
    found = visit.page.locator("[data-verdict]")
    assert [found.nth(at).get_attribute("data-verdict") for at in range(found.count())] == [
        "valid", "cannot_tell", "cannot_tell",
    ]  # fmt: skip
    assert visit.page.locator(".position").all_inner_texts() == [
        f"{n} of 3: {name}.json" for n, name in enumerate(("own", "tampered", "web"), 1)
    ]


@pytest.mark.parametrize("name", ["as-list", "as-lists", "held-with-keys"])
def test_no_file_hides_behind_a_genuine_one(visit: Visit, site: Site, folder: Path, name: str) -> None:
    """What calls itself a help to others has an answer all the same, or one green would stand for two files."""
    visit.page.clock.set_fixed_time(AT)
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "own.json", folder / f"{name}.json") == "valid"
    found = visit.page.locator("[data-verdict]")
    assert [found.nth(at).get_attribute("data-verdict") for at in range(found.count())] == ["valid", "invalid"]


def test_credential_and_document_at_once(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "did.json", folder / "web.json") == "cannot_tell"
    assert "Signature: passed." in checked(visit)[0]


OLD = "delete window.DecompressionStream"
WITHOUT_RAW = """const Whole = DecompressionStream
window.DecompressionStream = function (form) { if (form !== 'gzip') throw new TypeError(); return new Whole(form) }"""


@pytest.mark.parametrize(("script", "word"), [("", "passed"), (OLD, "not checked"), (WITHOUT_RAW, "not checked")])
def test_a_browser_that_cannot_unpack_a_list(visit: Visit, site: Site, folder: Path, script: str, word: str) -> None:
    visit.page.add_init_script(script)
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "list.json", folder / "listed.json") == "cannot_tell"
    assert "Signature: passed." in checked(visit)[0]
    assert f": {word}." in checked(visit)[1]


def test_a_broken_signature_is_told(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "tampered.json") == "cannot_tell"
    assert "Signature: failed." in checked(visit)[0]


def test_other_kinds_get_their_sentence(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "badge-2.json") == "cannot_tell"
    assert "Open Badge of version 2" in visit.page.locator(".sentence").inner_text()
    assert not any("outside.js" in url for url in visit.requested)


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_every_code_has_its_words(language: str) -> None:
    """Codes of strangers, and what to do next where nothing was judged, in each language."""
    root = Path(__file__).resolve().parents[2] / "spec"
    words: dict[str, Any] = json.loads((root / "messages" / f"{language}.json").read_text("utf-8"))
    codes = [one["code"] for one in json.loads((root / "codes.json").read_text("utf-8"))["codes"]]
    assert [code for code in codes if f"code.{code}" not in words] == []
    assert {f"code.parse-{kind}.next" for kind in ("token", "european", "open-badges-2")} <= words.keys()


TRAP = "https://stranger.invalid/trap"
MARKUP = f"<img src='{TRAP}' onerror='window.trapped=1'><script>window.trapped=1</script>"
MIRROR = "\u202eevil\u2066{did}{name}"


def hostile() -> dict[str, Any]:
    """Addresses of a stranger wherever something could be asked for, and markup wherever something is shown."""
    document = stranger.credential(
        f"did:web:{MARKUP}",
        context=[stranger.V2, TRAP],
        name=MARKUP,
        credentialStatus=[stranger.entry(statusListCredential=TRAP), stranger.entry(type=MARKUP)],
        credentialSchema={"id": TRAP, "type": "1EdTechJsonSchemaValidator2019"},
        refreshService={"id": TRAP, "type": "1EdTechCredentialRefresh"},
        validFrom=MARKUP,
        image={"id": TRAP, "type": "Image"},
    )
    document["issuer"] |= {"name": MARKUP + MIRROR, "image": {"id": TRAP, "type": "Image"}, "url": TRAP}
    document["credentialSubject"] |= {"identifier": [{"identityHash": MARKUP + MIRROR + "x" * 100_000}]}
    document["credentialSubject"]["achievement"] |= {"name": MIRROR + MARKUP, "inLanguage": MARKUP, "image": TRAP}
    document["proof"] = {**stranger.options(f"did:web:{MARKUP}#{MARKUP}"), "proofValue": "z" + "2" * 88}
    return document


def test_a_hostile_file_reaches_nobody_and_draws_nothing(visit: Visit, site: Site, folder: Path) -> None:
    asked: list[str] = []
    visit.page.context.on("request", lambda request: asked.append(request.url))
    for language in ("en", "ms", "ar"):
        name = f"{MARKUP.replace('/', '|')}{language}.json"
        (folder / name).write_text(json.dumps(hostile()), encoding="utf-8")
        visit.page.goto(f"{site.address}/verify/?lang={language}")
        assert choose(visit, folder / name, folder / "key.json") == "cannot_tell"
        visit.page.locator(".log summary").first.click()
        visit.page.wait_for_load_state("networkidle")
        assert visit.page.locator("main img, main script, main iframe, main a[href*=stranger]").count() == 0
        assert visit.page.evaluate("window.trapped") is None
        shown = visit.page.inner_text("#results")
        assert "did:web:<img" in shown
        assert "{" not in shown.replace(MIRROR, "").replace("\u2066{did}{name}", "")
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing overflows"
    assert [url for url in asked if not url.startswith((site.address, "data:"))] == []


def test_the_part_for_strangers_comes_only_for_strangers(visit: Visit, site: Site, folder: Path) -> None:
    visit.page.clock.set_fixed_time(AT)
    visit.page.goto(f"{site.address}/verify/")
    assert choose(visit, folder / "own.json") == "valid"
    assert choose(visit, folder / "badge-2.json") == "cannot_tell"
    assert not [url for url in visit.requested if "outside.js" in url]
    assert choose(visit, folder / "key.json") == "cannot_tell"
    assert [url for url in visit.requested if "outside.js" in url]
