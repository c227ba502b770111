"""A mail as it is kept, what it says and where it leads, and made of it: text, and HTML without pictures or anything remote."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from matchmaker.documents.told import Frozen

STYLES: Final[Mapping[str, tuple[str, str]]] = {
    "page": (
        "margin:0;padding:16px;background:#faf7f1;color:#1f2b33;font:16px/1.5 sans-serif",
        "background:#14191c;color:#e9e5dc",
    ),
    "sheet": (
        "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e3dccd;border-radius:8px",
        "background:#1c2327;border-color:#37424a",
    ),
    "words": ("margin:0 0 16px;white-space:pre-line;overflow-wrap:anywhere", ""),
    "facts": ("margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #0d5c61", "border-color:#7fd0cb"),
    "name": ("margin:0;font-size:14px;color:#52606a", "color:#adb6ba"),
    "fact": ("margin:0 0 12px;white-space:pre-line;overflow-wrap:anywhere", ""),
    "links": ("margin:24px 0 8px", ""),
    "main": (
        "display:inline-block;margin:0 16px 12px 0;padding:12px 20px;border-radius:6px;background:#0d5c61;color:#ffffff;"
        "font-weight:bold;text-decoration:none",
        "background:#177378;color:#ffffff",
    ),
    "other": ("display:inline-block;margin:0 16px 12px 0;padding:12px 0;color:#0d5c61", "color:#7fd0cb"),
    "foot": ("max-width:600px;margin:16px auto 0;padding:0 24px;font-size:14px;color:#52606a", "color:#adb6ba"),
    "small": ("margin:0 0 8px;overflow-wrap:anywhere", ""),
    "away": ("color:#0d5c61", "color:#7fd0cb"),
}
"""How the parts look: by day, and what is otherwise in the dark. The only styles that stand inside what they are about: a mail
program follows no others surely. The colours are those of `static/css/tokens.css`."""
_DARK: Final = Markup("@media (prefers-color-scheme:dark){{{}}}").format(
    Markup("").join(
        Markup(".{}{{{}}}").format(name, Markup(dark.replace(";", "!important;") + "!important"))  # noqa: S704  # ours
        for name, (_, dark) in STYLES.items()
        if dark
    )
)


class Block(Frozen):
    """A paragraph, or with a name a fact. lang: code of the language that a person wrote it in, "" where that is the mail's."""

    said: str
    name: str = ""
    lang: str = ""


class Link(Frozen):
    """What to press, and the path of the service it leads to."""

    words: str
    path: str


class Stop(Frozen):
    """Whose mails about what end with one press (`services/wanted.py`), and the words of it."""

    words: str
    user: int
    topic: str


class Content(Frozen):
    """language: of our words, "" = not known. links: the first is what to do. why: one gets it; about: where one chooses."""

    language: str
    greeting: str = ""
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    why: str = ""
    about: tuple[Link, ...] = ()
    stop: Stop | None = None


def text(content: Content, base_url: str, stop: str | None) -> str:
    """The mail for programs that show no HTML. base_url: where the service is; stop: the address that ends such mails."""
    parts = [content.greeting] if content.greeting else []
    was_fact = False
    for block in content.blocks:
        line = f"{block.name}: {block.said}" if block.name else block.said
        if block.name and was_fact:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
        was_fact = bool(block.name)
    parts += [f"{one.words}:\n{_address(base_url, one)}" for one in content.links]
    foot = [content.why] if content.why else []
    foot += [f"{words}: {address}" for words, address in _foot(content, base_url, stop)]
    parts.append("\n".join(["-- ", *foot, base_url.rstrip("/")]))
    return "\n\n".join(parts) + "\n"


def html(content: Content, subject: str, base_url: str, stop: str | None) -> str:
    """The same as HTML. Every word of a person is escaped."""
    greeting = [_part("p", "words", content.greeting)] if content.greeting else []
    links = [_link(one.words, _address(base_url, one), "other" if n else "main") for n, one in enumerate(content.links)]
    sheet = [*greeting, *_blocks(content), *([_part("div", "links", *links)] if links else [])]
    foot = [_part("p", "small", content.why)] if content.why else []
    foot += [_part("p", "small", _link(words, address, "away")) for words, address in _foot(content, base_url, stop)]
    foot.append(_part("p", "small", _link("Matchmaker", base_url.rstrip("/"), "away")))
    body = _part("div", "page", _part("div", "sheet", *sheet), _part("div", "foot", *foot))
    page = Markup(
        '<!DOCTYPE html>\n<html{lang}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>{subject}</title><style>{dark}</style></head>\n'
        '<body style="margin:0;padding:0">{body}</body></html>\n'
    )
    return str(page.format(lang=_lang(content.language), subject=subject, dark=_DARK, body=body))


def _blocks(content: Content) -> list[Markup]:
    """Paragraphs, and facts that follow each other as one list."""
    made: list[Markup] = []
    facts: list[Markup] = []
    for block in content.blocks:
        if block.name:
            facts += [_part("dt", "name", block.name), _part("dd", "fact", block.said, lang=block.lang)]
            continue
        made += [*_list(facts), _part("p", "words", block.said, lang=block.lang)]
        facts = []
    return [*made, *_list(facts)]


def _list(facts: list[Markup]) -> list[Markup]:
    return [_part("dl", "facts", *facts)] if facts else []


def _part(tag: str, look: str, *inside: object, lang: str = "") -> Markup:
    within = Markup("").join(escape(one) for one in inside)
    return Markup('<{0} class="{1}" style="{2}"{3}>{4}</{0}>\n').format(tag, look, STYLES[look][0], _lang(lang), within)


def _link(words: str, address: str, look: str) -> Markup:
    return Markup('<a href="{}" class="{}" style="{}">{}</a>').format(address, look, STYLES[look][0], words)


def _lang(code: str) -> Markup:
    return Markup(' lang="{}"').format(code) if code else Markup("")


def _address(base_url: str, link: Link) -> str:
    return base_url.rstrip("/") + link.path


def _foot(content: Content, base_url: str, stop: str | None) -> list[tuple[str, str]]:
    """What one can do about such mails, and the address of it."""
    stops = [(content.stop.words, stop)] if content.stop is not None and stop is not None else []
    return [*stops, *((one.words, _address(base_url, one)) for one in content.about)]
