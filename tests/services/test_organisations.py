"""Organisations are found under any id, described by their editors, and listed once they joined."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import ExternalId, Membership, Participation, PastProject
from matchmaker.services import facts, history, offers, organisations, people, projects
from tests import factories
from tests.conftest import Clock
from tests.factories import edit, profile, register


def problems(session: Session, actor: factories.Actor, **said: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        edit(session, actor, **said)
    return {field: str(sentence) for field, sentence in refused.value.problems.items()}


def test_organisation_is_found_under_every_id(session: Session) -> None:
    alice = register(session, "Alice").organisation
    alice.external_ids.append(ExternalId(value="E10000001"))
    session.flush()
    for given in (alice.id, alice.key, "E10000001"):
        assert organisations.get_organisation(session, given, by=None) is alice


@pytest.mark.parametrize("given", [0, -1, 2**31, 10**30, "", "nobody", "a\x00b", "x" * 300])
def test_unknown_organisation_is_not_found(session: Session, given: int | str) -> None:
    with pytest.raises(NotFound):
        organisations.get_organisation(session, given, by=None)


def test_row_without_a_name_is_never_shown(session: Session) -> None:
    row = factories.known_only(session, "x1", None)
    with pytest.raises(NotFound):
        organisations.get_organisation(session, row.id, by=None)
    assert organisations.list_public(session, known=True).total == 0


def test_editing_replaces_the_profile_and_its_sectors(session: Session) -> None:
    alice = register(session, "Alice")
    edit(session, alice, name="Zażółć", sectors=["ADU", "HED"], languages=["pl", "en"], website="www.zs.pl", fields=["0722"])
    row = alice.organisation
    assert {term.code for term in row.terms if term.vocabulary == "sector"} == {"VET", "ADU"}
    assert {term.code for term in row.terms if term.vocabulary == "field"} == {"0722"}
    assert (row.name, row.folded_name, row.website) == ("Zażółć", "zazolc", "https://www.zs.pl")
    edit(session, alice, type="EPLUS-EDU-HEI", kind=None)
    assert {term.code for term in row.terms if term.vocabulary == "sector"} == {"HED"}
    assert profile(row).languages == ("pl", "en")


def test_everything_of_a_profile_is_kept(session: Session) -> None:
    alice = register(session, "Alice")
    everything = {
        *(
            ("newcomer", True),
            ("established", "1990-09-01"),
            ("oid", "E10000001"),
            ("pic", "999999999"),
            ("registration", "PL 1"),
        ),
        *(("region", "Łódzkie"), ("city", "Łódź"), ("description", "a"), ("contribution", "b"), ("looking_for", "c")),
        *(("learners", 400), ("staff", 40), ("capacity", 2), ("open_to_requests", False)),
    }
    codes = {"topics": ["bees"], "expertise": ["welding"], "priorities": ["VET18-WBL"], "flags": ["no_eche", "public_body"]}
    said = profile(alice.organisation, **dict(everything), **codes, roles=["partner"])
    organisations.edit(session, alice.organisation, said, version=None, by=alice.user)
    session.expire_all()
    kept = profile(alice.organisation)
    assert kept.model_copy(update={"flags": frozenset(kept.flags)}) == said.model_copy(update={"flags": frozenset(said.flags)})


def test_identifier_of_another_is_refused_with_a_way_out(session: Session) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    edit(session, alice, oid="E10000001")
    factories.known_only(session, "x1", "University of Records", pic="999999999")
    said = problems(session, bob, oid="e10000001", pic="999999999")
    assert "ask an owner of it to add you" in said["oid"]
    assert "University of Records" in said["pic"]
    assert bob.organisation.oid is None


def test_founding_date_lies_in_the_past(session: Session, clock: Clock) -> None:
    alice = register(session, "Alice")
    assert problems(session, alice, established="2026-11-24") == {"established": "lies in the future"}
    edit(session, alice, established="2026-11-23")
    assert alice.organisation.established == date(2026, 11, 23)


def test_second_of_two_editors_gets_a_conflict_with_what_changed(session: Session) -> None:
    alice = register(session, "Alice")
    seen = alice.organisation.version
    organisations.edit(session, alice.organisation, profile(alice.organisation, city="Łódź"), version=seen, by=alice.user)
    with pytest.raises(Conflict) as conflict:
        organisations.edit(session, alice.organisation, profile(alice.organisation, city="Kraków"), version=seen, by=alice.user)
    assert [str(change) for change in conflict.value.changes] == ["Alice changed the profile of Alice's organisation"]
    assert alice.organisation.city == "Łódź"


def test_every_change_raises_the_version_even_when_time_stands_still(session: Session) -> None:
    alice = register(session, "Alice")
    versions = [alice.organisation.version]
    for change in (
        lambda: edit(session, alice, topics=["bees"]),
        lambda: edit(session, alice, topics=[]),
        lambda: organisations.confirm(session, alice.organisation, by=alice.user),
    ):
        change()
        versions.append(alice.organisation.version)
    assert versions == sorted(set(versions))


def test_only_editors_edit(session: Session) -> None:
    alice, charlie = register(session, "Alice"), register(session, "Charlie")
    viewer = factories.join_as(session, "Vera", alice, "viewer")
    for by in (viewer, charlie.user):
        with pytest.raises(Forbidden):
            organisations.edit(session, alice.organisation, profile(alice.organisation), version=None, by=by)
        with pytest.raises(Forbidden):
            organisations.confirm(session, alice.organisation, by=by)
        with pytest.raises(Forbidden):
            offers.put(session, alice.organisation, parse(OfferForm, {"summary": "x"}), by=by)


def test_directory_lists_who_joined_and_finds_by_words(session: Session) -> None:
    register(session, "Alice", organisation_name="Zespół Szkół Rzemiosła")
    register(session, "Bob", organisation_name="Handwerkskammer Köln", kind="chamber", country="DE")
    factories.known_only(session, "x1", "Universität zu Köln", country="DE", folded_name="universitat zu koln")

    def named(**asked: Any) -> list[str | None]:
        return [row.name for row in organisations.list_public(session, **asked).rows]

    assert named() == ["Handwerkskammer Köln", "Zespół Szkół Rzemiosła"]
    assert named(words="koeln handwerk") == ["Handwerkskammer Köln"]
    assert named(words="KOLN", known=True) == ["Handwerkskammer Köln", "Universität zu Köln"]
    assert named(country="PL") == ["Zespół Szkół Rzemiosła"]
    assert named(sector="BUS") == ["Handwerkskammer Köln"]
    assert named(country="X\x00") == named(sector="B\x00") == named(country="polska") == []
    assert named(words="%") == named(words="'; drop table users; --") == []


def test_directory_is_paged(session: Session) -> None:
    for number in range(organisations.PAGE_SIZE + 1):
        factories.known_only(session, f"x{number}", f"Name {number:02}", folded_name=f"name {number:02}")
    first, second = (organisations.list_public(session, known=True, page=page) for page in (1, 2))
    assert (first.pages, first.total, len(first.rows), len(second.rows)) == (2, 21, 20, 1)
    assert organisations.list_public(session, known=True, page=99).number == 2
    assert organisations.list_public(session, known=True, page=-1).number == 1


def test_own_organisations_are_listed(session: Session) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    session.add(Membership(user=alice.user, organisation=bob.organisation, role="viewer", created_at=alice.user.created_at))
    session.flush()
    assert organisations.list_mine(session, by=alice.user) == [alice.organisation, bob.organisation]


def test_owner_changes_what_another_person_may_do_and_ends_it(session: Session) -> None:
    alice, bob = register(session, "Alice"), factories.join_as(session, "Bob", register(session, "Carla"), "viewer")
    session.add(Membership(user=bob, organisation=alice.organisation, role="editor", created_at=bob.created_at))
    session.flush()
    session.refresh(bob)
    organisations.confirm(session, alice.organisation, by=bob)
    membership = people.list_people(session, alice.organisation, by=alice.user)[1]
    with pytest.raises(Forbidden):
        people.give_role(session, alice.organisation, membership.id, "owner", by=bob)
    people.give_role(session, alice.organisation, membership.id, "viewer", by=alice.user)
    assert [(one.user.name, one.role) for one in people.list_people(session, alice.organisation, by=alice.user)] == [
        *(("Alice", "owner"), ("Bob", "viewer")),
    ]
    with pytest.raises(Invalid):
        people.give_role(session, alice.organisation, membership.id, "king", by=alice.user)
    people.remove_person(session, alice.organisation, membership.id, by=alice.user)
    assert len(people.list_people(session, alice.organisation, by=alice.user)) == 1
    for gone in (lambda: people.remove_person(session, alice.organisation, membership.id, by=alice.user),
                 lambda: people.give_role(session, alice.organisation, membership.id, "owner", by=alice.user)):  # fmt: skip
        with pytest.raises(Refused):
            gone()


def test_organisation_keeps_an_owner(session: Session) -> None:
    alice = register(session, "Alice")
    own = people.list_people(session, alice.organisation, by=alice.user)[0]
    with pytest.raises(Refused, match="needs an owner"):
        people.remove_person(session, alice.organisation, own.id, by=alice.user)
    with pytest.raises(Refused, match="needs an owner"):
        people.give_role(session, alice.organisation, own.id, "viewer", by=alice.user)


def test_offer_is_put_changed_and_ended(session: Session, clock: Clock) -> None:
    alice = register(session, "Alice")
    said = {"summary": "We train carpenters", "calls": ["ka220-vet-2027"], "roles": ["partner"], "until": "2026-12-31"}
    offer = offers.put(session, alice.organisation, parse(OfferForm, said), by=alice.user)
    offers.put(
        session, alice.organisation, parse(OfferForm, said | {"roles": ["partner", "coordinator"]}), by=alice.user, offer=offer
    )
    assert {(term.vocabulary, term.code) for term in offer.terms} == {
        *(("call", "ka220-vet-2027"), ("role", "partner"), ("role", "coordinator")),
    }
    offers.end(session, offer, by=alice.user)
    session.expire_all()
    assert alice.organisation.offers == []


def test_offer_names_known_calls_and_a_day_to_come(session: Session) -> None:
    alice = register(session, "Alice")
    form = parse(OfferForm, {"summary": "x", "calls": ["ka000"], "until": "2026-11-22"})
    with pytest.raises(Invalid) as refused:
        offers.put(session, alice.organisation, form, by=alice.user)
    assert set(refused.value.problems) == {"calls", "until"}


def test_past_projects_are_listed_newest_first(session: Session) -> None:
    alice = register(session, "Alice").organisation
    for key, call, year, role in (
        ("p1", "Horizon 2020", 2016, "partner"),
        ("p2", "KA202", 2019, "coordinator"),
        ("p3", "", None, "partner"),
    ):
        session.add(PastProject(key=key, call=call, year=year, participations=[Participation(organisation=alice, role=role)]))
    session.flush()
    found = projects.list_projects(session, alice)
    assert [(one.project.key, one.led, one.erasmus) for one in found] == [
        ("p2", True, True),
        ("p1", False, False),
        ("p3", False, False),
    ]
    assert len(projects.list_projects(session, alice, limit=1)) == 1


def test_facts_of_an_organisation_are_those_of_its_row(session: Session) -> None:
    alice = register(session, "Alice")
    edit(session, alice, topics=["bees"], newcomer=True, languages=["pl"], oid="E10000001", city="Łódź")
    said = facts.organisation(alice.organisation)
    assert (said.id, said.topics, said.newcomer, said.languages, said.oid) == (alice.key, ("bees",), True, {"pl"}, "E10000001")
    assert (said.sectors, said.known_only, said.other_ids) == ({"VET"}, False, ())


def test_history_of_an_organisation_is_not_that_of_its_consortia(session: Session) -> None:
    cast = factories.cast(session)
    factories.draft(session, cast.alice, [cast.bob])
    assert [str(change) for change in history.since(session, cast.alice.organisation, 0)] == [
        *("Alice registered Alice's organisation", "Alice changed the profile of Alice's organisation"),
    ]


def test_eight_different_words_are_looked_for_and_no_more(session: Session) -> None:
    alice = factories.register(session, "Alice", organisation_name="a1 b2 c3 d4 e5 f6 g7 h8").organisation
    found = organisations.list_public(session, words="a1 b2 c3 d4 e5 f6 g7 h8 nowhere i9")
    assert (found.rows, found.words, found.is_cut) == ([alice], ("a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8"), True)
    assert not organisations.list_public(session, words="a1 nowhere").rows


def test_same_word_again_and_parts_of_a_word_are_looked_for_once(session: Session) -> None:
    alice = factories.register(session, "Alice", organisation_name="Technikum").organisation
    found = organisations.list_public(session, words="n " * 50 + "Technikum TECH nikum")
    assert (found.rows, found.words, found.is_cut) == ([alice], ("technikum",), False)
