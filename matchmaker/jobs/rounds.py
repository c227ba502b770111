"""Which jobs there are: those of the queues, whoever does them, and those of a serving process, about what it keeps."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs.sending import send_due
from matchmaker.jobs.trying import Job, each, try_all, whole, write
from matchmaker.services import (
    attempts,
    changes,
    colleagues,
    confirmations,
    drafts,
    exposure,
    files,
    invitations,
    mails,
    offers,
    partner_access,
    passed,
    personal_data,
    populations,
    practice,
    rechecks,
    reminders,
    reports,
    reserves,
    searches,
    sent_forms,
    silence,
    submissions,
    threads,
    visits,
)

TIDYING: Final = {
    "attempts": attempts.prune,
    "exposure": exposure.prune,
    "searches": searches.tidy,
    "sent forms": sent_forms.prune,
    "drafts": drafts.prune,
    "offers": offers.prune,
    "reports": reports.prune,
    "threads": threads.prune,
    "sent mails": mails.prune,
    "visits": visits.prune,
    "partner links": partner_access.prune,
    "colleagues": colleagues.tidy,
    "changes": changes.prune,
    "files": files.tidy,
}
"""What is forgotten, or ended because nobody else will: each in a transaction of its own."""
RECHECKS: Final = {
    "idea rules": (rechecks.list_due_ideas, rechecks.recheck_idea),
    "consortium rules": (rechecks.list_due_consortia, rechecks.recheck_consortium),
    "snapshot rules": (rechecks.list_due_snapshots, rechecks.recheck_snapshot),
}
"""What is checked again when its call changed, row by row: which are due, and how."""
NOTHING: Final[Mapping[str, Callable[[], None]]] = {}


def queued(database: Database, settings: Settings) -> Mapping[str, Mapping[str, Job]]:
    """By queue, its jobs by name. Each finds out in the database what is due, so it may be done anywhere, and twice."""
    secret = settings.secret_key.get_secret_value()
    ask = partial(confirmations.send_missing, secret=secret)
    return {
        "jobs": {
            **{name: partial(each, database, name, due, work) for name, (due, work) in RECHECKS.items()},
            "invitations": partial(each, database, "invitations", invitations.list_due, invitations.expire),
            "submissions": partial(each, database, "submissions", submissions.list_due, submissions.stand_when_due),
            "passed": partial(each, database, "passed", passed.list_due, passed.see_to),
            "personal data": partial(each, database, "personal data", personal_data.list_due, personal_data.erase_when_due),
            "silent members": partial(each, database, "silent members", reminders.list_due, reminders.remind),
            "silence": partial(each, database, "silence", silence.list_due, silence.tell),
            "practice": partial(each, database, "practice", practice.list_due, practice.end),
            "reserves": partial(each, database, "reserves", reserves.list_due, reserves.call_next),
            "reminders": partial(each, database, "reminders", invitations.list_to_remind, invitations.remind),
            "missing files": partial(each, database, "missing files", files.list_missing, files.insist),
            "addresses": partial(each, database, "addresses", confirmations.list_missing, ask),
            **{name: partial(whole, partial(write, database, work)) for name, work in TIDYING.items()},
        },
        "mails": {"mails": partial(send_due, database, settings)},
    }


def own(database: Database, also: Mapping[str, Callable[[], None]] = NOTHING) -> Mapping[str, Mapping[str, Job]]:
    """By thread, the jobs of a serving process by name, which are about what it keeps in its memory.

    also: what it has to do besides, by name.
    """
    return {
        "service": {
            **taking_up(database),
            "seen": partial(whole, partial(_write_down_who_was_seen, database)),
            **{name: partial(whole, work) for name, work in also.items()},
        },
        "populations": {"populations": partial(whole, partial(_be_ready, database))},
    }


def taking_up(database: Database) -> Mapping[str, Job]:
    """What every process does before anything that depends on calls: go on with those that somebody has put in force."""
    return {"calls": partial(whole, database.take_up)}


def recheck(database: Database) -> None:
    """Check everything again whose call has changed, now."""
    for name, (due, work) in RECHECKS.items():
        try_all(database, {name: partial(each, database, name, due, work)})


def round_(database: Database, settings: Settings, queues: Iterable[str] = ("jobs", "mails")) -> None:
    """Everything of these queues that is due now, but for what waits after it went wrong."""
    try_all(database, taking_up(database))
    for name in queues:
        try_all(database, queued(database, settings)[name])


def _write_down_who_was_seen(database: Database) -> None:
    with database.session(reads=True) as session:
        if not visits.were_seen(session):
            return
    write(database, visits.write_down)


def _be_ready(database: Database) -> None:
    """Catch up with the changes, so that the next suggestion need not."""
    with database.session(reads=True) as session:
        populations.population(session)
