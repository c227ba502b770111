"""`matchmaker config` lists what the process would run with, and shows no secret."""

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli.config import config
from matchmaker.config import Settings
from matchmaker.errors import Invalid


def run() -> Result:
    return CliRunner().invoke(config)


def test_config_lists_every_setting_with_what_it_is_for() -> None:
    lines = run().output.splitlines()
    for name, field in Settings.model_fields.items():
        number = next(number for number, line in enumerate(lines) if line.startswith(f"MATCHMAKER_{name.upper()}="))
        assert field.description
        assert lines[number + 1].strip() == field.description


def test_config_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_SECRET_KEY", "hush-" * 8)
    monkeypatch.setenv("MATCHMAKER_SMTP_URL", "smtp://user:hush-hush@mail.example:25")
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", "postgres://user:hush-hush@db.example/matchmaker?sslpassword=hush-hush")
    output = run().output
    assert "hush" not in output
    assert "MATCHMAKER_DATABASE_URL=postgresql+psycopg://user:***@db.example/matchmaker" in output


def test_config_refuses_a_database_url_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", "the usual one")
    assert isinstance(run().exception, Invalid)
    assert not run().output
