"""How a picture is written: elements with their attributes, every text escaped, in the language of who looks at it."""

from markupsafe import Markup, escape

from matchmaker import language

LETTER = 0.62
"""How wide a letter is at most on average, in parts of its size: so much room is left for a text."""


def element(name: str, *inside: object, **attributes: object) -> Markup:
    """One element; `fill_opacity` is written fill-opacity, `class_` class. An attribute that is None is left out."""
    written = "".join(
        f' {key if key == "viewBox" else key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(map(escape, inside))
    # A name and keys of ours, and escaped values; a map has a hundred elements, and `Markup.format` takes ten times as long.
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")  # noqa: S704


def number(value: object) -> object:
    """A length in at most one decimal; anything else as it is."""
    return f"{round(value, 1) + 0:g}" if isinstance(value, float) else value


def picture(kind: str, width: float, height: float, words: object, *inside: object) -> Markup:
    """A whole picture of that size, in its own units; `words` say what it shows to whoever does not see it."""
    return element(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture {kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_label=said(words),
        font_family="system-ui, sans-serif",
    )


def text(words: object, x: float, y: float, size: float, **attributes: object) -> Markup:
    """A line of text in the middle of x, or as `text_anchor` says, whose letters stand on y."""
    return element("text", said(words), **{"x": x, "y": y, "font_size": size, "text_anchor": "middle", **attributes})


def length(words: object, size: float) -> float:
    """How long a line of text becomes at most."""
    return LETTER * size * len(said(words))


def lines(words: object, size: float, width: float) -> list[str]:
    """A text broken between its words, so that each line is at most so long; a longer word has a line of its own."""
    found = [""]
    for word in said(words).split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and length(longer, size) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def titled(words: object) -> Markup:
    """What is said where a pointer rests on a part of a picture."""
    return element("title", said(words))


def said(words: object) -> str:
    """A text as it is, a sentence in the reader's language."""
    return language.render(words, language.current())
