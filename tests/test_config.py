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
        ("MATCHMAKER_SECRET_KEY", " " * 40),
        ("MATCHMAKER_SECRET_KEY", "k" * 40),
        ("MATCHMAKER_SECRET_KEY", "changeme" * 5),
        ("MATCHMAKER_SECRET_KEY", "  0123456789abcdef" + " " * 40),
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


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "MATCHMAKER_SMTP_URL",
            [
                "nonsense", "mail.example", "mail.example:25", "//mail.example", "http://mail.example", "smtp:mail.example",
                "smtp://", "smtp://:25", "smtp://user@", "smtp://user:hush@", "smtp://@mail.example", "smtp://:hush@mail.example",
                "smtp://mail.example:99999", "smtp://mail.example:25x", "smtp://mail.example:0", "smtp://mail.example:",
                "smtp://mail.example:-1", "smtp://[::1", "smtp://[nonsense]", "smtp://mail..example", "smtp://.example",
                "smtp://mail example", "smtp://mail.example\r\n", "smtp://mail\x1b.example", "smtp://mail.example/x",
                "smtp://mail.example?x=hush", "smtp://mail.example#hush", "smtp://user:hu/sh@mail.example", "smtp://%@mail.example",
                "smtp://user:hush%zz@mail.example", "smtp://user:hush%0d%0a@mail.example", "smtp://user:hush%ff@mail.example",
                "smtp://mail%2eexample", "smtp://" + "m" * 64 + ".example",
            ],
        ),
        (
            "MATCHMAKER_BASE_URL",
            [
                "https://", "https:///path", "nonsense", "matchmaker.example", "//matchmaker.example", "ftp://matchmaker.example",
                "https:matchmaker.example", "https://user:hush@matchmaker.example", "https://@matchmaker.example",
                "https://matchmaker.example?hush", "https://matchmaker.example?", "https://matchmaker.example#hush",
                "https://matchmaker.example/#", "https://match maker.example", " https://matchmaker.example",
                "https://matchmaker.example\n", "https://matchmaker.example:99999", "https://matchmaker.example:x", "https://:443",
                "https://match\\maker.example", "https://<b>.example", "https://matchmaker..example", "javascript://x/%0a",
            ],
        ),
        ("MATCHMAKER_SECRET_KEY", [" ", " " * 40, "\t\n"]),
        ("MATCHMAKER_ENV", ["staging", "Production", "", " "]),
        ("MATCHMAKER_NOW", ["tomorrow", "0001-01-01", "9999-12-31T23:59:59", "1999-12-31", "nan", "5", "2027-02-30"]),
        ("MATCHMAKER_INSTANCE", ["/dev/null", __file__]),
        ("MATCHMAKER_GUIDE_DIR", ["/nowhere", __file__, "/dev/null"]),
        ("MATCHMAKER_PROXIES", ["-1", "many", "1000"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("env", ["development", "production"])
def test_setting_that_can_only_be_a_mistake_is_named_and_not_told(
    name: str, values: list[str], env: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, safe in SAFE.items():
        monkeypatch.setenv(key, safe)
    monkeypatch.setenv("MATCHMAKER_ENV", env)
    for value in values:
        monkeypatch.setenv(name, value)
        with pytest.raises(Invalid) as refused:
            config.read()
        ((named, sentence),) = refused.value.problems.items()
        assert named == name
        assert "hush" not in str(sentence)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "MATCHMAKER_SMTP_URL",
            [
                "smtp://localhost", "smtp://mail:25", "smtps://mail.example", "smtp://mail.example/", "SMTP://MAIL.example:2525",
                "smtp://user%40host:p%25w%2F@mail.example:587", "smtp://user:p:w@mail.example", "smtp://[::1]:25", "smtp://10.0.0.1",
                "smtp://mail_1:25", "smtp://poczta.żółw.example", "smtp://user:zażółć@mail.example", "smtp://user@mail.example.",
            ],
        ),
        ("MATCHMAKER_BASE_URL", ["https://matchmaker.example/", "https://a.example:8443/match", "https://[::1]", "https://żółw.example"]),
        ("MATCHMAKER_NOW", [""]),
        ("MATCHMAKER_GUIDE_DIR", [""]),
        ("MATCHMAKER_INSTANCE", [""]),
    ],
)  # fmt: skip
def test_setting_that_can_be_meant_is_taken(name: str, values: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for key, safe in SAFE.items():
        monkeypatch.setenv(key, safe)
    for value in values:
        monkeypatch.setenv(name, value)
        assert config.read().env == "production"


def test_instance_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "short").mkdir()
    (tmp_path / "short" / "secret-key").touch()
    (tmp_path / "odd" / "secret-key").mkdir(parents=True)
    for instance in (tmp_path / "file" / "instance", Path("/proc/instance"), tmp_path / "short", tmp_path / "odd"):
        monkeypatch.setenv("MATCHMAKER_INSTANCE", str(instance))
        with pytest.raises(Invalid, match="MATCHMAKER_INSTANCE"):
            config.load()


@pytest.mark.parametrize(("name", "value"), [("MATCHMAKER_ENV", "staging"), ("MATCHMAKER_NOW", "tomorrow")])
def test_setting_that_cannot_be_read_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Invalid, match=name):
        config.read()
