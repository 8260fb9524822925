"""Micro-credentials side by side, and two versions of one: drawn on the visitor's device from their own pages."""

from site_builder.catalogue import spoken
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import script_safe
from site_builder.site import Site
from site_builder.view import View


def compare(site: Site, language: str, path: str) -> Frame:
    """Up to four micro-credentials side by side; the address says which, behind ``#``."""
    return _drawn(site, language, path, "compare")


def difference(site: Site, language: str, path: str) -> Frame:
    """What changed between two versions of one; the address says which, behind ``#``."""
    return _drawn(site, language, path, "difference")


def _drawn(site: Site, language: str, path: str, name: str) -> Frame:
    view = View.of(site, language, path, "catalogue")
    body = render(view, f"{name}.html", words=script_safe(spoken(view)))
    title, lead = view.t(f"{name}.title"), view.t(f"{name}.lead")
    return frame(view, title=title, body=body, description=lead, script=f"{name}.js", exact=False)
