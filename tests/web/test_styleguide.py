"""The page of all parts: complete, in every state, and not for those who run the service for others."""

import re
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from matchmaker import config
from matchmaker.app import create_app
from matchmaker.db import Database
from tests.web.conftest import Person

FILES = ("macros/parts.html", "macros/pictures.html")
"""Templates whose every macro is a part of pages."""


@pytest.mark.parametrize("file", FILES)
def test_every_part_is_shown_light_and_dark(app: Flask, stranger: Person, file: str) -> None:
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, file)  # type: ignore[union-attr]
    macros = set(re.findall(r"{% macro (\w+)\(", source))
    page = stranger.get("/styleguide").text
    sections = dict(
        re.findall(r'<section class="sample-of" data-part="(\w+)"(.*?)</section>\s*(?=<section|</div>)', page, re.DOTALL)
    )
    assert macros - sections.keys() == set()
    for macro in macros - {"next_step"}:  # the sticky one, which is there once
        light, dark = re.findall(
            r'<div class="theme (?:light|dark)">\s*(.*?)\s*(?=<div class="theme|\Z)', sections[macro], re.DOTALL
        )
        assert len(light) > 40, f"{macro} is shown by nothing"
        assert len(dark) > 40


def test_rule_bar_has_a_segment_for_each_rule_and_names_what_is_not_met(stranger: Person) -> None:
    page = stranger.get("/styleguide").text
    bar = re.findall(r'<div class="rule-bar">(.*?)</ul>', page.partition('data-part="rule_bar"')[2], re.DOTALL)[0]
    met, total = map(int, re.findall(r"<b>(\d+) of (\d+) rules met</b>", bar)[-1])
    segments = re.findall(r'<span class="(good|bad|open|warn)"', bar.rpartition("rules met</b>")[2])
    assert (len(segments), segments.count("good")) == (total, met)
    assert bar.count("<li>") == total - met > 0
    assert "one more" in bar


def test_styleguide_is_not_there_in_production(new_database: Database, tmp_path: Path) -> None:
    settings = config.load(
        env="production",
        instance=tmp_path,
        secret_key=SecretStr("0123456789abcdef0123456789abcdef"),
        base_url="https://matchmaker.example",
        smtp_url=SecretStr("smtp://mail.example:25"),
        hashing="full",
    )
    answer = create_app(settings, new_database).test_client().get("/styleguide", base_url="https://matchmaker.example")
    assert answer.status_code == 404
