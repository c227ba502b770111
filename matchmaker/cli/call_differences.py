"""What differs between two calls, as text to read and as a document."""

from collections.abc import Iterable, Iterator, Sequence

from matchmaker.cli.answers import wrapped
from matchmaker.language import SOURCE, Message, render
from matchmaker.programme.calls import Call
from matchmaker.programme.differences import Difference, in_groups


def differences_sheet(before: Call, after: Call, found: Sequence[Difference]) -> Iterator[str]:
    """The differences under the names of what they are about; which call is which stands first."""
    yield f"{after.id}: {after.label(SOURCE)}"
    yield f"compared with {before.id}" if before.id != after.id else "compared with what was in force before"
    yield from differing(found)
    if not found:
        yield from ("", "Nothing differs.")


def differing(found: Iterable[Difference]) -> Iterator[str]:
    """The differences alone."""
    for name, told in in_groups(found):
        yield from ("", render(name, SOURCE))
        for one in told:
            rule = f"{one.id:20} " if one.id else ""
            yield wrapped(f"- {rule}{render(one.sentence, SOURCE)}", 2, 2 + len(rule))


def differences_json(before: Call, after: Call, found: Iterable[Difference]) -> dict[str, object]:
    """Both calls by id and version, and each difference by the key and the id that it is about."""
    return {"before": _call(before), "after": _call(after), "differences": [_difference(one) for one in found]}


def _call(call: Call) -> dict[str, object]:
    return {"id": call.id, "version": call.version, "provisional": call.provisional}


def _difference(one: Difference) -> dict[str, object]:
    return {
        "about": one.about,
        "id": one.id or None,
        "change": one.change,
        "before": _said(one.before),
        "after": _said(one.after),
        "text": render(one.sentence, SOURCE),
    }


def _said(message: Message | None) -> str | None:
    return None if message is None else render(message, SOURCE)
