"""Where published data comes from: a repository's register, a folder, an address (VER-12 to VER-16)."""

import json
import random
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bukti.verification import Source, verify_text
from bukti.verification.register_source import RegisterSource
from bukti.verification.site_source import SiteSource
from bukti.verification.source import Directory
from tests.vectors import site_mutants as mutants
from tests.vectors.conftest import FOLDER, input_of, vectors
from tools.vectors import site, world
from tools.vectors.case import AT, STALE, text
from tools.vectors.register import register

NOW = datetime.fromisoformat(AT)
GOOD = text(world.registered("aisyah"))
# The one that is named lies between the commit's date, which a repository goes by, and the time of publication.
COMMON = [
    one
    for one in vectors()
    if "files" not in one
    and one["name"] != "not-registered-in-time"
    and one["expect"]["checks"]["freshness"][1] in ("passed", "not_run")
]
"""What a repository has to say the same of: no freshness is asked of it (VER-15)."""


def codes(source: Source, data: str = GOOD, at: datetime = NOW) -> dict[str, str]:
    """The verdict and the codes of all checks of one input."""
    (result,) = verify_text(data, source, at, "x")
    return {"verdict": result.verdict, **{one.check: one.code for one in result.checks}}


class TestRegister:
    @pytest.mark.parametrize("vector", COMMON, ids=lambda vector: vector["name"])
    def test_it_says_what_the_site_says(self, vector: dict[str, object]) -> None:
        """A repository and the site built from it agree."""
        now = datetime.fromisoformat(str(vector["at"]))
        found = verify_text(input_of(vector), RegisterSource(register()), now, "x")[0]
        expected = vector["expect"]
        assert isinstance(expected, dict)
        assert (found.verdict, found.leading and found.leading.check) == (expected["verdict"], expected["must_fail"])

    def test_a_batch_without_position_cannot_be_judged(self) -> None:
        """VER-15: registration is not judged, what follows from the row is."""
        found = codes(RegisterSource(register(committed=False)))
        assert (found["verdict"], found["registered"]) == ("cannot_tell", "position-unknown")
        assert (found["authority"], found["state"]) == ("authority", "state")

    def test_freshness_is_not_asked(self) -> None:
        found = codes(RegisterSource(register()), at=datetime.fromisoformat("2028-01-01T00:00:00Z"))
        assert (found["verdict"], found["freshness"]) == ("valid", "freshness")


