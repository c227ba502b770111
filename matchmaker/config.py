"""The settings: environment variables with safe defaults, and what production insists on."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matchmaker.errors import Invalid

MIN_SECRET = 32


class Settings(BaseSettings):
    """What `MATCHMAKER_*` says; `load()` fills in the rest. Listed by `matchmaker config`."""

    model_config = SettingsConfigDict(env_prefix="MATCHMAKER_", frozen=True, extra="ignore")

    env: Literal["development", "production"] = Field(default="development", description="development | production")
    instance: Path = Field(
        default_factory=lambda: Path.cwd() / "instance", description="folder for the database, the secret and mails"
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
    guide_dir: Path | None = Field(default=None, description="folder of TOML files that add or override calls")
    now: datetime | None = Field(default=None, description="moves the clock, development only")
    hashing: Literal["full", "cheapest"] = Field(
        default="full", description="how much work a password costs whoever tries many: full | cheapest, for tests only"
    )


def load(**overrides: object) -> Settings:
    """The settings of this process. Raises `Invalid` with one sentence per mistake, naming the variable."""
    settings = read(**overrides)
    if settings.secret_key.get_secret_value():
        return settings
    return settings.model_copy(update={"secret_key": SecretStr(_generated_secret(settings.instance))})


def read(**overrides: object) -> Settings:
    """The settings for what needs no secret: like `load`, but nothing is written into the instance folder."""
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic parses what the environment or a test gives
    except ValidationError as error:
        raise Invalid({f"MATCHMAKER_{'_'.join(map(str, e['loc'])).upper()}": e["msg"] for e in error.errors()}) from None
    if settings.env == "production":
        _insist(settings)
    return settings.model_copy(update={"database_url": _normalised(settings.database_url, settings.instance)})


def _insist(settings: Settings) -> None:
    """What production refuses to start with, one sentence each."""
    problems: dict[str, object] = {}
    if len(settings.secret_key.get_secret_value()) < MIN_SECRET:
        problems["MATCHMAKER_SECRET_KEY"] = f"production needs a secret of at least {MIN_SECRET} characters"
    if urlsplit(settings.base_url).scheme != "https":
        problems["MATCHMAKER_BASE_URL"] = "production needs an https:// address"
    if not settings.smtp_url.get_secret_value():
        problems["MATCHMAKER_SMTP_URL"] = "production needs a mail server, for example smtp://host:25"
    if settings.now is not None:
        problems["MATCHMAKER_NOW"] = "the clock can be moved in development only"
    if settings.hashing != "full":
        problems["MATCHMAKER_HASHING"] = "production needs passwords that are costly to try: full"
    if problems:
        raise Invalid(problems)


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
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
