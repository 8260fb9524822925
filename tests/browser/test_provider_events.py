"""What the page says of an issuer's past, of an end and of a newer credential, in three languages."""

import json
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.site import ROOT, VECTORS, Site
from tests.browser.test_verify_page import AXE, CARD, GOOD, open_page, paste, vector

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ms", "ar")
UNI, EDI = "universiti-contoh", "egypt-demo-institute"
OLD = "Universiti Contoh (demonstration)"
NEW = {"en": "University of Examples", "ms": "Universiti Contoh Baharu", "ar": "جامعة الأمثلة"}
EVENTS: dict[str, dict[str, Any]] = {
    "suspended": {"kind": "suspended", "day": "2026-11-20"},
    "closed": {"kind": "closed", "day": "2026-11-20"},
    "merged": {"kind": "merged", "day": "2026-11-20", "into": EDI},
    "renamed": {"kind": "renamed", "day": "2026-11-20", "former_name": {"en": OLD}, "name": NEW},
}
DAY = {"en": "20 November 2026", "ms": "20 November 2026", "ar": "20 نوفمبر 2026"}
ENDED = {"en": "22 November 2026", "ms": "22 November 2026", "ar": "22 نوفمبر 2026"}
"""The last day of what is expired: in words, in each language's European digits."""
HEIR = {"en": "Egypt Demo Institute (demonstration)", "ms": "Egypt Demo Institute (demonstration)",
        "ar": "معهد مصر التجريبي"}  # fmt: skip


def words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((ROOT / "spec" / "messages" / f"{language}.json").read_text("utf-8"))
    return found


def with_events(site: Site, *events: object, name: dict[str, str] | None = None) -> None:
    """The provider of most vectors had these events."""
    keys = json.loads((VECTORS / "site" / "keys.json").read_text("utf-8"))
    provider = next(one for one in keys["issuers"] if one["id"] == UNI)
    provider["events"] = [{"kind": "admitted", "day": "2026-01-05"}, *events]
    provider["name"] = name or provider["name"]
    site.files["keys.json"] = json.dumps(keys)


def notes(visit: Visit) -> list[str]:
    """The lines about the issuer, as people read them."""
    return [text.strip() for text in visit.page.locator(".issuer-note").all_inner_texts()]


def plain(text: str) -> str:
    """Without the marks of direction that a date in Arabic carries."""
    return "".join(char for char in text if char not in "\u200e\u200f\u2068\u2069")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EVENTS)
class TestNotes:
    def test_it_is_told_beside_the_issuer_and_the_verdict_stays(
        self, visit: Visit, site: Site, kind: str, language: str
    ) -> None:
        with_events(site, EVENTS[kind], name=NEW if kind == "renamed" else None)
        open_page(visit, site, CARD, query=f"?lang={language}")
        assert visit.verdict() == "valid"
        names = {"day": DAY[language], "former": OLD, "name": NEW[language] if kind == "renamed" else HEIR[language]}
        assert [plain(note) for note in notes(visit)] == [words(language)[f"provider.{kind}"].format_map(names)]
        # Names keep their own direction.
        assert visit.page.locator(".issuer-note bdi").count() == {"renamed": 2, "merged": 1}.get(kind, 0)


class TestWhen:
    def test_nothing_happened(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        assert notes(visit) == []

    def test_a_suspension_that_ended_is_no_news(self, visit: Visit, site: Site) -> None:
        with_events(site, EVENTS["suspended"], {"kind": "reinstated", "day": "2026-11-21"})
        open_page(visit, site, CARD)
        assert (visit.verdict(), notes(visit)) == ("valid", [])

    def test_of_a_forged_one_nothing_is_told_of_its_issuer(self, visit: Visit, site: Site) -> None:
        with_events(site, EVENTS["closed"])
        forged = bytes.fromhex(GOOD["card"]["hex"]).replace(b"Rahman", b"Rahmat")
        open_page(visit, site, str(int.from_bytes(forged, "big")))
        assert (visit.verdict(), notes(visit)) == ("invalid", [])

    def test_renamed_and_merged_are_both_told(self, visit: Visit, site: Site) -> None:
        with_events(site, EVENTS["renamed"], EVENTS["merged"], name=NEW)
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        assert len(notes(visit)) == 2

    @pytest.mark.parametrize("events", [7, "closed", [None, 7, [], {"kind": "closed"}], {"kind": "closed"}])
    def test_what_is_no_event_is_passed_over(self, visit: Visit, site: Site, events: object) -> None:
        keys = json.loads((VECTORS / "site" / "keys.json").read_text("utf-8"))
        for provider in keys["issuers"]:
            provider["events"] = events
        site.files["keys.json"] = json.dumps(keys)
        open_page(visit, site, CARD)
        assert (visit.verdict(), notes(visit)) == ("valid", [])

    def test_markup_in_a_name_is_text(self, visit: Visit, site: Site) -> None:
        with_events(site, EVENTS["renamed"], name={"en": "<img src=x onerror=alert(1)>"})
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        assert "<img src=x" in notes(visit)[0]
        assert visit.page.locator(".result img").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
class TestSentences:
    def test_expired_is_genuine_and_expired_on_a_day(self, visit: Visit, site: Site, language: str) -> None:
        found = vector("expired")
        open_page(visit, site, at=found["at"], query=f"?lang={language}")
        paste(visit, found["input"])
        assert visit.verdict() == "expired"
        said = plain(visit.page.inner_text(".verdict"))
        assert words(language)["verdict.expired.title"] in said
        assert words(language)["verdict.expired.sentence"].format(day=ENDED[language]) in said
        genuine = {"en": "genuine", "ms": "tulen", "ar": "أصلية"}[language]
        assert said.lower().count(genuine) == 2

    def test_a_replaced_one_leads_to_a_newer_one_without_telling_of_it(
        self, visit: Visit, site: Site, language: str
    ) -> None:
        found = vector("superseded")
        open_page(visit, site, at=found["at"], query=f"?lang={language}")
        paste(visit, found["input"])
        assert visit.verdict() == "superseded"
        text = plain(visit.page.inner_text("main"))
        assert words(language)["verdict.superseded.next"] in text
        assert words(language)["reason.name-corrected"] in text
        assert "2026" in visit.page.inner_text(".verdict .sentence")
        assert "Aisyah" not in text, "the name on the newer one"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(visit: Visit, site: Site, language: str, scheme: Any) -> None:
    """No accessibility fault and nothing beside the page on a narrow phone."""
    visit.page.emulate_media(color_scheme=scheme)
    visit.page.set_viewport_size({"width": 320, "height": 700})
    with_events(site, EVENTS["renamed"], EVENTS["merged"], name=NEW)
    open_page(visit, site, CARD, query=f"?lang={language}")
    assert visit.verdict() == "valid"
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"]] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
