"""What is kept of a file that somebody gives, and what is refused in one sentence, whatever its name says."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from matchmaker.errors import Invalid
from matchmaker.inputs import confined, uploads
from tests import papers


def said(content: bytes) -> str:
    """The one sentence that refuses it."""
    with pytest.raises(Invalid) as refused:
        uploads.harmless(content)
    assert list(refused.value.problems) == [uploads.WHERE]
    return str(refused.value.problems[uploads.WHERE])


@pytest.mark.parametrize("what", papers.HARMFUL)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_does_something_is_refused(what: str, packed: bool) -> None:
    """Also where what it does is packed with other objects."""
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert "The PDF" in said(papers.pdf(papers.HARMFUL[what], object_stream_mode=mode))


@pytest.mark.parametrize("what", papers.HARMLESS)
def test_a_pdf_as_programs_write_it_is_kept_byte_for_byte(what: str) -> None:
    content = papers.pdf(papers.HARMLESS[what])
    kept = uploads.harmless(content)
    assert (kept.media_type, kept.content) == ("application/pdf", content)


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_refused(password: str) -> None:
    content = papers.pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    assert "protected" in said(content)


def test_a_pdf_without_a_page_or_broken_is_refused() -> None:
    assert said(papers.pdf(pages=0)) == "The PDF has no page."
    assert "damaged" in said(b"%PDF-1.7\n" + b"\xff" * 500)
    assert "damaged" in said(papers.pdf()[:200])


@pytest.mark.parametrize(
    "content",
    [papers.zipped(), b"MZ" + b"\0" * 100, b"<html><script>alert(1)</script>", b"GIF89a" + b"\0" * 50, b"RIFF....WEBP", b"x"],
)
def test_what_is_none_of_ours_is_refused(content: bytes) -> None:
    assert "whatever its name says" in said(content)


def test_nothing_and_too_much_are_refused() -> None:
    assert said(b"") == "The file is empty."
    assert said(b"%PDF-" + b"\0" * uploads.MOST) == "is too large: at most 10 MB"
    with pytest.raises(Invalid, match="too large"):
        uploads.read(BytesIO(b"\0" * (uploads.MOST + 1)))
    with pytest.raises(Invalid, match="empty"):
        uploads.read(BytesIO())
    assert uploads.read(BytesIO(b"\0" * uploads.MOST)) == b"\0" * uploads.MOST


def test_no_more_of_a_large_file_is_read_than_one_may_have() -> None:
    endless = BytesIO(b"\0" * 3 * uploads.MOST)
    with pytest.raises(Invalid):
        uploads.read(endless)
    assert endless.tell() == uploads.MOST + 1


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_drawn_anew_without_what_was_written_into_it(kind: str, media_type: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at a secret place"
    content = papers.picture(kind, exif=exif)
    assert b"secret place" in content
    kept = uploads.harmless(content + b"<script>alert(1)</script>")
    assert kept.media_type == media_type
    assert b"secret place" not in kept.content
    assert b"script" not in kept.content
    with Image.open(BytesIO(kept.content)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == (kind, (40, 30), {})


def test_a_photo_taken_sideways_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(uploads.harmless(papers.picture("JPEG", exif=exif)).content)) as drawn:
        assert drawn.size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    assert uploads.harmless(papers.picture(mode=mode)).media_type == "image/png"


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_taken(mode: str) -> None:
    assert uploads.harmless(papers.picture("JPEG", mode=mode)).media_type == "image/jpeg"


def test_a_picture_that_claims_to_be_huge_or_is_broken_is_refused() -> None:
    assert "at most 40 million points" in said(papers.huge_png())
    assert "at most 40 million points" in said(papers.huge_png(10_000, 5_000))
    assert "damaged" in said(papers.picture()[:60])
    assert "damaged" in said(b"\xff\xd8\xff" + b"\0" * 100)


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("Vollmacht Müller.pdf", "application/pdf", "Vollmacht Müller.pdf"),
        ("SCAN.PDF", "application/pdf", "SCAN.PDF"),
        ("form.pdf", "image/png", "form.png"),
        ("photo.jpeg", "image/jpeg", "photo.jpeg"),
        ("invoice.pdf.exe", "application/pdf", "invoice.pdf.pdf"),
        ("no ending", "image/jpeg", "no ending.jpg"),
        ("x" * 300 + ".pdf", "application/pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_is_called_what_it_is(name: str, media_type: str, kept: str) -> None:
    assert uploads.title(name, media_type) == kept


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x.pdf", "a\0.pdf"),
        *("..", ".htaccess", "a\u202efdp.exe", "\u200b", "a\n.pdf"),
    ],
)  # fmt: skip
def test_a_name_that_is_a_path_or_cannot_be_seen_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="name of the file"):
        uploads.title(name, "application/pdf")


def test_a_process_apart_says_the_same() -> None:
    kept = uploads.harmless(papers.picture())
    assert confined.look(papers.picture()) == kept
    with pytest.raises(Invalid, match="at most 40 million points"):
        confined.look(papers.huge_png())


def test_a_pdf_that_would_fill_the_memory_is_refused_apart() -> None:
    """What is packed into 1 MB would take 200 MB; a process without limits would unpack it, and find nothing wrong."""
    with pytest.raises(Invalid, match="damaged"):
        confined.look(papers.bomb_pdf(200))
    assert uploads.harmless(papers.bomb_pdf(1)).media_type == "application/pdf"


def test_a_pdf_that_two_programs_may_read_in_two_ways_is_refused() -> None:
    """Where its list of objects is wrong, programs look for objects themselves, and not all find the same."""
    assert "damaged" in said(papers.pdf().replace(b"startxref\n", b"startxref\n9"))
