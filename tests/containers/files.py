"""Files as other programs make them: certificates by Typst, saved again by qpdf; badges by an imaging library."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import typst
from PIL import Image, PngImagePlugin

_PAGE = """\
#set document(title: "Certificate", date: datetime(year: 2026, month: 11, day: 23))
#set text(lang: "en")
{attached}
= Certificate
Aisyah binti Rahman #pagebreak() second page
"""
_ATTACH = (
    '#pdf.attach("{name}", read("{name}", encoding: none), '
    'relationship: "source", mime-type: "application/json", description: "the credential")'
)


def certificate(attached: Mapping[str, bytes], standard: str | None = "a-3b") -> bytes:
    """A PDF of two pages with files attached, as the registry's own certificates will be."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in attached.items():
            (folder / file).write_bytes(data)
        text = _PAGE.format(attached="\n".join(_ATTACH.format(name=file) for file in attached))
        (folder / "page.typ").write_text(text, encoding="utf-8")
        standards: Any = [standard] if standard else []
        return typst.compile(str(folder / "page.typ"), pdf_standards=standards)


def saved_again(pdf: bytes, change: Callable[[pikepdf.Pdf], None] | None = None, **how: Any) -> bytes:
    """The PDF as another program writes it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if change is not None:
            change(opened)
        out = io.BytesIO()
        opened.save(out, **how)
        return out.getvalue()


def with_attachment(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    """A change: a further file is attached."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return change


SAVED: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "no object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "linearised": {"linearize": True},
    "linearised object streams": {"linearize": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "unpacked": {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    "packed anew": {"recompress_flate": True, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    "for people": {"qdf": True},
    "old": {"force_version": "1.4", "object_stream_mode": pikepdf.ObjectStreamMode.disable},
}
"""Ways in which qpdf writes a file."""


def badge(text: str, *, zipped: bool = False, size: tuple[int, int] = (120, 80)) -> bytes:
    """A PNG with a baked credential, by an imaging library."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("openbadgecredential", text, zip=zipped)
    out = io.BytesIO()
    Image.effect_noise(size, 40).save(out, "PNG", pnginfo=info)
    return out.getvalue()
