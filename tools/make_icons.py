"""Draws the site's mark as the icons that devices show for the installed verify page.

Run after a change of ``site_builder/assets/mark.svg``: ``python -m tools.make_icons``. A test holds the files to what
this draws.
"""

import json
from pathlib import Path

import typst

ASSETS = Path(__file__).resolve().parent.parent / "site_builder" / "assets"
GROUND = "#f4f6f5"
ICONS = {
    # name: pixels, share of the width that the mark takes, ground (a maskable icon is cut to any shape by the device)
    "icon-192.png": (192, 1.0, None),
    "icon-512.png": (512, 1.0, None),
    "icon-maskable.png": (512, 0.6, GROUND),
}


def draw(name: str) -> bytes:
    """The icon as a PNG file."""
    pixels, share, ground = ICONS[name]
    fill = f'rgb("{ground}")' if ground else "none"
    page = f"#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt, fill: {fill})\n"
    svg = json.dumps((ASSETS / "mark.svg").read_text(encoding="utf-8"))
    mark = f'#align(center + horizon, image(bytes({svg}), format: "svg", width: {share * 100}%))\n'
    drawn = typst.compile((page + mark).encode(), format="png", ppi=72)
    if not isinstance(drawn, bytes):
        raise TypeError(f"{name}: one page was asked for")
    return drawn


def main() -> None:
    """Write all icons."""
    for name in ICONS:
        (ASSETS / name).write_bytes(draw(name))


if __name__ == "__main__":
    main()
