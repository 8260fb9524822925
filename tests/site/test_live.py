"""`bukti serve`: the site as the registry stands at each moment, the same bytes as a build of that moment."""

import http.client
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_builder import live as module
from site_builder.build import build_site
from site_builder.live import LiveSite
from site_builder.load import load_site
from site_builder.plan import make_plan
from site_builder.server import make_live_server

Get = Callable[[str], tuple[int, bytes]]
OFFER = "registry/universiti-contoh/database-design/offer.yaml"
PAGE = "catalogue/universiti-contoh/database-design/"


@pytest.fixture
def live(own_repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveSite:
    monkeypatch.setattr(module, "REST", 0.0)  # every request looks again
    (tmp_path / "scratch").mkdir()
    site = LiveSite(root=own_repo, scratch=tmp_path / "scratch")
    site.start()
    return site


@pytest.fixture
def get(live: LiveSite) -> Iterator[Get]:
    server = make_live_server(live, 0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()

    def ask(path: str) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        link.request("GET", path)
        answer = link.getresponse()
        return answer.status, answer.read()

    yield ask
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_page_and_file_is_that_of_a_build(live: LiveSite, own_repo: Path, tmp_path: Path, get: Get) -> None:
    out = tmp_path / "built"
    build_site(make_plan(load_site(own_repo)), out)
    for file in sorted(path for path in out.rglob("*") if path.is_file()):
        address = str(file.relative_to(out)).removesuffix("index.html")
        if address != ".nojekyll":
            assert get(f"/{address}") == (200, file.read_bytes()), address


def test_a_change_is_seen_at_the_next_request(own_repo: Path, get: Get) -> None:
    assert b"No new learners" not in get(f"/{PAGE}")[1]
    file = own_repo / OFFER
    file.write_text(file.read_text("utf-8").replace("status: active", "status: teach_out"), "utf-8")
    assert b"No new learners" in get(f"/{PAGE}")[1]


def test_a_fault_is_told_and_the_last_good_state_stays(own_repo: Path, live: LiveSite, get: Get) -> None:
    told: list[str] = []
    live.told = told.append
    file = own_repo / OFFER
    good = file.read_text("utf-8")
    file.write_text("status: [", "utf-8")
    status, page = get(f"/{PAGE}")
    assert status == 200
    assert b'<pre role="alert"' in page
    assert OFFER.encode() in page
    assert b"Designing Relational Databases" in page
    assert len(told) == 1
    file.write_text(good, "utf-8")
    assert b'<pre role="alert"' not in get(f"/{PAGE}")[1]


def test_a_file_that_goes_while_it_is_read_is_looked_for_again(
    own_repo: Path, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors write a file beside the old one and move it into its place."""

    def gone(_root: Path) -> dict[str, tuple[int, int]]:
        raise FileNotFoundError(OFFER)

    file = own_repo / OFFER
    file.write_text(file.read_text("utf-8").replace("status: active", "status: teach_out"), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(module, "_state_of", gone)
        status, page = get(f"/{PAGE}")
        assert status == 200
        assert b"No new learners" not in page
    assert b"No new learners" in get(f"/{PAGE}")[1]


def test_it_answers_as_a_static_host_does(get: Get) -> None:
    assert get("/catalogue")[0] == 301
    status, page = get("/no/such/page/")
    assert status == 404
    assert b"data-bukti-page" in page
    assert b'"published_at":"2026-11-22T09:30:00Z"' in get("/published.json")[1]
    assert get("/%2e%2e/%2e%2e/etc/passwd")[0] == 404


def test_a_new_micro_credential_and_one_that_goes(own_repo: Path, get: Get) -> None:
    old = own_repo / "registry/universiti-contoh/database-design"
    new = own_repo / "registry/universiti-contoh/graph-databases"
    new.mkdir()
    for name in ("v1.yaml", "offer.yaml"):
        (new / name).write_text((old / name).read_text("utf-8").replace("id: database-design", "id: graph-databases"))
    assert get("/catalogue/universiti-contoh/graph-databases/")[0] == 200
    for name in ("v1.yaml", "offer.yaml"):
        (new / name).unlink()
    assert get("/catalogue/universiti-contoh/graph-databases/")[0] == 404
