"""Build the site and serve it on this machine, at http://127.0.0.1:8000/.

/published.json is answered with the time at which this command was started, so the verify page takes the data
for fresh. The site is built once: after a change of the registry, stop the command and start it again.
"""

import argparse
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bukti.cli.output import note, progress, say
from bukti.errors import UsageError

EXAMPLE = """  bukti serve
  bukti serve --site build/demo/site --port 8080"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--repo", type=Path, metavar="DIR", help="the registry (default: here)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="serve this site, built before, and build none")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (default: 8000; 0: any free one)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from site_builder.server import HOST, make_server

    if args.site and args.repo:
        raise UsageError("--site and --repo exclude each other", hint="--site serves what --repo would build")
    if not 0 <= args.port <= 65535:
        raise UsageError(f"--port {args.port} is no port", expected="a number from 0 to 65535")
    with ExitStack() as stack:
        site = args.site or _build(args.repo or Path(), stack)
        server = stack.enter_context(make_server(site, args.port, datetime.now(UTC), on_request=note))
        say(f"http://{HOST}:{server.server_port}/   (stop with Ctrl+C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
    return 0


def _build(repo: Path, stack: ExitStack) -> Path:
    """Build into a folder that lives as long as the command."""
    from site_builder.build import build_site
    from site_builder.load import load_site
    from site_builder.plan import make_plan

    out = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bukti-serve-"))) / "site"
    plan = make_plan(load_site(repo))
    with progress("building", len(plan.pages) + len(plan.files)) as advance:
        tally = build_site(plan, out, advance)
    note(f"built {tally.pages} pages, {tally.files} data files")
    return out
