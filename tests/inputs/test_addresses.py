"""Addresses: one form for one mailbox, and none that a mail library reads as another one."""

from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.inputs.addresses import LONGEST, canonical, is_canonical, known_as

SPELLINGS = (
    *("ida@canary.example", " Ida@Canary.Example\t", "IDA@CANARY.EXAMPLE", "ida@canary.exampl\uff45", "ida@canary\u3002example"),
    *("ida@c\uff41nary.example", "ida@\uff43anary\uff0eexample", "ida@canary\uff61example", "\uff49da@canary.example"),
    *("\u2170da@canary.example", "ida\uff20canary.example", "ida@\U0001d41canary.example", "ida@CANARY\u3002\uff25XAMPLE"),
)
TYPED = st.text(
    st.sampled_from(
        "abZ09.-_+=?!#%&'*/^`{|}~@\"(),:;<>[]\\ \0\n\x85\xad\u200b\u0301\u202e\U000e0041äßéıİſﬁﷺ①中😀"
        "\u212a\uff41\uff1d\uff1f\uff0e\u3002"
    ),
    max_size=24,
)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_is_one_address(typed: str) -> None:
    assert canonical(typed) == known_as(typed) == "ida@canary.example"
    assert is_canonical(typed) == (typed == "ida@canary.example")


@pytest.mark.parametrize("typed", ["x@münchen.de", "x@MÜNCHEN.de", "x@xn--mnchen-3ya.de", "x@mu\u0308nchen.de", "X@münchen。de"])
def test_domain_is_kept_as_the_dns_has_it(typed: str) -> None:
    assert canonical(typed) == "x@xn--mnchen-3ya.de"


@pytest.mark.parametrize(
    "typed", ["anna.nowak@school.eu", "o'neil+news@school.eu", "a=b@school.eu", "a?b@school.eu", "ü@school.eu"]
)
def test_unusual_addresses_stay(typed: str) -> None:
    assert canonical(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        *("=?utf-8?q?victim?=@school.eu", "=?utf-8?q??=@school.eu", "=?utf-8?q?=00?=@school.eu", "a=?b@school.eu"),
        *("\uff1d\uff1futf-8?q?victim?=@school.eu", '"victim"@school.eu', '"=?utf-8?q?v?="@school.eu', "a\0@school.eu"),
        *("a@school.eu\0", "a\n@school.eu", "a\u0085b@school.eu", "a\u200bb@school.eu", "a,b@school.eu", "a(b)@school.eu"),
        *("<a@school.eu>", "A <a@school.eu>", "a@[127.0.0.1]", "a@localhost", "a..b@school.eu", "a@b@school.eu", "", "x" * 70000),
        *("x@" + ".".join(["y" * 60] * 5) + ".eu", "x@" + ".".join(["ü" * 40] * 5) + ".eu"),
    ],
)
def test_what_a_mail_library_may_read_otherwise_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError, match=r"e-mail address"):
        canonical(typed)
    assert "\0" not in known_as(typed)
    assert not is_canonical(typed)


@given(TYPED, st.sampled_from(["school.eu", "münchen.de", "例え.jp", "a-b.school.eu", "ＳＣＨＯＯＬ。eu"]))
@example("=?utf-8?q??=", "school.eu")
def test_one_form_is_final_short_and_reaches_itself(local: str, domain: str) -> None:
    try:
        address = canonical(f"{local}@{domain}")
    except ValueError:
        return
    assert canonical(address) == address
    assert len(address) <= LONGEST
    assert [one.addr_spec for one in SMTP.header_factory("To", address).addresses] == [address]
