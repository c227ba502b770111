"""Who may do what: every verb for every relation and every role in it, against a table of its own."""

from datetime import UTC, datetime
from itertools import product

import pytest

from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import (
    STANDINGS,
    ColleagueInvitation,
    Consortium,
    Guest,
    HandOver,
    Idea,
    IdeaDraft,
    Invitation,
    Member,
    Membership,
    Offer,
    Organisation,
    PartnerLink,
    PartnerSheet,
    Snapshot,
    Upload,
    User,
)
from matchmaker.permissions import CONFIRMED, READS, SERVICE, TABLE, UNSEEN, Thing, may, relations, require

WHICH = ("own", "holder", "initiator", "member", "invited", "offered", "recipient")
ROLES = ("viewer", "editor", "owner")
# The least role that may, by the organisation's relation to the thing; "-" never, "+" whoever has an account, "*" whoever asks.
EXPECTED = """
                        own      holder   initiator member   invited  offered  recipient
service.operate         -        -        -         -        -        -        -
service.moderate        -        -        -         -        -        -        -
organisation.report     +        +        +         +        +        +        +
organisation.block      editor   -        -         -        -        -        -
organisation.read       *        *        *         *        *        *        *
organisation.edit       editor   -        -         -        -        -        -
organisation.contact    editor   -        -         -        -        -        -
organisation.people     owner    -        -         -        -        -        -
organisation.leave      viewer   -        -         -        -        -        -
colleague.read          owner    -        -         -        -        -        -
colleague.answer        -        -        -         -        -        -        -
colleague.withdraw      owner    -        -         -        -        -        -
organisation.exposure   viewer   -        -         -        -        -        -
organisation.openings   viewer   -        -         -        -        -        -
offer.read              *        *        *         *        *        *        *
offer.write             editor   -        -         -        -        -        -
idea.read               viewer   -        -         -        -        -        -
idea.write              editor   -        -         -        -        -        -
idea.suggest            editor   -        -         -        -        -        -
draft.read              -        -        -         -        -        -        -
draft.write             -        -        -         -        -        -        -
consortium.save         editor   -        -         -        -        -        -
consortium.read         -        viewer   viewer    viewer   viewer   viewer   -
consortium.change       -        editor   -         -        -        -        -
consortium.repair       -        editor   -         -        -        -        -
consortium.invite       -        editor   -         -        -        -        -
consortium.reserve      -        editor   -         -        -        -        -
consortium.offer        -        editor   -         -        -        -        -
consortium.finalise     -        editor   -         -        -        -        -
consortium.report       -        editor   -         -        -        -        -
consortium.withdraw     -        editor   -         -        -        -        -
consortium.leave        editor   -        -         -        -        -        -
consortium.confirm      editor   -        -         -        -        -        -
consortium.copy         -        -        editor    -        -        -        -
consortium.pack         -        viewer   -         -        -        -        -
consortium.take         -        editor   -         -        -        -        -
consortium.link         -        editor   -         -        -        -        -
guest.answer            -        -        -         -        -        -        -
sheet.read              viewer   viewer   -         -        -        -        -
sheet.write             editor   -        -         -        -        -        -
sheet.confirm           editor   -        -         -        -        -        -
consortium.erase        -        editor   -         -        -        -        -
consortium.erase_own    editor   -        -         -        -        -        -
consortium.readiness    -        viewer   -         -        -        -        -
consortium.review       -        editor   -         -        -        -        -
consortium.upload       editor   editor   -         -        -        -        -
upload.read             viewer   viewer   -         -        -        -        -
upload.remove           editor   editor   -         -        -        -        -
invitation.read         -        viewer   -         -        -        -        viewer
invitation.answer       -        -        -         -        -        -        editor
invitation.withdraw     -        editor   -         -        -        -        -
invitation.report       -        -        -         -        -        -        viewer
message.report          -        viewer   -         -        -        -        viewer
invitation.message      -        editor   -         -        -        -        editor
handover.read           -        viewer   viewer    -        -        -        viewer
handover.answer         -        -        -         -        -        -        editor
handover.take_back      -        editor   -         -        -        -        -
snapshot.read           -        viewer   viewer    viewer   -        -        -
"""
LEAST = {line.split()[0]: dict(zip(WHICH, line.split()[1:], strict=True)) for line in EXPECTED.strip().splitlines()[1:]}
NUMBERS = {which: number for number, which in enumerate(WHICH, start=1)}
STRANGER = 99
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def person(organisation: int, role: str, *, confirmed: bool = True) -> User:
    at = NOW if confirmed else None
    return User(id=7, confirmed_at=at, memberships=[Membership(organisation_id=organisation, role=role)])


