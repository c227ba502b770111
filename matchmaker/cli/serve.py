"""`matchmaker serve`: the web service, one process with threads, and the consumer of its jobs, another."""

import signal
import socket
from functools import partial
from types import FrameType

import click
from sqlalchemy.orm import Session

from matchmaker import config, db
from matchmaker.app import create_app
from matchmaker.cli.answers import print_line
from matchmaker.cli.server import FAREWELL, Server
from matchmaker.cli.storage import tell_what_is_open
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.errors import Invalid, Refused
from matchmaker.jobs.beside import Beside
from matchmaker.jobs.keeper import Keeper
from matchmaker.jobs.queues import Queues
from matchmaker.services import accounts, adoption

BACKLOG = 1024
"""Connections that the system holds for us until we take them."""
NO_PROXY = (
    "MATCHMAKER_PROXIES is 0: if a proxy answers for https, everybody seems to come from its address and shares its limits; "
    "say how many proxies stand in front"
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the pages until interrupted."""
    settings = config.load()
    with db.standing(settings) as (database, mistakes):
        insist(settings, database)
        put_in_force(database, mistakes)
        tell_what_is_open(settings)
        with listen(host, port) as listening:
            app = create_app(settings, database)  # one process: rate limits and the population are kept in its memory
            workers, queues = app.extensions["workers"], Queues(database, settings)
            server = Server(app, listening)
            keeper, beside = Keeper(settings, database), Beside(database, also={"searching": workers.take_up})
            app.extensions["jobs"] = (beside, keeper)
            database.heard = partial(tell, beside, queues)
            if settings.env == "production" and not settings.proxies:
                print_line(NO_PROXY, err=True)
            print_line(f"Matchmaker is on http://{f'[{host}]' if ':' in host else host}:{port}", err=True)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, partial(stop, server, keeper))
            try:
                server.run()
            finally:
                workers.close()
                beside.stop(FAREWELL)
                keeper.close(FAREWELL)
                queues.close()


def stop(server: Server, keeper: Keeper, number: int, frame: FrameType | None) -> None:
    """End well; if the same signal comes again, at once."""
    signal.signal(number, signal.SIG_DFL)
    keeper.stop()
    server.stop()


def tell(beside: Beside, queues: Queues, session: Session) -> None:
    """Begin what a session that has committed left to be done."""
    beside.wake()
    queues.wake(session)


def insist(settings: Settings, database: Database) -> None:
    """Raise what stands in the way of serving this database: migrations that wait, demo log-ins in production."""
    database.insist_on_current()
    if settings.env == "production":
        with database.session(reads=True) as session:
            if accounts.list_demo(session):
                raise Invalid({"MATCHMAKER_ENV": "production does not start while the database holds demo log-ins"})


def put_in_force(database: Database, mistakes: Invalid | None) -> None:
    """The calls that this process read are in force from now on; where the folder has mistakes, those so far stay."""
    if mistakes is not None:
        for place, sentence in mistakes.problems.items():
            print_line(f"{place}: {sentence}", err=True)
        print_line("The calls that were in force so far go on; mend the folder, then run `matchmaker calls adopt`.", err=True)
        return
    with database.unit_of_work() as session:
        adoption.adopt(session, database.surroundings.guide)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections there. Raises `Refused` when nothing can listen there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=BACKLOG)
    except OSError as error:
        raise Refused(f"cannot listen on {host}, port {port}: {error.strerror}") from None
