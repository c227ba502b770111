"""The settings: environment variables with safe defaults, and what production insists on."""

import os
import re
import secrets
import shlex
import shutil
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matchmaker import private
from matchmaker.errors import Invalid

MIN_SECRET, MIN_KINDS = 32, 8
"""Characters of a secret, blanks around it not counted, and how many different ones are among them."""
QUEUE = "queue.db"
"""The file in the instance folder that wakes whoever sends mails, where the database is SQLite."""
YEARS = range(2000, 2101)
"""Where the clock can be moved to."""


class Settings(BaseSettings):
    """What `MATCHMAKER_*` says; `load()` fills in the rest. Listed by `matchmaker config`."""

    model_config = SettingsConfigDict(env_prefix="MATCHMAKER_", env_ignore_empty=True, frozen=True, extra="ignore")

    env: Literal["development", "production"] = Field(default="development", description="development | production")
    instance: Path = Field(
        default_factory=lambda: Path.cwd() / "instance", description="folder for the database, the queue, the secret and mails"
    )
    database_url: str = Field(default="", description="SQLAlchemy URL; default: SQLite in the instance folder")
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="signs sessions and links; generated in the instance folder when missing"
    )
    base_url: str = Field(default="http://127.0.0.1:5000", description="where people reach the service")
    proxies: int = Field(
        default=0,
        ge=0,
        le=9,
        description="how many proxies in front are trusted to say who asks (X-Forwarded-For, X-Forwarded-Proto); 0: none is",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""), description="smtp://user:password@host:port; default: mails are written to the instance folder"
    )
    uploads: Path | None = Field(
        default=None, description="folder for the files that people upload; default: in the instance folder"
    )
    scan_command: str = Field(
        default="",
        description="looks for viruses in each file: gets it on standard input, exit code 0 is clean, 1 is found; default: none",
    )
    guide_dir: Path | None = Field(default=None, description="folder of TOML files that add or override calls")
    now: datetime | None = Field(default=None, description="moves the clock, development only")
    hashing: Literal["full", "cheapest"] = Field(
        default="full", description="how much work a password costs whoever tries many: full | cheapest, for tests only"
    )


def load(**overrides: object) -> Settings:
    """The settings of this process. Raises `Invalid` with one sentence per mistake, naming the variable.

    What lies in the instance folder is narrowed to its owner, and a secret is made there when none is given.
    """
    settings = read(**overrides)
    open_to_others(settings.instance)
    if settings.secret_key.get_secret_value():
        return settings
    return settings.model_copy(update={"secret_key": SecretStr(_generated_secret(settings.instance))})