class TestFolder:
    def test_good(self) -> None:
        assert codes(SiteSource.of(str(FOLDER / "site")))["verdict"] == "valid"

    def test_no_such_folder(self, tmp_path: Path) -> None:
        found = codes(SiteSource.of(str(tmp_path / "none")))
        assert (found["verdict"], found["issuer"], found["freshness"]) == (
            "cannot_tell",
            "data-missing",
            "data-missing",
        )

    @pytest.mark.parametrize(
        ("published", "readable"),
        [
            ("1000-01-01T00:00:00Z", True),
            ("8999-12-31T23:59:59Z", True),
            ("0001-01-01T00:00:00Z", False),
            ("9999-12-31T23:59:59Z", False),
            ("2026-13-45T00:00:00Z", False),
            ("2026-1-1T1:1:1Z", False),
        ],
    )
    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", AT])
    def test_a_clock_at_the_ends_of_the_calendar_is_no_reason_to_stop(
        self, published: str, readable: bool, at: str
    ) -> None:
        good = {path: content.encode() for path, content in site.site().items()}
        stated = json.dumps({"commit": "0" * 40, "published_at": published}).encode()
        found = codes(SiteSource((good | {"published.json": stated}).get), at=datetime.fromisoformat(at))
        # What is not of its form counts as absent: the commit's date takes its place.
        assert found["verdict"] == ("valid" if at == AT and not readable else "cannot_tell")

    def test_a_file_beyond_the_limit_counts_as_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for path, content in site.site().items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
        monkeypatch.setattr("bukti.verification.site_source.MAX_DATA", 5_000)
        found = codes(SiteSource.of(str(tmp_path)))
        assert (found["issuer"], found["definition"]) == ("issuer", "data-missing")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The site of the vectors below ``/deep/`` of a server on this machine, and the folder that it serves."""
    for path, content in site.site().items():
        (tmp_path / "deep" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "deep" / path).write_text(content, encoding="utf-8")
    handler = partial(_Handler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}", tmp_path
        httpd.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith(("/away/", "/near/")):
            host = "localhost" if self.path.startswith("/away/") else "127.0.0.1"
            self.send_response(302)
            self.send_header("Location", f"http://{host}:{self.connection.getsockname()[1]}/deep{self.path[5:]}")
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class TestAddress:
    def test_good(self, server: tuple[str, Path]) -> None:
        assert codes(SiteSource.of(f"{server[0]}/deep/"))["verdict"] == "valid"

    def test_a_file_that_is_not_there(self, server: tuple[str, Path]) -> None:
        (server[1] / "deep" / "lookup" / "0" / "0.json").unlink()
        assert codes(SiteSource.of(f"{server[0]}/deep"))["registered"] == "data-missing"

    def test_a_redirect_within_the_origin_is_followed(self, server: tuple[str, Path]) -> None:
        assert codes(SiteSource.of(f"{server[0]}/near"))["verdict"] == "valid"

    def test_a_redirect_to_another_origin_is_not(self, server: tuple[str, Path]) -> None:
        assert codes(SiteSource.of(f"{server[0]}/away"))["issuer"] == "data-missing"

    def test_nobody_answers(self) -> None:
        found = codes(SiteSource.of("http://127.0.0.1:9"))
        assert (found["verdict"], found["issuer"]) == ("cannot_tell", "data-missing")


class _Changing:
    """A site that publishes anew while it is asked: some answers are of the old publication."""

    def __init__(self, mixed_fetches: int) -> None:
        self.asked: list[str] = []
        self._left = mixed_fetches

    def __call__(self, path: str) -> bytes | None:
        self.asked.append(path)
        content = site.site().get(path, "")
        if path.endswith("templates.json") and self._left:
            self._left -= 1
            content = content.replace(site.SNAPSHOT, "f" * 40)
        return content.encode() or None


class TestMixedPublications:
    """LKP-11: fetched again once, then the check is not run."""

    def test_once_is_mended_by_asking_again(self) -> None:
        fetch = _Changing(1)
        assert codes(SiteSource(fetch))["verdict"] == "valid"
        assert fetch.asked.count("keys.json") == 2

    def test_twice_is_told(self) -> None:
        fetch = _Changing(2)
        found = codes(SiteSource(fetch))
        assert (found["verdict"], found["freshness"]) == ("cannot_tell", "data-mixed")
        assert fetch.asked.count("keys.json") == 2

    def test_each_file_is_asked_for_once(self) -> None:
        fetch = _Changing(0)
        codes(SiteSource(fetch))
        assert sorted(fetch.asked) == sorted(set(fetch.asked))
        assert len(fetch.asked) == 4


class TestHostileData:
    """Whatever a site answers, verification ends in a verdict, and never in ``valid`` or ``invalid`` by its fault."""

    @pytest.mark.parametrize("path", ["keys.json", "lookup/0/templates.json", "lookup/0/0.json"])
    @pytest.mark.parametrize(
        "content",
        [
            "",
            "null",
            "[]",
            "{}",
            "[" * 100_000,
            '{"schema": "keys/v1"}',
            '{"schema": "templates/v1", "snapshot": 1}',
            '{"schema": "templates/v1", "snapshot": "x", "sources": [[]], "templates": {"x": {}}}',
            '{"schema": "shard/v1", "snapshot": "x", "rows": 7}',
        ],
    )
    def test_not_of_its_form(self, path: str, content: str) -> None:
        files = {**site.site(), path: content}
        found = codes(SiteSource(lambda path: files.get(path, "").encode()))
        assert found["verdict"] == "cannot_tell"

    @pytest.mark.parametrize("seed", range(30))
    def test_damaged_data_never_raises(self, seed: int) -> None:
        """A value of a file changed, moved, repeated or left out: still a verdict."""
        rng = random.Random(seed)
        path = rng.choice(["keys.json", "lookup/0/templates.json", "lookup/0/0.json", "published.json"])
        damage = rng.choice([mutants.other_type, mutants.values_swapped, mutants.member_missing, mutants.character])
        good = site.site()
        files = {**good, path: damage(good[path], rng)}
        source = SiteSource(lambda path: files[path].encode())
        for label in ("aisyah", "moved", "revoked"):
            for data in (text(world.registered(label)), world.link(world.card(world.LEARNERS[label]))):
                assert codes(source, data)["parse"] == "parse"

    def test_a_template_whose_digest_is_another(self) -> None:
        files = {path: content.replace("Pass the project", "Pass no project") for path, content in site.site().items()}
        found = codes(SiteSource(lambda path: files[path].encode()))
        assert (found["verdict"], found["definition"]) == ("cannot_tell", "data-missing")

    def test_it_may_say_what_it_likes_in_published_json(self) -> None:
        """What is not of the form of LKP-1 counts as absent (VER-14)."""
        good = site.site()
        for content in (b"[]", b'{"published_at": 7}', b'{"published_at": "soon"}', b"\xff", b""):
            files = {path: text.encode() for path, text in good.items()} | {"published.json": content}
            found = codes(SiteSource(files.get))
            assert (found["verdict"], found["freshness"]) == ("valid", "freshness")


def test_the_directory_of_a_stale_site() -> None:
    files = {**site.site(), **STALE}
    source = SiteSource(lambda path: str(files[path]).encode())
    directory = source.directory()
    assert isinstance(directory, Directory)
    assert directory.published_at == datetime.fromisoformat("2026-11-10T03:00:00Z")
    assert directory.as_of == datetime.fromisoformat(site.DATA_AS_OF)
