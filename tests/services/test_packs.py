"""A pack says what the rows say: what partners confirmed and sent in, how far they are, as it is or was when it was finalised."""

from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from matchmaker.documents.pack import manifest
from matchmaker.errors import Forbidden, NotFound
from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.inputs.parsing import parse
from matchmaker.models import Pack
from matchmaker.services import kept, outcomes, packs, personal_data
from matchmaker.services.packs import Made
from tests import factories
from tests.documents.packs import everything, files
from tests.factories import Cast, complete

SECRET = "s" * 40


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def made(session: Session, consortium: object, by: object = None, **more: bool) -> Made:
    return packs.make(session, consortium, "en", base_url="https://match.example", secret=SECRET, by=by, **more)  # type: ignore[arg-type]


def said(pack: Made, prefix: str = "") -> str:
    return everything({name: raw for name, raw in files(pack.content).items() if name.startswith(prefix)})


def test_draft_and_final_pack_say_which_they_are(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    draft = made(session, consortium)
    assert (draft.number, "DRAFT" in said(draft, "README")) == (None, True)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    final = made(session, consortium)
    assert (final.number, "DRAFT" in said(final)) == (1, False)
    outcomes.reopen(session, consortium, by=cast.alice.user)
    assert made(session, consortium).number is None


def test_pack_says_why_it_was_finalised_with_something_open(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    form = Finalising(reason="The Rector signs on Monday.")
    outcomes.finalise(session, consortium, form, version=None, by=cast.alice.user)
    assert "The Rector signs on Monday." in said(made(session, consortium), "dossier")


def test_pack_keeps_what_was_finalised_when_a_profile_changes(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    factories.edit(session, cast.bob, name="Renamed", city="Elsewhere")
    final = said(made(session, consortium))
    assert "Renamed" not in final
    assert "Elsewhere" not in final


def test_pack_says_how_far_each_partner_is_to_its_holder_alone(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    mine = made(session, consortium, cast.alice.user)
    assert "How far it is" in said(mine)
    assert "Statute, section 5" in said(mine, "persons/")
    theirs = made(session, consortium, cast.bob.user)
    assert "How far it is" not in said(theirs)
    assert "Statute, section 5" not in said(theirs)
    assert manifest.verify(BytesIO(theirs.content)).unchanged


def test_strangers_have_no_pack_and_members_none_of_a_draft(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    with pytest.raises(Forbidden):
        made(session, consortium, cast.bob.user)
    with pytest.raises(NotFound):
        made(session, consortium, cast.charlie.user)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    with pytest.raises(NotFound):
        made(session, consortium, cast.charlie.user)


def test_what_was_made_is_kept_once_and_known(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    pack = made(session, consortium)
    assert kept.is_known(session, consortium.id, pack.sha256) is None
    for _ in range(2):
        packs.keep(session, consortium.id, pack)
    packs.keep(session, consortium.id, made(session, consortium, with_persons=False))
    assert session.query(Pack).count() == 1
    assert kept.is_known(session, consortium.id, pack.sha256) is True
    assert kept.is_known(session, consortium.id, "0" * 64) is False
    assert kept.is_known(session, 2**40, pack.sha256) is None


def test_erased_persons_are_in_no_pack_that_is_made_afterwards(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    before = made(session, consortium, with_persons=False)
    outcomes.submit(session, consortium, parse(Submission, SUBMITTED), by=cast.alice.user)
    outcomes.reject(session, consortium, by=cast.alice.user)
    personal_data.erase_by_command(session, consortium)
    after = made(session, consortium)
    for pack in (before, after):
        assert manifest.verify(BytesIO(pack.content)).unchanged
        assert [name for name in files(pack.content) if name.startswith("persons/")] == ["persons/none.txt"]
    assert "Statute, section 5" not in said(after)


SUBMITTED = {"agency": "FRSE", "form_id": "KA220-1", "submitted_by": "Alice"}


def test_what_one_partner_erased_takes_nothing_of_the_others_out(session: Session, cast: Cast) -> None:
    consortium = complete(session, cast)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    before = {name for name in files(made(session, consortium, cast.alice.user).content) if "data-sheet" in name}
    bob = next(one for one in consortium.members if one.organisation_id == cast.bob.organisation.id)
    personal_data.erase_own(session, bob, by=cast.bob.user)
    after = files(made(session, consortium, cast.alice.user).content)
    assert {name for name in after if "data-sheet" in name} == before
    assert "persons/acts.json" not in after
    assert manifest.verify(BytesIO(made(session, consortium, cast.alice.user).content)).unchanged
