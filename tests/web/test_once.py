"""A form that makes something makes it once."""

from flask import Flask, session

from matchmaker.web import once


def test_form_leads_where_it_led_before(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"once": "a"}):
        assert once.made() is None
        assert once.remember("/ideas/1") == "/ideas/1"
        assert once.made() == "/ideas/1"


def test_only_the_last_forms_are_remembered(app: Flask) -> None:
    kept: dict[str, str] = {}
    for number in range(20):
        with app.test_request_context(method="POST", data={"once": str(number)}):
            session["made"] = kept
            once.remember(f"/ideas/{number}")
            kept = session["made"]
    assert list(kept) == [str(number) for number in range(12, 20)]


def test_form_without_number_is_not_remembered(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        once.remember("/ideas/1")
        assert once.made() is None
        assert once.number() != once.number()
