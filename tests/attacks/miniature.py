"""A miniature registry that passes every check without a finding: what each attack changes in one place."""

import os
import subprocess
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

from bukti.loading import dump_record
from bukti.loading.paths import record_path
from bukti.model import Definition, Framework, Provider, Registry
from bukti.model.snapshot import Located, Snapshot
from bukti.proof import merkle
from bukti.proof.jcs import canonical
from bukti.proof.records import signed_bytes
from bukti.proof.status import StatusList, make_snapshot
from bukti.templates import digest_of, make_template, template_bytes
from tests.keys import demo_key, method, signed

BASE = "https://bukti.example"
UNI = "universiti-contoh"
OTHER = "kolej-contoh"
MC = "rain-data"
LIST = "list-1"
TODAY = "2026-11-23"
V1 = f"registry/{UNI}/{MC}/v1.yaml"
OFFER = f"registry/{UNI}/{MC}/offer.yaml"
PROVIDER = f"registry/{UNI}/provider.yaml"
BATCH = f"credentials/{UNI}/2026/2026-10-05-batch001.yaml"


def key_record(provider: str, key: str, number: int = 1) -> dict[str, Any]:
    return {
        "schema": "key/v1",
        "registry": BASE,
        "provider": provider,
        "key": key,
        "number": number,
        "public_key": demo_key(f"{provider}/{key}").multikey,
        "valid_from": "2026-10-01",
        "demonstration": True,
    }


def admission(provider: str, serial: str) -> dict[str, Any]:
    act = {
        "schema": "provider-act/v1",
        "act": f"2026-10-01-{serial}",
        "registry": BASE,
        "provider": provider,
        "kind": "admitted",
        "on": "2026-10-01",
    }
    return signed(act, "registry/m-1", "registry/m-2")


def provider(name: str, title: str) -> dict[str, Any]:
    return {
        "schema": "provider/v1",
        "id": name,
        "name": {"en": f"{title} (demonstration)"},
        "kind": "hep",
        "country": "MY",
        "zone": "Asia/Kuala_Lumpur",
        "language": "en",
        "url": f"https://{name}.example/",
        "contact": {"unit": {"en": "Registry office"}, "email": f"registrar@{name}.example"},
        "about": {"en": "An institution that does not exist."},
        "demonstration": True,
    }


FRAMEWORK: dict[str, Any] = {
    "schema": "framework/v1",
    "id": "mqf",
    "abbreviation": "MQF",
    "name": {"en": "Malaysian Qualifications Framework"},
    "country": "MY",
    "authority": {"en": "Malaysian Qualifications Agency"},
    "url": "https://www.mqa.gov.my/",
    "edition": "second edition",
    "credit_system": {"name": "MQF", "hours_per_credit": 40, "step": 0.5, "source": "for tests"},
    "levels": [{"value": "6", "name": {"en": "Bachelor"}, "descriptor": {"en": "Level six."}}],
    "reserved_titles": ["Diploma", "Graduate Certificate"],
}

