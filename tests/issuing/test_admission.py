"""``bukti provider admit``: two maintainers, each with the same command; one alone is not enough."""

from pathlib import Path

import pytest

from bukti.cli.main import run
from bukti.demo.stage import add_pins
from bukti.errors import BuktiError
from bukti.loading import load_or_raise
from bukti.model.snapshot import NO_HISTORY
from bukti.register import build_register

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BUKTI_PASSPHRASE", PASSPHRASE)
    (tmp_path / "registry").mkdir()
    source = ROOT / "registry" / "registry.yaml"
    (tmp_path / "registry" / "registry.yaml").write_bytes(source.read_bytes())
    repo = ["--repo", str(tmp_path)]
    for name in ("first", "second"):
        run(["key", "new", "--provider", "registry", "--key", name, "--out", secret(tmp_path, name), *repo])
    add_pins(tmp_path, ["first", "second"])
    run([
        "provider", "new", "uji", "--name", "Uji", "--country", "MY", "--zone", "UTC",
        "--url", "https://uji.example", "--email", "mc@uji.example", *repo,
    ])  # fmt: skip
    return tmp_path


def secret(registry: Path, name: str) -> str:
    return str(registry.parent / f"{registry.name}-{name}.pem")


def new_key(registry: Path) -> None:
    run(["key", "new", "--provider", "uji", "--key", "k1", "--out", secret(registry, "k1"), "--repo", str(registry)])


def admit(registry: Path, name: str) -> int:
    signer = f"registry/{name}"
    return run(["provider", "admit", "uji", "--key", secret(registry, name), "--as", signer, "--repo", str(registry)])


def unsigned(registry: Path) -> list[str]:
    """Codes of what does not count for want of maintainers' signatures."""
    register = build_register(load_or_raise(registry), NO_HISTORY)
    return sorted({finding.code for finding in register.findings if "uji" in finding.file})


def acts(registry: Path) -> list[Path]:
    return list((registry / "registry" / "uji").glob("acts/*.yaml"))


def test_two_maintainers_admit_a_provider_and_its_key(registry: Path) -> None:
    new_key(registry)
    admit(registry, "first")
    after_one = unsigned(registry)
    admit(registry, "second")
    assert len(acts(registry)) == 1
    assert len(after_one) > len(unsigned(registry))
    snapshot = load_or_raise(registry)
    assert [len(act.record.proof) for act in snapshot.provider_acts.values()] == [2]
    assert len(snapshot.keys["uji", "k1"].record.proof) == 3


def test_one_maintainer_cannot_sign_twice(registry: Path) -> None:
    new_key(registry)
    admit(registry, "first")
    before = [path.read_bytes() for path in acts(registry)]
    with pytest.raises(BuktiError, match="already"):
        admit(registry, "first")
    assert [path.read_bytes() for path in acts(registry)] == before


def test_a_strangers_key_signs_nothing_and_leaves_nothing(registry: Path) -> None:
    new_key(registry)
    with pytest.raises(BuktiError, match="not that of"):
        run([
            "provider", "admit", "uji", "--key", secret(registry, "k1"), "--as", "registry/first",
            "--repo", str(registry),
        ])  # fmt: skip
    assert acts(registry) == []
    assert len(load_or_raise(registry).keys["uji", "k1"].record.proof) == 1


def test_without_a_key_there_is_nothing_to_admit(registry: Path) -> None:
    with pytest.raises(BuktiError, match="no key to admit"):
        admit(registry, "first")
    assert acts(registry) == []


def test_an_unpinned_key_is_no_maintainers(registry: Path) -> None:
    new_key(registry)
    run([
        "key", "new", "--provider", "registry", "--key", "third", "--out", secret(registry, "third"),
        "--repo", str(registry),
    ])  # fmt: skip
    with pytest.raises(BuktiError, match="not pinned"):
        admit(registry, "third")
    assert acts(registry) == []