def consortium() -> Consortium:
    """One in which every relation is that of another organisation; ended answers give no relation."""
    return Consortium(
        initiator_id=NUMBERS["initiator"],
        holder_id=NUMBERS["holder"],
        members=[
            Member(organisation_id=NUMBERS["member"], joined_at=object()),
            Member(organisation_id=STRANGER, joined_at=None),
        ],
        invitations=[
            Invitation(organisation_id=NUMBERS["invited"], state="interested"),
            *(Invitation(organisation_id=STRANGER, state=state) for state in ("declined", "expired", "withdrawn", "joined")),
        ],
        handovers=[
            HandOver(organisation_id=NUMBERS["offered"], state="offered"),
            *(HandOver(organisation_id=STRANGER, state=state) for state in ("declined", "taken_back", "accepted")),
        ],
    )


def upload(document: str) -> Upload:
    """A file of one that is in it."""
    of = consortium()
    of.members.append(Member(organisation_id=NUMBERS["own"], joined_at=object()))
    return Upload(organisation_id=NUMBERS["own"], document=document, consortium=of)


def thing(verb: str) -> Thing:
    """What the verb is done to."""
    made: dict[str, Thing] = {
        "service": SERVICE,
        "organisation": Organisation(id=NUMBERS["own"]),
        "colleague": ColleagueInvitation(organisation_id=NUMBERS["own"], email="bob@school.eu"),
        "offer": Offer(organisation_id=NUMBERS["own"]),
        "idea": Idea(organisation_id=NUMBERS["own"]),
        "draft": IdeaDraft(organisation_id=NUMBERS["own"], user_id=STRANGER),
        "consortium": consortium(),
        "invitation": Invitation(organisation_id=NUMBERS["recipient"], state="sent", consortium=consortium()),
        "handover": HandOver(organisation_id=NUMBERS["recipient"], state="offered", consortium=consortium()),
        "snapshot": Snapshot(consortium=consortium()),
        "sheet": PartnerSheet(organisation_id=NUMBERS["own"], consortium=consortium()),
        "guest": Member(organisation_id=NUMBERS["own"], joined_at=object(), consortium=consortium()),
        "upload": upload("accession_form"),
    }
    made["sheet"].consortium.members.append(Member(organisation_id=NUMBERS["own"], joined_at=object()))
    if verb == "message.report":
        return made["invitation"]
    if verb in ("consortium.leave", "consortium.confirm", "consortium.erase_own", "consortium.upload"):
        return Member(organisation_id=NUMBERS["own"], joined_at=object(), consortium=consortium())
    return made["idea" if verb == "consortium.save" else verb.partition(".")[0]]


def test_table_names_every_verb() -> None:
    assert set(LEAST) == set(TABLE)


@pytest.mark.parametrize(("verb", "which", "role"), [*product(sorted(LEAST), WHICH, ROLES)])
def test_verb_is_allowed_to_the_least_role_and_above(verb: str, which: str, role: str) -> None:
    least = LEAST[verb][which]
    allowed = least in ("*", "+") or (least != "-" and ROLES.index(role) >= ROLES.index(least))
    assert may(person(NUMBERS[which], role), verb, thing(verb)) == allowed


