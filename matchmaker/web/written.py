"""A member's text on a page, marked with its language, so that it is read aloud in that."""

from markupsafe import Markup, escape

from matchmaker import language
from matchmaker.inputs.tongues import language_of


def written(text: str, beside: str = "") -> Markup:
    """A member's text, marked with its language where that is not the page's; with none where nobody can tell.

    beside: more by the same hand, for what is as short as a title.
    """
    code = language_of(f"{text} {beside}")
    said = escape(text)
    return said if code == language.current() else Markup('<span lang="{}">{}</span>').format(code, said)
