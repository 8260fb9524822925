"""What a look-up tells whoever watches: the group and the shard, and nothing else.

The site itself writes down every request as it came in, with all headers. Two credentials behind one pair of group and
shard have to cause the same requests; what may differ is the order of those that are on the way at the same time.
"""

import json
import re
from collections.abc import Iterator
from itertools import combinations, islice
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crowd import Crowd, Member, crowd
from tests.browser.site import Asked, Site, running_site
from tests.browser.test_verify_page import NOW

pytestmark = pytest.mark.browser

BEHIND_EACH_PAIR = 6
STORES = """
async () => {
  const kept = [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), history.state];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push(name, request.url, await (await cache.match(request)).text());
    }
  }
  const read = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const base = await read(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store);
      kept.push(name, store, JSON.stringify([await read(all.getAllKeys()), await read(all.getAll())]));
    }
    base.close();
  }
  return JSON.stringify(kept);
}
"""


@pytest.fixture(scope="module")
def people() -> Crowd:
    return crowd(BEHIND_EACH_PAIR)


@pytest.fixture(scope="module")
def watched(people: Crowd) -> Iterator[Site]:
    with running_site() as site:
        site.files.update(people.files)
        site.files["favicon.ico"] = ""
        site.values["lookup"] = ""  # which the builder fills in where there is one group of one shard
        yield site


@pytest.fixture
def look_up(browser: Browser, watched: Site) -> "LookUp":
    return LookUp(browser, watched)


class LookUp:
    """Checks one credential in a browser that was never here before."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.seen: list[str] = []
        """All addresses that the browser asked for, of whatever host."""
        self.stored = ""

    def __call__(self, member: Member, by: str) -> tuple[Asked, ...]:
        """The requests that the site saw, in the order of their coming."""
        self.site.requests.clear()
        context = self.browser.new_context(locale="en-GB")
        context.on("request", lambda request: self.seen.append(request.url))
        context.on("response", lambda answer: self.seen.append(answer.url))
        try:
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            self._hand_over(page, member, by)
            page.wait_for_selector("[data-verdict=valid]")
            page.wait_for_selector("text=3 credits")  # facts come after the verdict
            page.wait_for_load_state("networkidle")
            self.stored = page.evaluate(STORES)
            assert context.cookies() == []
        finally:
            context.close()
        return tuple(self.site.requests)

    def _hand_over(self, page: Page, member: Member, by: str) -> None:
        address = f"{self.site.address}/v/"
        page.goto(f"{address}#{member.fragment}" if by == "card" else address)
        if by == "file":
            page.wait_for_selector("#form:visible")
            data = member.document.encode()
            page.set_input_files("#file", {"name": "me.json", "mimeType": "application/json", "buffer": data})


STAGES = (
    r"/v/",
    r".*\.(css|js)(\?[0-9a-f]{16})?",
    r"/(keys|published)\.json",
    r"/lookup/\w+/(templates|\d+)\.json",
    r"/lookup/\w+/facts\.en\.json",
    r".*",
)


def stages(requests: tuple[Asked, ...]) -> list[list[Asked]]:
    """Requests that may overtake each other stand together; each stage of data needs an answer of the one before it."""

    def stage(asked: Asked) -> int:
        return next(at for at, pattern in enumerate(STAGES) if re.fullmatch(pattern, asked.path))

    data = [stage(asked) for asked in requests if asked.path.endswith(".json")]
    assert data == sorted(data)
    return [sorted(one for one in requests if stage(one) == at) for at in range(len(STAGES))]


@pytest.mark.parametrize(
    ("by", "pairs"),
    [
        ("card", 2),
        pytest.param("card", 8, marks=pytest.mark.slow),
        pytest.param("file", 8, marks=pytest.mark.slow),
    ],
)
def test_credentials_behind_one_pair_cause_the_same_requests(
    people: Crowd, look_up: LookUp, by: str, pairs: int
) -> None:
    assert len(people.cells) == 8
    compared, traces = 0, set()
    for cell, members in islice(people.cells.items(), pairs):
        found = [stages(look_up(member, by)) for member in members]
        for one, other in combinations(found, 2):
            assert one == other
            compared += 1
        traces.add(json.dumps(found[0]))
        paths = [asked.path for asked in found[0][3]]
        assert paths == [f"/lookup/{cell[0]}/{cell[1]}.json", f"/lookup/{cell[0]}/templates.json"]
    assert compared == pairs * 15
    assert len(traces) == pairs, "two pairs cause the same requests: nothing was compared"


BY = ["card", pytest.param("file", marks=pytest.mark.slow)]


@pytest.mark.parametrize("by", BY)
def test_no_request_says_who_it_is_about(people: Crowd, look_up: LookUp, by: str) -> None:
    for members in people.cells.values():
        member = members[0]
        for asked in look_up(member, by):
            told = json.dumps(asked, ensure_ascii=False).lower()
            assert not [secret for secret in member.secrets if secret.lower() in told]
            names = {name.lower() for name, _ in asked.headers}
            assert not names & {"referer", "cookie", "authorization"}
            assert re.fullmatch(r"[^?]+|[^?]+\.(js|css)\?[0-9a-f]{16}", asked.path), (
                "the page's own build, and nothing else"
            )
            assert asked.method == "GET"
        hosts = {urlsplit(url).netloc for url in look_up.seen if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
        assert hosts == {urlsplit(look_up.site.address).netloc}


@pytest.mark.parametrize("by", BY)
def test_nothing_about_the_holder_stays_on_the_device(people: Crowd, look_up: LookUp, by: str) -> None:
    for members in people.cells.values():
        look_up(members[0], by)
        stored = look_up.stored.lower()
        assert not [secret for secret in members[0].secrets if secret.lower() in stored]
        assert json.loads(look_up.stored)[0] == "", "a cookie"


def test_the_search_of_the_device_finds_what_is_kept_there(browser: Browser, watched: Site) -> None:
    """The twin of the test above: each of the places that it looks at would give a name away."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{watched.address}/v/")
    page.evaluate(
        """async () => {
          document.cookie = "a=in-cookie";
          localStorage.setItem("a", "in-local");
          sessionStorage.setItem("a", "in-session");
          await (await caches.open("c")).put("/x", new Response("in-cache"));
          await new Promise((done) => {
            const open = indexedDB.open("d");
            open.onupgradeneeded = () => open.result.createObjectStore("s").put("in-database", "k");
            open.onsuccess = () => { open.result.close(); done(); };
          });
        }"""
    )
    stored = page.evaluate(STORES)
    context.close()
    assert [place for place in ("cookie", "local", "session", "cache", "database") if f"in-{place}" not in stored] == []