@pytest.mark.parametrize(("verb", "which"), [*product(sorted(LEAST), WHICH)])
def test_what_reaches_others_needs_a_confirmed_address(verb: str, which: str) -> None:
    by, known = person(NUMBERS[which], "owner", confirmed=False), person(NUMBERS[which], "owner")
    assert may(by, verb, thing(verb)) == (may(known, verb, thing(verb)) and verb not in CONFIRMED)
    if may(known, verb, thing(verb)) and verb in CONFIRMED:
        with pytest.raises(Forbidden, match="Confirm your e-mail address first"):
            require(by, verb, thing(verb))


def test_draft_that_nobody_sees_needs_no_confirmed_address() -> None:
    made = consortium()
    made.state = "draft"
    by = person(NUMBERS["holder"], "owner", confirmed=False)
    assert {verb for verb in CONFIRMED if verb.startswith("consortium.") and may(by, verb, made)} == UNSEEN


@pytest.mark.parametrize("verb", sorted(LEAST))
def test_stranger_and_visitor_may_only_read_what_is_public(verb: str) -> None:
    public = set(LEAST[verb].values()) == {"*"}
    known = public or set(LEAST[verb].values()) == {"+"}
    assert may(None, verb, thing(verb)) == public
    assert may(person(STRANGER, "owner"), verb, thing(verb)) == known
    assert may(User(id=8, confirmed_at=NOW, memberships=[]), verb, thing(verb)) == known


@pytest.mark.parametrize("verb", sorted(LEAST))
def test_refusal_hides_what_may_not_be_read(verb: str) -> None:
    reads = READS[type(thing(verb))]
    for which, role in product(WHICH, ROLES):
        by = person(NUMBERS[which], role)
        if may(by, verb, thing(verb)):
            require(by, verb, thing(verb))
            continue
        with pytest.raises(Forbidden if may(by, reads, thing(verb)) else NotFound):
            require(by, verb, thing(verb))


def test_what_was_submitted_is_read_by_every_member_and_removed_by_none_of_them() -> None:
    for which in ("own", "member", "holder"):
        assert may(person(NUMBERS[which], "viewer"), "upload.read", upload("application"))
    for which in ("initiator", "invited", "offered"):
        assert not may(person(NUMBERS[which], "owner"), "upload.read", upload("application"))
    assert not may(person(NUMBERS["member"], "owner"), "upload.remove", upload("application"))


def test_who_has_left_reads_its_files_no_more() -> None:
    made = upload("accession_form")
    made.consortium.members = [one for one in made.consortium.members if one.organisation_id != made.organisation_id]
    assert not may(person(NUMBERS["own"], "owner"), "upload.read", made)


def test_invitation_to_a_colleague_is_for_the_very_address_once_it_is_confirmed() -> None:
    asked = thing("colleague.answer")
    bob = person(STRANGER, "owner")
    assert not may(bob, "colleague.answer", asked)
    bob.email = "bob@school.eu"
    assert may(bob, "colleague.read", asked)
    assert may(bob, "colleague.answer", asked)
    assert not may(bob, "colleague.withdraw", asked)
    bob.confirmed_at = None
    assert not may(bob, "colleague.read", asked)
    with pytest.raises(NotFound):
        require(bob, "colleague.answer", asked)


def test_draft_is_for_who_wrote_it_and_for_no_colleague() -> None:
    draft = IdeaDraft(organisation_id=NUMBERS["own"], user_id=7)
    for verb in ("draft.read", "draft.write"):
        assert may(person(NUMBERS["own"], "viewer"), verb, draft)
        colleague = person(NUMBERS["own"], "owner")
        colleague.id = 8
        assert not may(colleague, verb, draft)
        with pytest.raises(NotFound):
            require(colleague, verb, draft)


def test_member_that_has_not_joined_cannot_leave() -> None:
    planned = Member(organisation_id=NUMBERS["own"], joined_at=None, consortium=consortium())
    assert not may(person(NUMBERS["own"], "owner"), "consortium.leave", planned)


