"""The smallest snapshot that credentials can be made from: one provider, a graded MC with electives."""

from types import MappingProxyType
from typing import Any

from bukti.model import Definition, Framework, Provider, Registry, Template
from bukti.model.snapshot import Located, Snapshot
from bukti.templates import digest_of, make_template

BASE = "https://bukti.example"
PROVIDER = "universiti-contoh"
MC = "rain-data"

REGISTRY: dict[str, Any] = {
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
    "languages": ["en", "ms", "ar"],
    "demonstration": True,
    "maintainers": [{"key": "m-1", "digest": "0" * 64}, {"key": "m-2", "digest": "1" * 64}],
}
PROVIDER_RECORD: dict[str, Any] = {
    "schema": "provider/v1",
    "id": PROVIDER,
    "name": {"en": "Universiti Contoh (demonstration)", "ms": "Universiti Contoh (demonstrasi)"},
    "kind": "hep",
    "country": "MY",
    "zone": "Asia/Kuala_Lumpur",
    "language": "en",
    "url": "https://contoh.example/",
    "contact": {"unit": {"en": "Registry office"}, "email": "registrar@contoh.example"},
    "about": {"en": "A university that does not exist."},
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
    "edition": "2nd edition",
    "levels": [{"value": "6", "name": {"en": "Bachelor"}, "descriptor": {"en": "Level six."}}],
}
DEFINITION: dict[str, Any] = {
    "schema": "definition/v1",
    "provider": PROVIDER,
    "id": MC,
    "version": 1,
    "state": "active",
    "language": "en",
    "title": {"en": "Reading rain data", "ms": "Membaca data hujan", "ar": "قراءة بيانات المطر"},
    "summary": {
        "en": "How rain is measured,\nand what its numbers say.",
        "ms": "Cara hujan diukur.",
        "ar": "كيف يُقاس المطر.",
    },
    "level": {"framework": "mqf", "value": "6"},
    "credits": {"value": "2.5", "system": "MQF"},
    "hours": {"total": 100},
    "outcomes": [
        {
            "id": "lo1",
            "text": {"en": "Read a rain gauge.", "ms": "Baca tolok.", "ar": "يقرأ المقياس."},
            "domain": "skill",
        }
    ],
    "modules": [
        {"id": "m1", "title": {"en": "Gauges"}, "content": [{"en": "Gauges"}]},
        {
            "id": "m2",
            "title": {"en": "Floods", "ms": "Banjir", "ar": "الفيضانات"},
            "content": [{"en": "Floods"}],
        },
        {
            "id": "m3",
            "title": {"en": "Droughts", "ms": "Kemarau", "ar": "الجفاف"},
            "content": [{"en": "Droughts"}],
        },
    ],
    "structure": {
        "required": ["m1"],
        "choose": [{"id": "c1", "label": {"en": "One of two"}, "from": ["m2", "m3"], "min": 1, "max": 1}],
    },
    "assessments": [
        {
            "id": "a1",
            "method": "project",
            "title": {"en": "Project", "ms": "Projek", "ar": "مشروع"},
            "weight": 100,
            "mode": "online",
            "supervision": "supervisor",
            "identity_check": "institution_login",
        }
    ],
    "completion": {"rule": {"en": "Pass the project.", "ms": "Lulus projek.", "ar": "اجتياز المشروع."}},
    "grading": {"scale": {"en": "Letter grades"}, "reported_as": "grade", "values": ["A", "B", "C"]},
    "validity": {"expires": "P3Y", "reason": {"en": "Methods change."}},
}


def snapshot(*definitions: dict[str, Any], templates: tuple[Template, ...] = (), **registry: Any) -> Snapshot:
    """A snapshot of ``definitions`` (one if none is given) and ``templates``."""
    parsed = [Definition.model_validate(each) for each in definitions or (DEFINITION,)]
    empty: Any = MappingProxyType({})
    return Snapshot(
        registry=Located(record=Registry.model_validate(REGISTRY | registry), file="registry/registry.yaml"),
        providers={
            PROVIDER: Located(
                record=Provider.model_validate(PROVIDER_RECORD), file=f"registry/{PROVIDER}/provider.yaml"
            )
        },
        definitions={
            (each.provider, each.id, each.version): Located(
                record=each, file=f"registry/{each.provider}/{each.id}/v{each.version}.yaml"
            )
            for each in parsed
        },
        offers=empty,
        frameworks={"mqf": Located(record=Framework.model_validate(FRAMEWORK), file="registry/frameworks/mqf.yaml")},
        pathways=empty,
        keys=empty,
        provider_acts=empty,
        registry_acts=empty,
        key_acts=empty,
        batches=empty,
        lifecycle_acts=empty,
        templates={
            (each.provider, digest_of(each)): Located(record=each, file=f"{digest_of(each)}.json") for each in templates
        },
        statuses=empty,
    )


def template(*, with_until: bool = True, results: tuple[str, ...] = ("grade",), **changes: Any) -> Template:
    """The template of the small MC, with ``changes`` to its definition."""
    return make_template(
        snapshot(DEFINITION | changes),
        PROVIDER,
        MC,
        changes.get("version", 1),
        base_url=BASE,
        status_list="1",
        with_until=with_until,
        results=results,
    )
