"""What makes a template right (TPL-3, TPL-5)."""

from collections.abc import Collection, Iterator
from datetime import date

from bukti.did import achievement_id, did_of, status_list_url
from bukti.model import Template
from bukti.model.snapshot import Snapshot
from bukti.proof.jcs import canonical
from bukti.templates.filling import at, fill, same_json
from bukti.templates.values import POINTERS, Values

MAX_BYTES = 240_000
"""A template's largest size in bytes; what a learner adds has to fit into the 256 KiB of CRD-1."""

_OPTIONAL = frozenset(name for name in POINTERS if name == "valid_until" or name.startswith("result_"))
_EXAMPLE_UUID = "00000000-0000-4000-8000-000000000000"


def template_faults(template: Template, snapshot: Snapshot, names: Collection[str] | None = None) -> list[str]:
    """Every reason why ``template`` is not right (TPL-5), as plain sentences; empty when it is.

    ``names`` are those that the provider has or had, in any language; by default those of its record.
    """
    faults = list(_hole_faults(template)) or list(_shape_faults(template))
    if faults:
        return faults
    return [
        *_identity_faults(template, snapshot),
        *_name_faults(template, snapshot, names),
        *_sibling_faults(template, snapshot),
    ]


def _hole_faults(template: Template) -> Iterator[str]:
    names = [hole.hole for hole in template.holes]
    present = {name for name, pointer in POINTERS.items() if at(template.credential, pointer) is not None}
    if names != [name for name in POINTERS if name in names]:
        yield "its holes stand twice or out of order"
    for name in POINTERS:
        if (name in present) != (name in names):
            yield f"the hole {name} and its place in the credential do not go together"
        elif name not in names and name not in _OPTIONAL:
            yield f"the hole {name} is missing"
    for hole in template.holes:
        if hole.pointer != POINTERS[hole.hole]:
            yield f"the hole {hole.hole} is at {hole.pointer}, not at {POINTERS[hole.hole]}"
        elif at(template.credential, hole.pointer) not in ("", None):
            yield f"the credential is not empty at the hole {hole.hole}"


def _shape_faults(template: Template) -> Iterator[str]:
    # Imported late: the package of the verifier imports the register, and that imports this one.
    from bukti.verification.shape import shape_fault

    try:
        size = len(canonical(template.json_form()))
        fault = shape_fault(fill(template, example_values(template)))
    except (ValueError, TypeError, KeyError) as error:
        yield f"its credential cannot be filled: {error}"
        return
    if fault is not None:
        yield f"its credential is not as specified at {fault.where} ({fault.code})"
    if size > MAX_BYTES:
        yield f"it has {size:,} bytes; at most {MAX_BYTES:,} leave room for a learner"


def example_values(template: Template) -> Values:
    """Values for every hole of ``template`` that no learner has."""
    holes = {hole.hole for hole in template.holes}
    return Values(
        uuid=_EXAMPLE_UUID,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 12, 31) if "valid_until" in holes else None,
        status_index=0,
        name="Example",
        results=("Example",) * sum(hole.startswith("result_") for hole in holes),
    )


def _identity_faults(template: Template, snapshot: Snapshot) -> Iterator[str]:
    registry = snapshot.registry.record
    bases = [registry.base_url, *registry.former_base_urls]
    credential = template.credential
    achievement = template.achievement
    own = (template.provider, template.mc, template.version)
    base = next((base for base in bases if achievement["id"] == achievement_id(base, *own)), None)
    if base is None:
        yield f"its achievement is not version {template.version} of {template.provider}/{template.mc} here"
        return
    if credential["issuer"]["id"] != did_of(base, template.provider):
        yield f"its issuer is not {template.provider} of this registry"
    if achievement["version"] != str(template.version):
        yield "its achievement states another version"
    if own not in snapshot.definitions:
        yield f"the registry has no version {template.version} of {template.provider}/{template.mc}"
    address = credential["credentialStatus"]["statusListCredential"]
    listed = address.removeprefix(status_list_url(base, template.provider, "").removesuffix(".json"))
    if address != status_list_url(base, template.provider, listed.removesuffix(".json")) or "/" in listed:
        yield f"its status list is not one of {template.provider}"


def _name_faults(template: Template, snapshot: Snapshot, names: Collection[str] | None) -> Iterator[str]:
    if names is None:
        located = snapshot.providers.get(template.provider)
        names = frozenset(located.record.name.values()) if located else frozenset()
    name = template.credential["issuer"].get("name")
    if name not in names:
        yield f"its issuer's name {name!r} is none that {template.provider} has or had"


def _sibling_faults(template: Template, snapshot: Snapshot) -> Iterator[str]:
    """All templates of one version and base hold an equal achievement; its id tells version and base."""
    achievement = template.achievement
    for other in snapshot.templates_by_achievement.get((template.provider, achievement["id"]), ()):
        if not same_json(other.record.achievement, achievement):
            yield f"its achievement differs from that of {other.file}"
            return