LINKED = ("guest.answer", "consortium.leave", "consortium.confirm", "invitation.read", "invitation.answer", "sheet.read",
          "sheet.write", "sheet.confirm", "consortium.erase_own",
          "consortium.upload", "upload.read", "upload.remove")  # fmt: skip


def linked(verb: str, **said: object) -> PartnerLink:
    """A link of the partner that the verb is about, but for what is `said`."""
    about = {"organisation_id": getattr(thing(verb), "organisation_id", NUMBERS["own"]), "consortium_id": 5, "revoked_at": None}
    return PartnerLink(**{**about, **said})


def thing_of_five(verb: str) -> Thing:
    made = thing(verb)
    if isinstance(made, Member | Invitation | PartnerSheet | Upload):
        made.consortium_id = 5
    return made


@pytest.mark.parametrize("verb", sorted(LEAST))
def test_link_is_for_its_partner_of_its_consortium_alone(verb: str) -> None:
    public = set(LEAST[verb].values()) == {"*"}
    assert may(linked(verb), verb, thing_of_five(verb)) == (public or verb in LINKED)
    for other in ({"organisation_id": STRANGER}, {"consortium_id": 6}, {"revoked_at": NOW}):
        assert may(linked(verb, **other), verb, thing_of_five(verb)) == public


@pytest.mark.parametrize("verb", ["organisation.read", "organisation.report"])
def test_guest_is_for_those_who_may_read_the_consortium_that_brought_it(verb: str) -> None:
    guest = Organisation(id=50, is_guest=True, guest=Guest(consortium=consortium()))
    for which, role in product(WHICH, ROLES):
        reads = LEAST["consortium.read"][which] != "-"
        assert may(person(NUMBERS[which], role), verb, guest) == reads
    assert not may(person(STRANGER, "owner"), verb, guest)
    assert not may(None, verb, guest)
    assert not may(User(id=9, standing="operator", confirmed_at=NOW, memberships=[]), verb, guest)


def test_unknown_verb_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        may(person(1, "owner"), "consortium.eat", consortium())


def test_person_of_two_organisations_has_both_relations() -> None:
    by = User(
        memberships=[
            Membership(organisation_id=NUMBERS["holder"], role="viewer"),
            Membership(organisation_id=NUMBERS["invited"], role="editor"),
        ]
    )
    assert relations(by, consortium()) == {"holder.viewer", "invited.viewer", "invited.editor"}


def test_reports_are_for_moderators_and_operators_with_a_confirmed_address() -> None:
    people = {standing: User(id=9, standing=standing, confirmed_at=NOW, memberships=[]) for standing in STANDINGS}
    assert {standing: may(one, "service.moderate", SERVICE) for standing, one in people.items()} == {
        "none": False,
        "operator": True,
        "moderator": True,
    }
    assert not may(None, "service.moderate", SERVICE)
    assert not may(User(id=9, standing="moderator", memberships=[]), "service.moderate", SERVICE)
    with pytest.raises(NotFound):
        require(people["none"], "service.moderate", SERVICE)


def test_service_is_operated_by_operators_alone_and_others_do_not_learn_of_it() -> None:
    people = {standing: User(id=9, standing=standing, confirmed_at=NOW, memberships=[]) for standing in STANDINGS}
    assert {standing: may(one, "service.operate", SERVICE) for standing, one in people.items()} == {
        "none": False,
        "operator": True,
        "moderator": False,
    }
    assert not may(None, "service.operate", SERVICE)
    with pytest.raises(NotFound):
        require(people["moderator"], "service.operate", SERVICE)
    with pytest.raises(Forbidden, match="Confirm your e-mail address first"):
        require(User(id=9, standing="operator", memberships=[]), "service.operate", SERVICE)
    assert not may(people["operator"], "idea.read", Idea(organisation_id=STRANGER))
