"""``--at-hand`` in both commands: files and folders, what is left aside, and what is wrong use (VER-25)."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foreign.both import Ran, codes, node, python
from tools.vectors import stranger

pytestmark = pytest.mark.needs_node
Command = Callable[..., Ran]


@pytest.fixture(params=[python, node], ids=["python", "node"])
def command(request: pytest.FixtureRequest) -> Command:
    found: Command = request.param
    return found


@pytest.fixture
def badge(tmp_path: Path) -> Path:
    path = tmp_path / "badge.json"
    path.write_text(json.dumps(stranger.signed(stranger.credential(stranger.WEB), stranger.WEB_METHOD)))
    return path


def told(ran: Ran) -> str:
    """What is said of the signature of the one result."""
    (result,) = ran.results
    return codes(result)["signature"]


def write(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def test_a_file(command: Command, badge: Path, tmp_path: Path) -> None:
    document = write(tmp_path / "did.json", stranger.did_document())
    assert told(command([badge])) == "did-not-at-hand"
    ran = command([badge], [document])
    assert (told(ran), ran.code, ran.err) == ("outside-signature", 3, "")


def test_a_folder_is_searched_whatever_its_files_are_called(command: Command, badge: Path, tmp_path: Path) -> None:
    write(tmp_path / "many" / "deep" / "er" / "college", stranger.did_document())
    write(tmp_path / "many" / "list.json", [1, 2])
    (tmp_path / "many" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    ran = command([badge], [tmp_path / "many"])
    assert (told(ran), ran.err) == ("outside-signature", "")


def test_the_first_of_two_documents_counts(command: Command, badge: Path, tmp_path: Path) -> None:
    """By the order of naming, and within a folder by the bytes of the paths."""
    bad = stranger.did_document(assertionMethod=[])
    first = write(tmp_path / "two" / "Z.json", stranger.did_document())
    second = write(tmp_path / "two" / "a.json", bad)
    assert told(command([badge], [second, first])) == "key-purpose"
    assert told(command([badge], [first, second])) == "outside-signature"
    assert told(command([badge], [tmp_path / "two"])) == "outside-signature"


def test_a_named_file_that_is_no_document_is_told(command: Command, badge: Path, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.json", {"name": "no id"})
    ran = command([badge], [wrong])
    assert told(ran) == "did-not-at-hand"
    assert "wrong.json is no JSON document with an id" in ran.err


def test_a_place_that_is_not_there_is_wrong_use(command: Command, badge: Path, tmp_path: Path) -> None:
    ran = command([badge], [tmp_path / "absent"])
    said = ran.out.decode() + ran.err
    assert ran.code == 2
    assert "absent: there is no such file or folder" in said
    assert "Traceback" not in said
    assert '"results"' not in said


@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="needs a file that opens and cannot be read")
def test_a_file_that_cannot_be_read_is_wrong_use(command: Command, badge: Path) -> None:
    ran = command([badge], [Path("/proc/self/mem")])
    assert (ran.code, "/proc/self/mem" in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_our_own_credentials_do_not_ask_for_them(command: Command, tmp_path: Path) -> None:
    """A document at hand that claims to be a provider's own does not count for it."""
    from tools.vectors import world

    path = write(tmp_path / "own.json", world.registered("aisyah"))
    did = world.registered("aisyah")["issuer"]["id"]
    forged = write(tmp_path / "did.json", stranger.did_document(id=did))
    assert command([path], [forged]).results[0]["verdict"] == "valid"
    other = world.registered("aisyah")
    other["proof"] = [{**other["proof"][0], "verificationMethod": f"{did}#key-1"}]
    method = stranger.method(id=f"{did}#key-1", controller=did)
    claimed = write(tmp_path / "did.json", stranger.did_document(id=did, verificationMethod=[method]))
    (result,) = command([write(path, other)], [claimed]).results
    assert (result["verdict"], codes(result)["signature"]) == ("invalid", "key-unknown")


def test_names_of_files_need_not_be_text(command: Command, badge: Path, tmp_path: Path) -> None:
    """Paths are bytes, and are sorted as bytes."""
    folder = os.fsencode(tmp_path / "odd")
    Path(os.fsdecode(folder)).mkdir()
    for name, document in (
        (b"\xff.json", stranger.did_document()),
        (b"\xff\xff.json", stranger.did_document(assertionMethod=[])),
    ):
        Path(os.fsdecode(folder + b"/" + name)).write_text(json.dumps(document))
    assert told(command([badge], [tmp_path / "odd"])) == "outside-signature"


def test_a_folder_with_loops_and_pipes(command: Command, badge: Path, tmp_path: Path) -> None:
    """No link to a folder is followed, what is no file is not opened, and a file is read to its limit only."""
    folder = tmp_path / "traps"
    write(folder / "z.json", stranger.did_document())
    (folder / "up").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "zero").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    with (folder / "huge.json").open("wb") as file:
        file.truncate(8 << 30)
    assert told(command([badge], [folder])) == "outside-signature"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2028-02-29T12:00:00Z", 3),
        ("2026-11-23T12:00-00:00", 3),
        ("2026-02-29T12:00:00Z", 2),
        ("2026-04-31T12:00:00Z", 2),
        ("0000-01-01T00:00:00Z", 2),
        ("2026-11-23T24:00:00Z", 2),
        ("2026-11-23T23:59:60Z", 2),
        ("2026-11-23T12:00:00+14:60", 2),
        ("2026-11-23T12:00:00", 2),
    ],
)
def test_a_time_of_checking_is_one_that_there_is(command: Command, badge: Path, at: str, code: int) -> None:
    assert command([badge], at=at).code == code


@pytest.mark.parametrize(("count", "code"), [(64, 3), (65, 2)])
def test_documents_are_bounded_together(command: Command, badge: Path, tmp_path: Path, count: int, code: int) -> None:
    for number in range(count):
        whole = json.dumps({"id": f"did:web:x{number}", "a": ""})
        whole = whole[:-2] + "x" * (262_144 - len(whole)) + whole[-2:]
        (tmp_path / f"at-hand-{number}.txt").write_text(whole)
    places = sorted(tmp_path.glob("at-hand-*.txt"))
    ran = command([badge], places)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    (tmp_path / "junk").write_bytes(b"x" * 262_144)
    assert command([badge], [*places, tmp_path / "junk"]).code == code, "what is no document does not count"
