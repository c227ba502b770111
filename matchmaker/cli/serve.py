"""`matchmaker serve`: the web service under gunicorn, one process with threads, and the jobs beside it."""

import atexit
import signal
import socket

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from matchmaker import config, db, jobs
from matchmaker.app import create_app
from matchmaker.config import Settings
from matchmaker.errors import Invalid, Refused
from matchmaker.services import accounts
from matchmaker.workers import Workers

THREADS = 8
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
    insist(settings)
    insist_on_free(host, port)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C lets the server finish what it is doing
    shown = f"[{host}]" if ":" in host else host
    if settings.env == "production" and not settings.proxies:
        click.echo(NO_PROXY, err=True)
    click.echo(f"Matchmaker is on http://{shown}:{port}", err=True)
    Server(settings, f"{shown}:{port}").run()


def insist(settings: Settings) -> None:
    """Raise what stands in the way of serving this database: migrations that wait, demo log-ins in production."""
    database = db.of(settings)
    try:
        if not database.is_current():
            raise Refused("the database is not up to date: run `matchmaker db upgrade`")
        if settings.env == "production":
            with database.session(reads=True) as session:
                if accounts.list_demo(session):
                    raise Invalid({"MATCHMAKER_ENV": "production does not start while the database holds demo log-ins"})
    finally:
        database.engine.dispose()


def insist_on_free(host: str, port: int) -> None:
    """Raise `Refused` when nothing can listen there, before gunicorn tries for seconds."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(f"cannot listen on {host}, port {port}: {error.strerror}") from None


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with its options said here; the application is made in the process that serves it."""

    def __init__(self, settings: Settings, bind: str) -> None:
        self.settings = settings
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """One process (rate limits and the population are kept in its memory), threads, and no socket to steer it."""
        options = {
            "bind": self.bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 120,
            "loglevel": "warning",
            "proc_name": "matchmaker",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # whom to believe is said in MATCHMAKER_PROXIES alone
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, with its jobs running."""
        app = create_app(self.settings)
        workers: Workers = app.extensions["workers"]
        atexit.register(workers.close)
        also = {"searching": workers.take_up}
        app.extensions["jobs"] = jobs.start(app.extensions["database"], self.settings, also=also)
        return app
