"""`matchmaker calls adopt`: the calls of the operator's folder come into force, and what is open is checked again."""

from collections.abc import Iterator, Sequence

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_lines
from matchmaker.cli.call_differences import differences_json, differences_sheet
from matchmaker.cli.storage import on_database
from matchmaker.jobs import rounds
from matchmaker.language import SOURCE
from matchmaker.programme.differences import differences
from matchmaker.services import adoption, rechecks
from matchmaker.services.adoption import Adopted
from matchmaker.services.rechecks import Open

HOW = {
    True: "They would be checked again; nothing was written.",
    False: "They were checked again; mails leave with the service, which goes on with these calls within a minute.",
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what differs and how much is open on it; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def adopt(*, dry_run: bool, as_json: bool) -> None:
    """Put the calls of MATCHMAKER_GUIDE_DIR in force, and check again what is open on those that changed.

    Where the folder has a mistake, nothing changes.
    """
    with on_database(config.read()) as database:
        guide = database.surroundings.guide
        with database.session(reads=True) as session:
            changed = adoption.compare(session, guide)
            found = rechecks.count_open(session, [one.call_id for one in changed])
        left = Open(0, 0, 0)
        if not dry_run:
            with database.unit_of_work() as session:
                adoption.adopt(session, guide)
            rounds.recheck(database)
            with database.session(reads=True) as session:
                left = Open(*(len(due(session)) for due, _ in rounds.RECHECKS.values()))
    if as_json:
        answer(_document(changed, found, left), yes=True)
    print_lines(*_sheet(changed, found, left, dry_run=dry_run))
    leave(yes=True)


def _sheet(changed: Sequence[Adopted], found: Open, left: Open, *, dry_run: bool) -> Iterator[str]:
    if not changed:
        yield "Nothing differs from the calls in force."
        return
    for one in changed:
        if one.before and one.after:
            yield from (*differences_sheet(one.before, one.after, differences(one.before, one.after)), "")
        elif not one.is_new:
            yield from (
                f"{one.call_id} {'is replaced: what was in force cannot be read any more' if one.after else 'is gone'}.",
                "",
            )
    new = [one.after for one in changed if one.is_new and one.after]
    if new:
        yield from ("New:", *(f"  {call.id:20} {call.label(SOURCE)}" for call in new), "")
    yield f"Open on these calls: {_counted(found)}."
    if any(found):
        yield HOW[dry_run]
    if any(left):
        yield f"Not checked again so far: {_counted(left)}. The service tries again; /operator tells why."


def _counted(numbers: Open) -> str:
    names = (("idea", "ideas"), ("consortium", "consortia"), ("finalised document", "finalised documents"))
    return ", ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in zip(numbers, names, strict=True))


def _document(changed: Sequence[Adopted], found: Open, left: Open) -> dict[str, object]:
    return {"calls": [_call(one) for one in changed], "open": found._asdict(), "left": left._asdict()}


def _call(one: Adopted) -> dict[str, object]:
    if one.before and one.after:
        return {"id": one.call_id, **differences_json(one.before, one.after, differences(one.before, one.after))}
    after = one.after and {"id": one.after.id, "version": one.after.version, "provisional": one.after.provisional}
    return {"id": one.call_id, "before": None, "after": after, "differences": []}
