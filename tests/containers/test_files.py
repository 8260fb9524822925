"""Files that real programs made: both commands say the same of each, and what has to be said."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.agreement.commands import differing, in_both
from tests.containers.files import SAVED, badge, certificate, saved_again, with_attachment
from tests.vectors.conftest import FOLDER
from tools.vectors.case import AT
from tools.vectors.cases_containers import FORGED, GOOD, OTHER
from tools.vectors.packed import attachment, objects

pytestmark = pytest.mark.needs_node


class Judge:
    """Both commands over files; their answers have to be equal."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def results(self, **files: bytes) -> dict[str, list[dict[str, Any]]]:
        """For each file its results."""
        paths = {name: self._folder / name for name in files}
        for name, path in paths.items():
            path.write_bytes(files[name])
        python, node = in_both(FOLDER / "site", AT, [str(path) for path in paths.values()], self._capsys)
        assert python[0] == node[0]
        assert differing(python, node) == []
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in files}
        for one in python[1]:
            found[Path(one["input"].partition(" [")[0]).name].append(one)
        return found

    def verdicts(self, **files: bytes) -> dict[str, list[str]]:
        """For each file its verdicts; of an input that was not read the code instead."""
        return {
            name: [one["verdict"] if one["credential"] else one["checks"][0]["code"] for one in found]
            for name, found in self.results(**files).items()
        }


@pytest.fixture
def judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    return Judge(tmp_path, capsys)


def certificate_of(text: str) -> bytes:
    return certificate({"credential.json": text.encode()})


class TestPdf:
    @pytest.mark.parametrize("standard", ["a-3b", "a-3a", "a-4f", "ua-1", None])
    def test_certificates_of_each_standard(self, judge: Judge, standard: str | None) -> None:
        good = certificate({"credential.json": GOOD.encode()}, standard)
        bad = certificate({"credential.json": FORGED.encode()}, standard)
        none = certificate({}, None if standard == "a-4f" else standard)
        found = judge.verdicts(good=good, bad=bad, none=none)
        assert found == {"good": ["valid"], "bad": ["invalid"], "none": ["parse-pdf-empty"]}

    def test_the_log_says_what_was_not_judged(self, judge: Judge) -> None:
        (one,) = judge.results(good=certificate_of(GOOD))["good"]
        detail = one["checks"][0]["detail"]
        assert detail == "read as a credential, attached to a PDF (what its pages show is not judged)"

    def test_whatever_program_saves_it_again(self, judge: Judge) -> None:
        files = {}
        for how, options in SAVED.items():
            name = how.replace(" ", "_")
            files[name] = saved_again(certificate_of(GOOD), **options)
            files[f"{name}_bad"] = saved_again(certificate_of(FORGED), **options)
            files[f"{name}_none"] = saved_again(certificate({}), **options)
        found = judge.verdicts(**files)
        assert {name: one for name, one in found.items() if name.endswith("_bad") and one != ["invalid"]} == {}
        assert {name: one for name, one in found.items() if name.endswith("_none") and one != ["parse-pdf-empty"]} == {}
        assert len([one for one in found.values() if one == ["valid"]]) == len(SAVED)

    def test_an_encrypted_one_is_told_as_such(self, judge: Judge) -> None:
        locks = {
            "aes": pikepdf.Encryption(owner="x", user=""),
            "password": pikepdf.Encryption(owner="x", user="y"),
            "rc4": pikepdf.Encryption(owner="x", user="", R=3, aes=False, metadata=False),
        }
        streams = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
        files = {name: saved_again(certificate_of(GOOD), encryption=lock) for name, lock in locks.items()}
        files["streams"] = saved_again(certificate_of(GOOD), encryption=locks["aes"], **streams)
        assert set(map(tuple, judge.verdicts(**files).values())) == {("parse-pdf-locked",)}

    def test_other_files_beside_it(self, judge: Judge) -> None:
        beside = {
            "marks.csv": b"a,b\n" * 9,
            "photo.jpg": b"\xff\xd8\xff" * 400,
            "large.csv": bytes(400_000),
            "a.json": b"{}",
        }
        whole = certificate({"credential.json": GOOD.encode(), **beside})
        later = saved_again(certificate(beside), with_attachment("x.json", GOOD.encode()))
        found = judge.verdicts(whole=whole, later=later, only=certificate({"marks.csv": b"a,b"}))
        assert found == {"whole": ["valid"], "later": ["valid"], "only": ["parse-pdf-empty"]}

    def test_of_two_credentials_none_hides_the_other(self, judge: Judge) -> None:
        two = certificate({"a.json": FORGED.encode(), "b.json": GOOD.encode()})
        third = saved_again(two, with_attachment("c.json", OTHER.encode()))
        found = judge.results(two=two, third=third)
        assert sorted(one["verdict"] for one in found["two"]) == ["invalid", "valid"]
        assert sorted(one["verdict"] for one in found["third"]) == ["invalid", "valid", "valid"]
        assert [one["input"][-4:] for one in found["two"]] == [" [1]", " [2]"]

    def test_a_part_added_at_the_end_counts(self, judge: Judge) -> None:
        """As programs add a signature or a note: old objects stay in the file, new ones come behind them."""
        before = saved_again(certificate_of(FORGED), object_stream_mode=pikepdf.ObjectStreamMode.disable)
        with pikepdf.open(io.BytesIO(before)) as opened:
            number = next(one.objgen[0] for one in opened.objects if _is_attached(one))
        after = before + objects([(number, attachment(GOOD))]) + b"startxref\n0\n%%EOF\n"
        note = before + objects([(9_999, "<</Type/Annot>>")])
        found = judge.verdicts(before=before, after=after, note=note)
        assert found == {"before": ["invalid"], "after": ["valid"], "note": ["invalid"]}

    def test_a_broken_one_is_never_genuine_and_never_forged(self, judge: Judge) -> None:
        whole = saved_again(certificate_of(GOOD), **SAVED["no object streams"])
        at = whole.index(b"/EmbeddedFile ") if b"/EmbeddedFile " in whole else whole.index(b"/EmbeddedFile/")
        files = {
            "half": whole[: at - 40],
            "within": whole[: at + 300],
            "head": whole[:9],
            "behind": whole[: len(whole) - 90],
        }
        found = judge.verdicts(**files)
        assert found["behind"] == ["valid"]
        assert {found[name][0] for name in ("half", "head")} == {"parse-pdf-empty"}
        assert found["within"] == ["parse-container-damaged"]


def _is_attached(one: Any) -> bool:
    return isinstance(one, pikepdf.Stream) and one.get("/Type") == "/EmbeddedFile"


class TestPictures:
    def test_badges_by_an_imaging_library(self, judge: Judge) -> None:
        files = {
            f"{word}_{zipped}": badge(text, zipped=zipped) for word, text in _TEXTS.items() for zipped in (False, True)
        }
        found = judge.verdicts(**files)
        assert {name: one for name, one in found.items() if not name.startswith(one[0])} == {}
        assert len(found) == 4

    def test_a_picture_saved_without_its_text_has_none(self, judge: Judge) -> None:
        files: dict[str, bytes] = {}
        for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "AVIF"):
            out = io.BytesIO()
            try:
                Image.open(io.BytesIO(badge(GOOD))).convert("RGB").save(out, kind)
            except (KeyError, OSError):
                continue  # a build without this kind
            files[kind] = out.getvalue()
        assert {"PNG", "JPEG", "GIF", "TIFF"} <= set(files)
        assert set(map(tuple, judge.verdicts(**files).values())) == {("parse-picture",)}


_TEXTS = {"valid": GOOD, "invalid": FORGED}
