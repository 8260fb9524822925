"""Serve the site on this machine, at http://127.0.0.1:8000/, as the registry's files stand at each moment.

Pages are made when they are asked for: save a file and load the page again. A fault in the registry is told
here and on the page; until it is mended, the last good state is shown. /published.json is answered with the time
at which this command was started, so the verify page takes the data for fresh.
"""

import argparse
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli.output import note, say
from bukti.cli.standing import settle
from bukti.errors import UsageError

if TYPE_CHECKING:
    from site_builder.live import LiveSite

EXAMPLE = """  bukti serve
  bukti serve --site build/demo/site --port 8080"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--repo", type=Path, metavar="DIR", help="the registry (default: here)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="serve this site, built before, and build none")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (default: 8000; 0: any free one)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from site_builder.server import HOST, make_live_server, make_server

    if args.site and args.repo:
        raise UsageError("--site and --repo exclude each other", hint="--site serves what --repo would build")
    if not 0 <= args.port <= 65535:
        raise UsageError(f"--port {args.port} is no port", expected="a number from 0 to 65535")
    with ExitStack() as stack:
        if args.site:
            server = stack.enter_context(make_server(args.site, args.port, datetime.now(UTC), on_request=note))
        else:
            live = _live(args.repo or Path(), stack)
            server = stack.enter_context(make_live_server(live, args.port, datetime.now(UTC), on_request=note))
        say(f"http://{HOST}:{server.server_port}/   (stop with Ctrl+C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
    return 0


def _live(repo: Path, stack: ExitStack) -> "LiveSite":
    """The site of ``repo``, with a folder that lives as long as the command."""
    from site_builder.live import LiveSite

    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bukti-serve-")))
    live = LiveSite(root=repo, scratch=scratch, told=note)
    note("reading the registry")
    live.start()
    settle()
    return live
