"""In which round of its call a consortium applies, and with which kind of project: chosen by whoever may change it."""

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.consortium import strange_round, strange_variant
from matchmaker.inputs.workspace import OwnDeadline, RoundChoice, VariantChoice
from matchmaker.language import N_, say
from matchmaker.models import Consortium, User
from matchmaker.programme.calls import Call
from matchmaker.services import changes, deadlines, history, members, surroundings
from matchmaker.services.versions import touch


def choose_round(session: Session, consortium: Consortium, form: RoundChoice, *, version: int | None, by: User) -> None:
    """Name the round it applies in, or none: then it is the usual one. Raises `Invalid` for one that the call does not have."""
    call = _call_to_apply_under(session, consortium, version, by)
    if wrong := strange_round(call, form.round):
        raise Invalid({"round": wrong})
    if consortium.round == form.round:
        return
    # Whether they were asked in earnest depends on the round.
    changes.note(session, [one.organisation_id for one in consortium.invitations])
    consortium.round = form.round
    touch(session, consortium)
    if form.round is None:
        history.record(session, by, "consortium.choose_usual_round", consortium=consortium)
    else:
        history.record(session, by, "consortium.choose_round", consortium=consortium, round=form.round)


def set_deadline(session: Session, consortium: Consortium, form: OwnDeadline, *, version: int | None, by: User) -> None:
    """Say until when everything is to be there, or take that back, while the call's deadline is not known.

    Raises `Refused` once it is known: then it is ten days before that. `Invalid` for a day that has passed.
    """
    _call_to_apply_under(session, consortium, version, by)
    if deadlines.applying(session, consortium) is not None:
        sentence = say(N_("The call's deadline is known, so the internal one is ten days before it."))
        raise Refused(sentence, say(N_("Its page says what the next step is.")))
    if form.own_deadline is not None and form.own_deadline < surroundings.today(session):
        raise Invalid({"own_deadline": say(N_("has passed"))})
    consortium.own_deadline = form.own_deadline
    for member in consortium.members:
        member.reminded = 0
    touch(session, consortium)
    history.record(session, by, "consortium.set_deadline", consortium=consortium, day=str(form.own_deadline or "–"))


def choose_variant(session: Session, consortium: Consortium, form: VariantChoice, *, version: int | None, by: User) -> None:
    """Say which kind of project it is, or that this is open. Raises `Invalid` for one that the call does not have."""
    call = _call_to_apply_under(session, consortium, version, by)
    if wrong := strange_variant(call, form.variant):
        raise Invalid({"variant": wrong})
    if consortium.variant == form.variant:
        return
    consortium.variant = form.variant
    touch(session, consortium)
    if form.variant is None:
        history.record(session, by, "consortium.leave_variant_open", consortium=consortium)
    else:
        history.record(session, by, "consortium.choose_variant", consortium=consortium, variant=form.variant)


def _call_to_apply_under(session: Session, consortium: Consortium, version: int | None, by: User) -> Call:
    """The call of a consortium that this account may change, and that is as it was shown."""
    members.begin_change(session, consortium, version, by)
    return surroundings.guide(session).call(consortium.call_id)
