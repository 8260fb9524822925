"""Machine data: the catalogue, achievements, DID documents, site maps and the server that hands them out."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bukti.errors import BuktiError
from bukti.model import Template
from bukti.proof.jcs import canonical
from bukti.register import IssuerKey
from site_builder import did
from site_builder.credit import cap_examples
from site_builder.matrix import rows_of
from site_builder.plan import Plan
from site_builder.server import make_server

MC = "universiti-contoh/applied-data-analysis"


def load(site: Path, path: str) -> dict[str, Any]:
    return dict(json.loads((site / path).read_bytes()))


def test_the_achievement_is_the_one_that_credentials_have(plan: Plan, site: Path) -> None:
    published = (site / f"mc/{MC}/v2.json").read_bytes()
    assert published == canonical(json.loads(published)) + b"\n"
    template: Template = next(iter(plan.site.register.templates.values()))
    assert json.loads(published) == template.credential["credentialSubject"]["achievement"]


def test_drafts_have_no_achievement(site: Path) -> None:
    assert not (site / "mc/egypt-demo-institute/green-finance-basics").exists()
    document = load(site, "api/v1/mc/egypt-demo-institute/green-finance-basics.json")
    assert document["status"] == "draft"


def test_one_download_has_everything(site: Path) -> None:
    everything, index = load(site, "api/v1/all.json"), load(site, "api/v1/index.json")
    assert [mc["id"] for mc in everything["mcs"]] == [mc["id"] for mc in index["mcs"]]
    single = load(site, f"api/v1/mc/{MC}.json")
    inside = next(mc for mc in everything["mcs"] if mc["id"] == MC)
    assert {name: single[name] for name in inside} == inside
    newest = inside["versions"][-1]["definition"]
    assert newest["credits"] == {"value": 3, "system": "MQF"}
    assert inside["offer"]["enrolment"]["opens"] == "2026-12-01"


def test_did_documents_are_absolute_and_list_good_keys(site: Path) -> None:
    document = load(site, "issuers/universiti-contoh/did.json")
    identity = "did:web:bukti.example:issuers:universiti-contoh"
    assert document["id"] == identity
    assert document["assertionMethod"] == [f"{identity}#key-1"]
    method = document["verificationMethod"][0]
    assert (method["type"], method["controller"]) == ("Multikey", identity)
    maintainers = load(site, "issuers/registry/did.json")
    assert len(maintainers["assertionMethod"]) == 3


@pytest.mark.parametrize(("state", "listed"), [("good", 1), ("revoked", 0), ("void", 0)])
def test_a_compromised_key_leaves_the_did_document(state: str, listed: int) -> None:
    key = IssuerKey(key="key-1", number=1, public_key="z6Mk", state=state)
    assert len(did.document("https://a.example", "p", [key])["assertionMethod"]) == listed


def test_status_lists_are_published_as_they_were_signed(plan: Plan, site: Path) -> None:
    published = (site / "issuers/universiti-contoh/status/1.json").read_bytes()
    newest = max(
        serial
        for provider, name, serial in plan.site.snapshot.statuses
        if (provider, name) == ("universiti-contoh", "1")
    )
    document = plan.site.snapshot.statuses["universiti-contoh", "1", newest].record.document
    assert published == canonical(dict(document)) + b"\n"


def test_site_maps_list_every_page_but_the_missing_one(plan: Plan, site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [
        str(node.text)
        for language in plan.site.languages
        for node in ElementTree.parse(site / f"sitemap.{language}.xml").iter(space)
    ]
    assert sorted(listed) == sorted(
        f"https://bukti.example/{page.address}" for page in plan.pages if page.path != "404.html"
    )
    assert len(list(ElementTree.parse(site / "sitemap.xml").iter(space))) == 3


def test_the_verify_page_has_no_place_left_empty(site: Path) -> None:
    for path in ("v/index.html", "verify/index.html", "ar/v/index.html"):
        html = (site / path).read_text(encoding="utf-8")
        assert "{{" not in html
        for file in ("verify.js", "verify.css"):
            assert (site / path).parent.joinpath(*(".." for _ in range(path.count("/"))), file).resolve().is_file()


def test_matrix_and_caps(plan: Plan) -> None:
    definition = plan.site.by_ref[MC].current
    rows = rows_of(definition)
    assert len(rows) == 4
    assert all(any(row.assessments) for row in rows)
    assert rows[0].assessments[0] == "direct"
    assert rows[0].modules[0] == "through"
    framework = plan.site.snapshot.frameworks["mqf"].record
    caps = {
        e.qualification.title["en"]: (int(e.credits), int(e.cap))
        for e in cap_examples(definition, framework, Decimal(29))
    }
    assert caps["Bachelor's Degree"] == (120, 34)  # 34.8, never rounded up
    assert "Diploma" not in caps  # never downwards
    assert cap_examples(definition, framework, None) == []


@pytest.fixture(scope="module")
def connection(site: Path) -> Iterator[http.client.HTTPConnection]:
    server = make_server(site, 0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield link
    link.close()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "status", "content_type"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/keys.json", 200, "application/json; charset=utf-8"),
        ("/verify.js", 200, "text/javascript; charset=utf-8"),
        ("/assets/bukti/mark.svg", 200, "image/svg+xml"),
        ("/sitemap.xml", 200, "application/xml; charset=utf-8"),
        ("/feed.xml", 200, "application/xml; charset=utf-8"),
        ("/api/v1/catalogue.csv", 200, "text/csv; charset=utf-8"),
        ("/catalogue/nothing/here/", 404, "text/html; charset=utf-8"),
        ("/lookup/", 404, "text/html; charset=utf-8"),
        ("/../../etc/passwd", 404, "text/html; charset=utf-8"),
    ],
)
def test_the_server_answers_like_a_static_host(
    connection: http.client.HTTPConnection, path: str, status: int, content_type: str
) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert (answer.status, answer.headers["Content-Type"]) == (status, content_type)
    assert answer.headers["Access-Control-Allow-Origin"] == ("*" if path.endswith((".json", ".xml", ".csv")) else None)
    assert body


def test_the_server_says_when_it_was_started(plan: Plan, connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/published.json")
    document = json.loads(connection.getresponse().read())
    assert document == {"commit": plan.site.register.snapshot_id, "published_at": "2026-11-22T09:30:00Z"}


def test_the_server_refuses_what_is_no_site_and_a_port_in_use(
    site: Path, tmp_path: Path, connection: http.client.HTTPConnection
) -> None:
    with pytest.raises(BuktiError, match="not a site"):
        make_server(tmp_path, 0, datetime.now(UTC))
    with pytest.raises(BuktiError, match="cannot be used"):
        make_server(site, connection.port, datetime.now(UTC))


@pytest.mark.parametrize(
    ("error", "is_told"), [(BrokenPipeError, False), (ConnectionResetError, False), (OSError, True)]
)
def test_a_browser_that_leaves_is_no_fault_of_the_server(
    site: Path, capfd: pytest.CaptureFixture[str], error: type[OSError], is_told: bool
) -> None:
    with make_server(site, 0, datetime.now(UTC)) as server:
        try:
            raise error
        except OSError:
            server.handle_error(socket.socket(), ("127.0.0.1", 1))
    assert ("Traceback" in capfd.readouterr().err) == is_told


def test_a_request_cannot_steer_the_terminal(site: Path) -> None:
    told: list[str] = []
    with make_server(site, 0, datetime.now(UTC), on_request=told.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as stranger:
            stranger.sendall(b"GET /\x1b[2J\x9b31m HTTP/1.0\r\n\r\n")
            assert stranger.recv(100).startswith(b"HTTP/1.1 404")
        server.shutdown()
        thread.join()
    assert len(told) == 1
    assert told[0].isprintable()
    assert "GET /?[2J?31m" in told[0]