DEFINITION: dict[str, Any] = {
    "schema": "definition/v1",
    "provider": UNI,
    "id": MC,
    "version": 1,
    "state": "active",
    "language": "en",
    "changelog": [{"version": 1, "on": "2026-10-01", "summary": {"en": "First version."}}],
    "title": {"en": "Reading Rain Data"},
    "type": "stand_alone",
    "summary": {"en": "How rain is measured, what its numbers say, and what they cannot say."},
    "objectives": [{"en": "To let people read the rain data of their own place."}],
    "audience": {"en": "Anyone who lives by a river."},
    "prerequisites": [{"en": "Sums and percentages"}],
    "awarding_body": {"en": "Universiti Contoh (demonstration)"},
    "country": "MY",
    "level": {"framework": "mqf", "value": "6"},
    "credits": {"value": 2, "system": "MQF"},
    "hours": {"total": 80, "guided_online": 40, "independent": 40},
    "field_of_study": {"isced_f": "0532"},
    "skills": [{"framework": "ESCO", "uri": "http://data.europa.eu/esco/skill/1", "label": {"en": "read rain gauges"}}],
    "outcomes": [
        {"id": "lo1", "text": {"en": "Explain how rain is measured."}, "domain": "knowledge"},
        {"id": "lo2", "text": {"en": "Calculate the risk of a flood."}, "domain": "skill"},
        {"id": "lo3", "text": {"en": "Justify a warning honestly."}, "domain": "attitude"},
        {
            "id": "m2-1",
            "text": {"en": "Estimate a flood."},
            "domain": "skill",
            "module": "m2",
            "contributes_to": ["lo2"],
        },
        {
            "id": "m3-1",
            "text": {"en": "Estimate a drought."},
            "domain": "skill",
            "module": "m3",
            "contributes_to": ["lo2"],
        },
    ],
    "modules": [
        {
            "id": "m1",
            "title": {"en": "Gauges"},
            "content": [{"en": "Rain gauges"}],
            "outcomes": ["lo1"],
            "hours": 40,
            "credits": 1,
        },
        {"id": "m2", "title": {"en": "Floods"}, "content": [{"en": "Rivers"}], "hours": 40, "credits": 1},
        {"id": "m3", "title": {"en": "Droughts"}, "content": [{"en": "Soils"}], "hours": 40, "credits": 1},
    ],
    "structure": {
        "required": ["m1"],
        "choose": [{"id": "c1", "label": {"en": "One of two"}, "from": ["m2", "m3"], "min": 1, "max": 1}],
    },
    "delivery": {"modes": ["online"], "languages": ["en"], "pace": ["self_paced", "cohort"]},
    "assessments": [
        {
            "id": "a1",
            "method": "report",
            "title": {"en": "Report"},
            "outcomes": ["lo1", "lo3"],
            "module": "m1",
            "weight": 100,
            "mode": "online",
            "supervision": "supervisor",
            "identity_check": "photo_id",
        },
        {
            "id": "a2",
            "method": "project",
            "title": {"en": "Flood project"},
            "outcomes": ["m2-1"],
            "module": "m2",
            "weight": 100,
            "mode": "online",
            "supervision": "supervisor",
            "identity_check": "photo_id",
        },
        {
            "id": "a3",
            "method": "project",
            "title": {"en": "Drought project"},
            "outcomes": ["m3-1"],
            "module": "m3",
            "weight": 100,
            "mode": "online",
            "supervision": "supervisor",
            "identity_check": "photo_id",
        },
    ],
    "completion": {"rule": {"en": "Pass the report and one project."}},
    "grading": {"scale": {"en": "Letter grades"}, "reported_as": "grade", "values": ["A", "B", "C"]},
    "industry": [{"name": "Rivers board", "role": "review", "evidence": {"en": "Minutes of a workshop."}}],
    "security": {
        "signature": "eddsa-rdfc-2022",
        "status_method": "BitstringStatusList",
        "identity_binding": {"en": "The name is part of the signed credential."},
        "sharing": ["link", "qr"],
        "ownership": {"en": "The holder keeps the file."},
    },
    "validity": {"expires": "never"},
    "quality": {
        "unit": {"en": "Quality unit"},
        "responsible_role": {"en": "Head of quality"},
        "contact": "quality@contoh.example",
        "covers": ["development", "design", "delivery", "assessment", "monitoring", "review", "improvement"],
        "records": {"where": {"en": "In the student records system."}, "retention": "permanent"},
    },
    "recognition": {"apel_c": {"offered": True, "centres": ["Centre of Contoh"], "cap_percent": 30}},
}

OFFER_FORM: dict[str, Any] = {
    "schema": "offer/v1",
    "provider": UNI,
    "id": MC,
    "status": "active",
    "current": 1,
    "cost": {"amount": 0, "currency": "MYR"},
    "enrolment": {"url": "https://contoh.example/enrol", "opens": "2026-12-01", "closes": "2027-01-15"},
    "schedule": {"any_time": True},
    "contact": "mc@contoh.example",
    "demand": {"source": ["employers"], "evidence": [{"en": "Survey of 20 towns"}], "surveyed_on": "2026-05-01"},
    "feedback": {"channel": {"en": "A form after each module"}, "frequency": "P1Y"},
    "review": {"last": "2026-06-01", "next": "2027-06-01", "cycle": "P1Y"},
    "reviews": [{"kind": "peer", "on": "2026-05-01"}, {"kind": "industry", "on": "2026-05-02"}],
    "external": {"sought": False},
}


def registry(pins: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "schema": "registry/v1",
        "name": {"en": "Registry"},
        "description": {"en": "For tests."},
        "agency": {
            "name": {"en": "Agency"},
            "country": "MY",
            "url": "https://agency.example/",
            "contact": "desk@agency.example",
        },
        "base_url": BASE,
        "languages": ["en"],
        "demonstration": True,
        "maintainers": pins,
    }


