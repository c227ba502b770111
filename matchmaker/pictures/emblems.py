"""What stands for an organisation without a logo: its initials in the colour of its family, and an icon for what it is."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from matchmaker.pictures.drawing import element, text
from matchmaker.programme.kinds import kind_of

_ICONS: Final = {
    "tools": "M14.5 6.5a4 4 0 0 1 5-3.5l-2.5 2.5 1.5 2 2.5-2a4 4 0 0 1-5 5l-8.5 9a2 2 0 0 1-3-3z",
    "lathe": "M3.5 19.5h17M5 19.5v-5h6v5M8 14.5v-4h4M12 8.5h4v4h-4zM16 10.5h4.5M20.5 8.5v4",
    "board": "M4 4.5h16v10.5H4zM12 15v5M8 20.5h8M7.5 8h9M7.5 11.5h5.5",
    "cap": "M2.5 9.5 12 5l9.5 4.5L12 14zM6.5 11.5V16c1.5 1.4 3.5 2 5.5 2s4-.6 5.5-2v-4.5M21.5 9.5V15",
    "factory": "M3.5 20V10l5.5 4v-4l5.5 4V5H19l1.5 15zM7.5 17h2M12.5 17h2",
    "case": "M3.5 8h17v11.5h-17zM9 8V4.5h6V8M3.5 13h17",
    "speech": "M3.5 4.5h17v11h-9l-5 4.5v-4.5h-3z",
    "shield": "M12 3.5l7.5 2.5v5c0 4.5-3 7.7-7.5 9.5-4.5-1.8-7.5-5-7.5-9.5V6zM8.5 11.5l2.5 2.5 4.5-5",
    "joined": "M12 3.5a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM6 14.6a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z"
    "M18 14.6a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM10.6 8.6 7.4 14.8M13.4 8.6l3.2 6.2M8.7 17.3h6.6",
    "people": "M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5zM3 19.5c.4-3.6 2.6-5.2 6-5.2s5.6 1.6 6 5.2"
    "M15.5 5.4a3 3 0 0 1 0 5.7M17.5 14.6c2 .6 3.2 2.2 3.5 4.9",
    "columns": "M3 20h18M4.5 17h15M6 10v7M10 10v7M14 10v7M18 10v7M3.5 10 12 4.5l8.5 5.5z",
    "heart": "M12 20S4 15 4 9.5a4.2 4.2 0 0 1 8-1.8 4.2 4.2 0 0 1 8 1.8C20 15 12 20 12 20z",
    "school": "M3 20h18M5.5 20v-9L12 6.5l6.5 4.5v9M10 20v-4.5h4V20M12 6.5V3h3.5",
    "book": "M12 7C10 5.5 7 5 3.5 5v13c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V5C17 5 14 5.5 12 7zM12 7v13",
    "sprout": "M12 20.5V12M12 12c0-4.5 2.5-7 7.5-7 0 4.5-2.5 7-7.5 7zM12 15c0-3.5-2.3-5.5-7-5.5 0 4 2.5 5.5 7 5.5z",
    "flask": "M9 3.5h6M10.5 3.5v6L5 19a1.2 1.2 0 0 0 1.1 1.8h11.8A1.2 1.2 0 0 0 19 19l-5.5-9.5v-6M7.5 15h9",
    "medal": "M12 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8.5 13.5 7 21l5-2.5 5 2.5-1.5-7.5",
    "compass": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM15.8 8.2l-2.3 5.3-5.3 2.3 2.3-5.3z",
    "seal": "M4.5 4h15v11h-15zM8 8h8M8 11.3h4M14 15v6l2-1.5 2 1.5v-6",
    "dots": "M5.5 12h1M11.5 12h1M17.5 12h1",
}
"""Drawn here, 24 by 24, as lines."""
_EDUCATION, _WORK, _PUBLIC, _CIVIL, _OTHER = "education", "work", "public", "civil", "other"
LOOKS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "vocational-school": ("tools", _EDUCATION),
        "vet-institution": ("tools", _EDUCATION),
        "practical-training-centre": ("lathe", _EDUCATION),
        "teacher-training-centre": ("board", _EDUCATION),
        "higher-education": ("cap", _EDUCATION),
        "employer": ("factory", _WORK),
        "training-company": ("case", _WORK),
        "consultancy": ("speech", _WORK),
        "chamber": ("shield", _WORK),
        "employers-organisation": ("joined", _WORK),
        "social-partner": ("people", _WORK),
        "sector-association": ("joined", _WORK),
        "public-authority": ("columns", _PUBLIC),
        "school-authority": ("columns", _PUBLIC),
        "national-authority": ("columns", _PUBLIC),
        "foundation": ("heart", _CIVIL),
        "ngo": ("heart", _CIVIL),
        "school": ("school", _EDUCATION),
        "adult-education": ("book", _EDUCATION),
        "youth-organisation": ("sprout", _CIVIL),
        "youth-group": ("sprout", _CIVIL),
        "research": ("flask", _EDUCATION),
        "sport": ("medal", _CIVIL),
        "guidance": ("compass", _EDUCATION),
        "certification": ("seal", _OTHER),
        "other": ("dots", _OTHER),
    }
)
"""What an organisation calls itself -> its icon, and the family that gives the colour."""
_TONES: Final = {
    _EDUCATION: ("#e2efee", "#08454a"),
    _WORK: ("#f9ebe3", "#7f3517"),
    _PUBLIC: ("#e3edf6", "#1f4f7c"),
    _CIVIL: ("#e2f1e6", "#1b6338"),
    _OTHER: ("#eceae4", "#4b5560"),
}
"""Surface and ink of each family, where no stylesheet reaches."""
SIZE: Final = 40


def look(kind: str | None, type_code: str = "") -> tuple[str, str]:
    """The icon and the family of what calls itself so, else of what its official type says."""
    by_type = kind_of(type_code, frozenset(), frozenset())
    return LOOKS.get(kind or "") or LOOKS.get(by_type.slug if by_type else "other", LOOKS["other"])


def icon(kind: str | None, type_code: str = "") -> Markup:
    """What an organisation is, drawn; its words stand beside it."""
    drawn = element("path", d=_ICONS[look(kind, type_code)[0]])
    return element("svg", drawn, class_="icon", viewBox="0 0 24 24", aria_hidden="true")


def initials(name: str) -> str:
    """Two letters that stand for a name: of its first and its last word that is written with a capital, else as it comes."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name))
    said = [word for word in words if word[0].isupper()] or words
    letters = said[0][0] + said[-1][0] if len(said) > 1 else (said[0][:2] if said else "?")
    return letters.upper()[:2]


def emblem(name: str, kind: str | None, type_code: str = "") -> Markup:
    """Initials on the colour of the family. The name stands beside them, so they are not read out."""
    family = look(kind, type_code)[1]
    surface, ink = _TONES[family]
    return element(
        "svg",
        element("rect", width=SIZE, height=SIZE, rx=SIZE / 4, fill=surface),
        text(initials(name), SIZE / 2, SIZE * 0.65, SIZE * 0.4, fill=ink, font_weight="bold"),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"emblem {family}",
        viewBox=f"0 0 {SIZE} {SIZE}",
        aria_hidden="true",
        font_family="system-ui, sans-serif",
    )
