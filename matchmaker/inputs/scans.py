"""Pictures of paper, drawn anew: what is kept are the points of the picture, and nothing else that the file held."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from matchmaker.errors import Invalid
from matchmaker.language import N_, say

MOST_POINTS: Final = 40_000_000
"""Points of a picture: a sheet of A4 at 600 points an inch has 35 million."""
QUALITY: Final = 88
"""Of a JPEG: writing stays sharp."""
_KINDS: Final = {"image/png": "PNG", "image/jpeg": "JPEG"}
_MODES: Final = {"PNG": ("1", "L", "RGB", "RGBA"), "JPEG": ("L", "RGB")}
_WRONG: Final = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, UnidentifiedImageError)
"""What Pillow raises about files that are none of theirs."""
_BROKEN: Final = N_("The picture cannot be read: it is damaged. Take or save it again, and upload that.")
_TOO_LARGE: Final = N_("The picture is too large: at most %(n)s million points. Make it smaller, and upload that.")


def drawn_anew(content: bytes, media_type: str, where: str) -> bytes:
    """The picture as it looks, upright, without place, time, names or whatever else was written into it.

    Raises `Invalid`, keyed by `where`, before anything large is unpacked.
    """
    kind = _KINDS[media_type]
    out = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=[kind]) as found:
            if found.width * found.height > MOST_POINTS:
                raise _too_large(where)
            upright = ImageOps.exif_transpose(found)
            mode = upright.mode if upright.mode in _MODES[kind] else "RGBA" if kind == "PNG" else "RGB"
            plain = Image.new(mode, upright.size)
            plain.paste(upright.convert(mode))
            plain.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(where) from None
    except _WRONG:
        raise Invalid({where: say(_BROKEN)}) from None
    return out.getvalue()


def _too_large(where: str) -> Invalid:
    return Invalid({where: say(_TOO_LARGE, n=MOST_POINTS // 1_000_000)})
