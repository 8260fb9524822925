"""Templates that a change brings: unsigned files, on which every credential of a version is modelled (TPL-6)."""

from collections.abc import Iterator

from bukti.errors import Finding
from bukti.model import Definition, Template
from bukti.model.snapshot import Against, Located, Snapshot
from bukti.templates import achievement_of
from bukti.templates.filling import same_json


def template_findings(snapshot: Snapshot, against: Against | None) -> Iterator[Finding]:
    """Templates that no batch names, and first templates of a version that say something else than it does.

    Once there is a template, `bukti issue` reads the achievement from it: one that a stranger left there, or
    a provider altered, would be signed by every batch to come.
    """
    used = {(one.record.provider, digest) for one in snapshot.batches.values() for digest in one.record.templates}
    for name, located in snapshot.templates.items():
        if name not in used:
            yield _unused(located)
        if against and _is_first(snapshot, against, located) and not _is_true(snapshot, located.record):
            yield _altered(located)


def _is_first(snapshot: Snapshot, against: Against, located: Located[Template]) -> bool:
    """Whether the change brings this template, and no template of the same achievement was there before."""
    identity = str(located.record.achievement.get("id"))
    related = snapshot.templates_by_achievement.get((located.record.provider, identity), ())
    brought = [path for path, change in against.files.items() if change.status == "A"]
    return located.file in brought and all(one.file in brought for one in related)


def _is_true(snapshot: Snapshot, template: Template) -> bool:
    """Whether the template's achievement is that of its definition; that there is one is the register's to say."""
    located = snapshot.definitions.get((template.provider, template.mc, template.version))
    if located is None or _has_module_twice(located.record):
        return True
    registry = snapshot.registry.record
    bases = (registry.base_url, *registry.former_base_urls)
    return any(same_json(template.achievement, achievement_of(snapshot, located.record, base)) for base in bases)


def _has_module_twice(definition: Definition) -> bool:
    """A fault of its own (MC-5.2-02); its paths cannot be told apart, nor listed in bounded time."""
    groups = definition.structure.choose if definition.structure else ()
    modules = [module for group in groups for module in group.from_]
    return len(set(modules)) < len(modules)


def _unused(located: Located[Template]) -> Finding:
    return Finding(
        file=located.file,
        code="template-unused",
        message="no batch names this template",
        expected=f"a batch of {located.record.provider} whose `templates` hold its digest",
        hint="add the batch that `bukti issue` wrote with it, or remove the template",
        clause="TPL-9",
    )


def _altered(located: Located[Template]) -> Finding:
    record = located.record
    return Finding(
        file=located.file,
        code="template-definition",
        message="the first template of a version says something else of the micro-credential than its definition",
        expected=f"the achievement of registry/{record.provider}/{record.mc}/v{record.version}.yaml",
        hint="remove the template and the batch, and issue again with `bukti issue`",
        clause="TPL-9",
    )
