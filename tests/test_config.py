"""Settings come from the environment with safe defaults, and production refuses what is not safe."""

import stat
from pathlib import Path

import pytest

from matchmaker import config
from matchmaker.errors import Invalid

SAFE = {
    "MATCHMAKER_ENV": "production",
    "MATCHMAKER_SECRET_KEY": "0123456789abcdefghijklmnopqrstuv",
    "MATCHMAKER_BASE_URL": "https://matchmaker.example",
    "MATCHMAKER_SMTP_URL": "smtp://mail.example:25",
    "MATCHMAKER_HASHING": "full",
}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def test_defaults_keep_everything_in_the_instance_folder(instance: Path) -> None:
    settings = config.load()
    assert settings.env == "development"
    assert settings.database_url == f"sqlite:///{instance}/matchmaker.db"
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600


def test_generated_secret_stays_the_same(instance: Path) -> None:
    assert config.load().secret_key == config.load().secret_key
    assert len(config.load().secret_key.get_secret_value()) >= config.MIN_SECRET


def test_reading_the_settings_writes_nothing(instance: Path) -> None:
    config.read()
    assert not instance.exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_always_means_one_driver(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", f"{scheme}://user@db.example/matchmaker")
    assert config.read().database_url == "postgresql+psycopg://user@db.example/matchmaker"


def test_production_starts_with_safe_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    assert config.load().env == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATCHMAKER_SECRET_KEY", ""),
        ("MATCHMAKER_SECRET_KEY", "short"),
        ("MATCHMAKER_BASE_URL", "http://matchmaker.example"),
        ("MATCHMAKER_SMTP_URL", ""),
        ("MATCHMAKER_NOW", "2027-01-01T00:00:00"),
        ("MATCHMAKER_HASHING", "cheapest"),
    ],
)
def test_production_refuses_what_is_not_safe_and_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, safe in {**SAFE, name: value}.items():
        monkeypatch.setenv(key, safe)
    with pytest.raises(Invalid) as refused:
        config.load()
    assert set(refused.value.problems) == {name}


@pytest.mark.parametrize(("name", "value"), [("MATCHMAKER_ENV", "staging"), ("MATCHMAKER_NOW", "tomorrow")])
def test_setting_that_cannot_be_read_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Invalid, match=name):
        config.read()