def read(**overrides: object) -> Settings:
    """The settings for what needs no secret: like `load`, but nothing is written into the instance folder."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic parses what the environment or a test gives
    except ValidationError as error:
        raise Invalid({f"MATCHMAKER_{'_'.join(map(str, e['loc'])).upper()}": e["msg"] for e in error.errors()}) from None
    problems = _mistakes(settings) | (_unsafe(settings) if settings.env == "production" else {})
    if "env" not in overrides and os.environ.get("MATCHMAKER_ENV") == "":
        problems["MATCHMAKER_ENV"] = "is empty: expected development or production"
    if problems:
        raise Invalid(problems)
    return settings.model_copy(update={"database_url": _normalised(settings.database_url, settings.instance)})


def open_to_others(instance: Path) -> list[Path]:
    """What of ours in the instance folder others may still read, once it was narrowed to its owner as far as it can be.

    A folder that holds other folders than ours is somebody's place for many things, and stays as it is.
    """
    mails, uploads = instance / "mails", instance / "uploads"
    try:
        apart = all(one in (mails, uploads) or one.is_symlink() or not one.is_dir() for one in instance.iterdir())
        written = [*mails.iterdir()] if mails.is_dir() else []
    except OSError:
        return []
    queue = [instance / f"{QUEUE}{end}" for end in ("", "-wal", "-shm")]
    return private.narrow([*([instance] if apart else []), instance / "secret-key", *queue, uploads, mails, *written])


def _mistakes(settings: Settings) -> dict[str, object]:
    """What can only be a mistake wherever the service runs, one sentence each; no sentence repeats what was given."""
    found = {
        "MATCHMAKER_BASE_URL": _wrong_base(settings.base_url),
        "MATCHMAKER_SMTP_URL": _wrong_smtp(settings.smtp_url.get_secret_value()),
        "MATCHMAKER_SECRET_KEY": "holds nothing but blanks" if settings.secret_key.get_secret_value().isspace() else "",
        "MATCHMAKER_INSTANCE": "is no folder" if _is_there(settings.instance) and not _is_folder(settings.instance) else "",
        "MATCHMAKER_UPLOADS": "is no folder"
        if settings.uploads and _is_there(settings.uploads) and not _is_folder(settings.uploads)
        else "",
        "MATCHMAKER_SCAN_COMMAND": _wrong_command(settings.scan_command),
        "MATCHMAKER_GUIDE_DIR": "is no folder" if settings.guide_dir and not _is_folder(settings.guide_dir) else "",
        "MATCHMAKER_NOW": (
            f"expected a moment from {YEARS[0]} to {YEARS[-1]}" if settings.now and settings.now.year not in YEARS else ""
        ),
    }
    return {name: what for name, what in found.items() if what}


def _wrong_command(command: str) -> str:
    """What is wrong with a command, "" when nothing is or none is given."""
    try:
        words = shlex.split(command)
    except ValueError:
        return "a quotation mark is not closed"
    return "" if not words or shutil.which(words[0]) else "its program is not there, or may not be run"


def _is_there(path: Path) -> bool:
    with suppress(OSError):
        return path.exists()
    return False


def _is_folder(path: Path) -> bool:
    with suppress(OSError):
        return path.is_dir()
    return False


def _unsafe(settings: Settings) -> dict[str, object]:
    """What production refuses to start with, one sentence each."""
    problems: dict[str, object] = {}
    secret = settings.secret_key.get_secret_value().strip()
    if len(secret) < MIN_SECRET:
        problems["MATCHMAKER_SECRET_KEY"] = f"production needs a secret of at least {MIN_SECRET} characters"
    elif len(set(secret)) < MIN_KINDS:
        problems["MATCHMAKER_SECRET_KEY"] = f"production needs a secret of at least {MIN_KINDS} different characters"
    if not settings.base_url.lower().startswith("https://"):
        problems["MATCHMAKER_BASE_URL"] = "production needs an https:// address"
    if not settings.smtp_url.get_secret_value():
        problems["MATCHMAKER_SMTP_URL"] = "production needs a mail server, for example smtp://host:25"
    if settings.now is not None:
        problems["MATCHMAKER_NOW"] = "the clock can be moved in development only"
    if settings.hashing != "full":
        problems["MATCHMAKER_HASHING"] = "production needs passwords that are costly to try: full"
    return problems


def _wrong_base(url: str) -> str:
    """What is wrong with the address of the service, "" when nothing is."""
    parts, wrong = _parts(url, ("https", "http"))
    if not wrong and ("@" in parts.netloc or parts.query or parts.fragment or url.endswith(("?", "#"))):
        wrong = "it has a host and perhaps a port and a path, nothing else"
    return wrong and f"expected an address such as https://matchmaker.example: {wrong}"


def _wrong_smtp(url: str) -> str:
    """What is wrong with the address of the mail server, "" when nothing is or none is named."""
    if not url:
        return ""
    parts, wrong = _parts(url, ("smtp", "smtps"))
    if not wrong and (parts.path.strip("/") or parts.query or parts.fragment):
        wrong = "after the host comes a port and nothing else (in a user and a password / is %2F, ? is %3F and # is %23)"
    elif not wrong:
        wrong = _wrong_escapes(parts)
    return wrong and f"expected a mail server such as smtp://user:password@host:25 or smtps://host: {wrong}"


def _parts(url: str, schemes: Collection[str]) -> tuple[SplitResult, str]:
    """The parts of an address, and what is wrong with its scheme, host or port."""
    nothing = urlsplit("")
    if not url.isprintable() or " " in url:
        return nothing, "it holds a blank or a control character"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return nothing, "the host is not closed, or the port is not a number from 1 to 65535"
    if parts.scheme not in schemes or not url[len(parts.scheme) :].startswith("://"):
        return parts, f"it begins with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    if port == 0 or parts.netloc.endswith(":"):
        return parts, "the port is not a number from 1 to 65535"
    return parts, "" if _is_host(host) else "the host is missing or is none"


def _is_host(name: str) -> bool:
    """Whether this is a name that can be looked up, or a number of the internet."""
    with suppress(ValueError):
        if ":" in name:
            return bool(ip_address(name))
        return re.fullmatch(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?", name.encode("idna").decode()) is not None
    return False


def _wrong_escapes(parts: SplitResult) -> str:
    """What is wrong with the user and the password, which are written with % and two digits where a mark means something."""
    for text in (parts.username or "", parts.password or ""):
        try:
            meant = unquote(text, errors="strict")
        except UnicodeDecodeError:
            return "the user or the password is not UTF-8"
        if re.search("%(?![0-9A-Fa-f]{2})", text):
            return "in the user or the password % is written %25"
        if not meant.isprintable():
            return "the user or the password holds a control character"
    return "" if parts.username or "@" not in parts.netloc else "the user is missing"


def _normalised(url: str, instance: Path) -> str:
    """One driver whatever SQLAlchemy's default is: a bare `postgresql://` means psycopg 3."""
    if not url:
        return f"sqlite:///{(instance / 'matchmaker.db').resolve()}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _generated_secret(instance: Path) -> str:
    """A secret kept in the instance folder, readable by its owner only."""
    path = instance / "secret-key"
    try:
        if not path.exists():
            private.make_folder(instance)
            private.make_file(path, secrets.token_urlsafe(48).encode())
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise Invalid({"MATCHMAKER_INSTANCE": f"the secret cannot be kept there ({reason})"}) from None
    if len(secret) < MIN_SECRET:
        raise Invalid({"MATCHMAKER_INSTANCE": "the secret kept there, secret-key, is too short: remove it, and one is made"})
    return secret