def digest(label: object) -> bytes:
    return sha256(f"credential {label}".encode()).digest()


def batch(digests: list[bytes], template: str, **more: Any) -> dict[str, Any]:
    """A batch of ``digests`` signed by the provider's key."""
    run = b"".join(sorted(digests))
    form = {
        "schema": "batch/v1",
        "batch": "2026-10-05-batch001",
        "registry": BASE,
        "provider": UNI,
        "mc": MC,
        "version": 1,
        "templates": [template],
        "key": "key-1",
        "issued_on": "2026-10-05",
        "status": {"list": LIST, "from": 0, "to": 400},
        "count": len(digests),
        "root": merkle.root(run).hex(),
        "hashes": run.hex("\n", 32) + "\n",
    } | more
    return signed(form, f"{form['provider']}/{form['key']}")


def _template() -> tuple[str, bytes]:
    """Path and bytes of the template of the definition."""
    empty: Any = {}
    snapshot = Snapshot(
        registry=Located(record=Registry.model_validate(registry(_pins())), file="registry/registry.yaml"),
        providers={UNI: Located(record=Provider.model_validate(provider(UNI, "Universiti Contoh")), file=PROVIDER)},
        definitions={(UNI, MC, 1): Located(record=Definition.model_validate(DEFINITION), file=V1)},
        offers=empty,
        frameworks={"mqf": Located(record=Framework.model_validate(FRAMEWORK), file="registry/frameworks/mqf.yaml")},
        pathways=empty,
        keys=empty,
        provider_acts=empty,
        registry_acts=empty,
        key_acts=empty,
        batches=empty,
        lifecycle_acts=empty,
        templates=empty,
        statuses=empty,
    )
    made = make_template(snapshot, UNI, MC, 1, base_url=BASE, status_list=LIST, with_until=False, results=("grade",))
    return f"credentials/{UNI}/templates/{digest_of(made)}.json", template_bytes(made)


def _maintainers() -> list[dict[str, Any]]:
    return [key_record("registry", "m-1", 1), key_record("registry", "m-2", 2)]


def _pins() -> list[dict[str, str]]:
    return [{"key": key["key"], "digest": sha256(signed_bytes(key)).hexdigest()} for key in _maintainers()]


def files() -> dict[str, bytes]:
    """Every file of the miniature registry."""
    template_path, template = _template()
    forms = [
        registry(_pins()),
        FRAMEWORK,
        provider(UNI, "Universiti Contoh"),
        provider(OTHER, "Kolej Contoh"),
        DEFINITION,
        OFFER_FORM,
        *(signed(key, f"registry/{key['key']}") for key in _maintainers()),
        admission(UNI, "admit001"),
        admission(OTHER, "admit002"),
        signed(key_record(UNI, "key-1"), f"{UNI}/key-1", "registry/m-1", "registry/m-2"),
        signed(key_record(OTHER, "key-1"), f"{OTHER}/key-1", "registry/m-1", "registry/m-2"),
        batch([digest(number) for number in range(5)], Path(template_path).stem),
    ]
    signer = f"{UNI}/key-1"
    status = make_snapshot(
        BASE, UNI, LIST, StatusList.new(), "2026-10-05T00:00:00Z", demo_key(signer), method(BASE, signer)
    )
    return {
        **{str(record_path(form)): dump_record(form).encode() for form in forms},
        template_path: template,
        f"credentials/{UNI}/status/{LIST}/1.json": canonical(status) + b"\n",
    }


def write(root: Path) -> None:
    """The miniature registry as files below ``root``."""
    for path, data in files().items():
        put(root, path, data)


def put(root: Path, path: str, data: bytes | str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data.encode() if isinstance(data, str) else data)


def commit(root: Path, day: str = "2026-10-05", message: str = "records") -> None:
    """Commit everything below ``root``, at noon of ``day``."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", message, "--allow-empty", day=day)


def git(root: Path, *arguments: str, day: str = "2026-10-05") -> str:
    when = f"{day}T12:00:00Z"
    names = {f"GIT_{who}_{what}": "test@bukti.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = os.environ | names | {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True, env=env)
    return done.stdout


def changed(form: dict[str, Any], *place: str | int, to: Any) -> dict[str, Any]:
    """A copy of a JSON form with one member set (``...`` takes it away)."""
    copy = deepcopy(form)
    node: Any = copy
    for step in place[:-1]:
        node = node[step]
    if to is ...:
        del node[place[-1]]
    else:
        node[place[-1]] = to
    return copy
