"""Build the site from the registry in a repository.

The pages in every language, the open data, the look-up files of the verify page and that page itself are
written to a new folder, counted against what the registry promises, and only then put in the place of the
old site. The same commit gives the same bytes.
"""

import argparse
from pathlib import Path

from bukti.cli.output import format_finding, note, print_json, progress, say
from bukti.cli.standing import settle
from bukti.errors import Finding, Severity, UsageError

EXAMPLE = """  bukti build
  bukti build --repo registry --out public --base-url https://example.github.io/registry"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: here)")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where the site goes (default: build/site in the registry)"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="address for canonical links, where the site is served elsewhere; identities keep the registry's own",
    )
    parser.add_argument(
        "--published-at", metavar="TIME", help="write /published.json with this time, like 2026-11-01T08:00:00Z"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Build; exit 0 when every promised page and file is there."""
    from site_builder.build import build_site, check_place
    from site_builder.load import load_site, unpublished
    from site_builder.plan import make_plan

    out = args.out or args.repo / "build" / "site"
    check_place(out)
    _check_arguments(args)
    site = load_site(args.repo, base_url=args.base_url, published_at=args.published_at)
    findings = (*site.register.findings, *unpublished(site.register))
    warnings = _warn(findings, quiet=args.json)
    plan = make_plan(site)
    settle()
    with progress("building", len(plan.pages) + len(plan.files)) as advance:
        tally = build_site(plan, out, advance)
    document = {
        "out": str(out),
        "snapshot": site.register.snapshot_id,
        "languages": list(site.languages),
        "pages": tally.pages,
        "files": tally.files,
        "bytes": tally.size,
        "findings": warnings,
    }
    if args.json:
        print_json(document)
    else:
        size = f"{tally.size / 1_000_000:.1f} MB"
        say(f"{out}: {tally.pages} pages, {tally.files} data files, {size}, all that was promised")
        say(f"data as of {site.register.snapshot_id or 'no commit'}")
    return 0


def _check_arguments(args: argparse.Namespace) -> None:
    from pydantic import TypeAdapter, ValidationError

    from bukti.instant import instant_of
    from bukti.model.base import BaseUrl

    if args.base_url is not None:
        try:
            TypeAdapter(BaseUrl).validate_python(args.base_url.rstrip("/"))
        except ValidationError as error:
            raise UsageError(
                f"--base-url {args.base_url!r} is no base address",
                expected="something like https://example.org/registry",
            ) from error
    if args.published_at is not None:
        try:
            instant_of(args.published_at)
        except ValueError as error:
            raise UsageError(
                f"--published-at {args.published_at!r} is no time", expected="a time in UTC like 2026-11-01T08:00:00Z"
            ) from error


def _warn(findings: tuple[Finding, ...], *, quiet: bool) -> list[dict[str, object]]:
    """Tell of the records that do not count. They never stop a site: one provider's fault must not stop another's."""
    if not quiet:
        for finding in findings:
            if finding.severity is not Severity.INFO:
                note(format_finding(finding))
    return [finding.as_json() for finding in findings]
