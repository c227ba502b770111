"""The page that a partner's link opens: the invitation and its answers, the partner's own data, and what it confirms."""

from typing import Any, Final

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.inputs.invitations import Declining
from matchmaker.inputs.sheets import ByCode, CodeAsked, ConfirmingByLink, JoiningByLink
from matchmaker.language import N_, current, say
from matchmaker.models import Invitation, Member, PartnerLink
from matchmaker.services import (
    codes,
    coordinators,
    departures,
    guests,
    invitations,
    partner_access,
    personal_data,
    rounds,
    sheets,
)
from matchmaker.services.members import find_member, invitation_of
from matchmaker.web import partner_documents
from matchmaker.web.forms import Asked, Form, version
from matchmaker.web.invitations import DECLINING, JOINING
from matchmaker.web.limits import KNOCK, counter, limiter, mails_to
from matchmaker.web.links import COOKIE, PATH
from matchmaker.web.numbers import whole
from matchmaker.web.sheets import PARTS, context, forms
from matchmaker.web.toasts import SAVED, done
from matchmaker.web.transactions import database, session, writing

blueprint = Blueprint("partner", __name__, url_prefix=PATH)
CODE: Final = Asked(
    "code",
    N_("The code from the mail"),
    hint=N_("Six digits. It works for ten minutes."),
    autocomplete="one-time-code",
    missing=N_("Type the six digits from the mail"),
)
ASKING: Final = (
    Asked("email", N_("Your e-mail address"), "email", autocomplete="email", missing=N_("Say where the code is to go")),
    Asked("agreed", N_("You may write to this address about this consortium"), "check"),
)
MODELS: Final[dict[str, tuple[type[Any], tuple[Asked, ...]]]] = {
    "joining": (JoiningByLink, (*JOINING, CODE)),
    "declining": (Declining, DECLINING),
    "confirming": (ConfirmingByLink, (*JOINING, CODE)),
    "agreeing": (ByCode, (CODE,)),
    "leaving": (ByCode, (CODE,)),
    "erasing": (ByCode, (CODE,)),
    "asking": (CodeAsked, ASKING),
}
"""The forms of the page beside those of the sheet: what each is, and its fields."""


@blueprint.before_request
def _opened() -> ResponseReturnValue | None:
    """Nobody is here without a link that works."""
    token = request.cookies.get(COOKIE, "")
    g.partner_link = partner_access.find(session(), token) if token else None
    if g.partner_link is None or find_member(g.partner_link.consortium, g.partner_link.organisation_id) is None:
        return render_template("partner/closed.html"), 403
    return None


def link() -> PartnerLink:
    """The link by which this request comes."""
    found: PartnerLink = g.partner_link
    return found


def member() -> Member:
    """The partner that it is for."""
    found = find_member(link().consortium, link().organisation_id)
    if found is None:
        raise NotFound(say(N_("This organisation is no longer a member.")))
    return found


@blueprint.get("")
def show() -> ResponseReturnValue:
    """All that the link is for."""
    return page()


def page(sent: dict[str, Form[Any]] | None = None, parts: dict[str, Form[Any]] | None = None, wrong: object = None) -> Response:
    """The page, with the form that was sent and is shown again, or what is wrong with a file."""
    partner, sent = member(), sent or {}
    consortium, organisation = partner.consortium, partner.organisation
    sheet = sheets.get(session(), consortium, organisation)
    made = parts or forms(sheet)
    acting = {name: sent.get(name) or _blank(name) for name in MODELS}
    shown = next((one for one in (*made.values(), *sent.values()) if one.problems), acting["asking"])
    guest = organisation.guest
    return shown.page(
        "partner/show.html",
        **context(sheet, partner, made),
        **acting,
        **partner_documents.shown(partner),
        wrong=wrong,
        link=link(),
        invitation=_invitation(partner),
        call=rounds.call_of(session(), consortium),
        guest=guest,
        alike=guests.list_alike(session(), guest) if guest else [],
        is_unsure=partner in coordinators.list_to_confirm(consortium),
        gives_address=codes.can_change_address(link()),
    )


@blueprint.post("/code")
@limiter.limit(KNOCK, key_func=lambda: counter(f"codes {link().id}"))
@mails_to(lambda: request.form.get("email", "") if codes.can_change_address(link()) else link().address)
def code() -> ResponseReturnValue:
    """Have a code mailed."""
    form = _sent("asking")
    with form:
        asked = form.parsed() if codes.can_change_address(link()) else None
        codes.send(_writing(), link(), asked, language=current())
        done(N_("The code is on its way. It works for ten minutes."))
        return _back("#act")
    return page({"asking": form})


@blueprint.post("/interest")
def show_interest() -> ResponseReturnValue:
    """The first act: we are interested."""
    invitations.show_interest(_writing(), _asked(), by=link())
    done(N_("Thank you. The sender knows that you are interested."))
    return _back()


@blueprint.post("/join")
def join() -> ResponseReturnValue:
    """The second act: we join."""
    form = _sent("joining")
    with form:
        said = form.parsed()
        _use(said.code)
        invitations.join(_writing(), _asked(), said, by=link())
        done(N_("You have joined. Now look at the data of your organisation."))
        return _back()
    return page({"joining": form})


@blueprint.post("/decline")
def decline() -> ResponseReturnValue:
    """No, thank you; the link ends with it."""
    form = _sent("declining")
    with form:
        said = form.parsed()
        invitations.decline(_writing(), _asked(), said, by=link())
        return _farewell(N_("You have declined. You will not be asked again for this consortium."))
    return page({"declining": form})


@blueprint.post("/data/<part>")
def save(part: str) -> ResponseReturnValue:
    """One part of the partner's data."""
    if part not in PARTS:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    sheet = sheets.get(session(), link().consortium, link().organisation)
    made = forms(sheet, part)
    with made[part] as form:
        said = form.parsed()
        sheets.write(_writing(), sheet, said, version=version(), by=link())
        done(SAVED)
        return _back(f"#{part}")
    return page(parts=made)


@blueprint.post("/confirm")
def confirm() -> ResponseReturnValue:
    """All of it is right."""
    form = _sent("confirming")
    with form:
        said = form.parsed()
        _use(said.code)
        sheet = sheets.get(writing(), link().consortium, link().organisation)
        sheets.confirm(_writing(), sheet, said, seen=request.form.get("seen"), by=link())
        done(N_("Thank you: your data, role and task are confirmed."))
        return _back()
    return page({"confirming": form})


@blueprint.post("/coordinator")
def confirm_coordinator() -> ResponseReturnValue:
    """The organisation stays with the new coordinator."""
    form = _sent("agreeing")
    with form:
        said = form.parsed()
        _use(said.code)
        coordinators.confirm(_writing(), link().consortium, member().id, by=link())
        done(SAVED)
        return _back()
    return page({"agreeing": form})


@blueprint.post("/claim")
def claim() -> ResponseReturnValue:
    """That is us, or none of those is."""
    guests.claim(_writing(), member(), whole(request.form.get("organisation", "")), by=link())
    done(SAVED)
    return _back()


@blueprint.post("/leave")
def leave() -> ResponseReturnValue:
    """A member that joined leaves; the link ends with it."""
    form = _sent("leaving")
    with form:
        said = form.parsed()
        _use(said.code)
        departures.leave(_writing(), link().consortium, member().id, by=link())
        return _farewell(N_("Your organisation has left the consortium. What it had entered here was erased."))
    return page({"leaving": form})


@blueprint.post("/erase")
def erase() -> ResponseReturnValue:
    """What persons said and gave here is erased, with the link; the organisation stays in the consortium."""
    form = _sent("erasing")
    with form:
        said = form.parsed()
        _use(said.code)
        personal_data.erase_own(_writing(), member(), by=link())
        return _farewell(N_("The personal data and the files are erased."))
    return page({"erasing": form})


@blueprint.post("/object")
def object_() -> ResponseReturnValue:
    """We do not want this: the invitation is declined for good, and what is kept of a guest is erased."""
    guests.object_(_writing(), member(), by=link())
    return _farewell(N_("We have erased what was kept about your organisation. It will not be asked for this consortium again."))


@blueprint.post("/close")
def close() -> ResponseReturnValue:
    """End this session; the link opens a new one."""
    partner_access.close(writing(), request.cookies.get(COOKIE, ""))
    return _farewell(N_("The page is closed. Your link opens it again."))


def _sent(name: str) -> Form[Any]:
    model, asked = MODELS[name]
    return Form(model, asked)


def _blank(name: str) -> Form[Any]:
    """A form of the page that this request does not send."""
    form = _sent(name)
    form.values = {"email": link().address} if name == "asking" and link().address else {}
    return form


def _writing() -> Any:
    """The session for a verb that writes; whoever sends forms is not shut out meanwhile."""
    opened = writing()
    partner_access.seen(opened, link(), request.cookies.get(COOKIE, ""))
    return opened


def _use(code: str) -> None:
    """The code from the mail; the try is counted in a unit of work of its own, which stays when all else is undone."""
    with database().unit_of_work() as own:
        codes.count(own, link().id)
    codes.use(writing(), link(), code)


def _invitation(partner: Member) -> Invitation | None:
    return invitation_of(partner.consortium, partner.organisation_id)


def _asked() -> Invitation:
    found = _invitation(member())
    if found is None:
        raise NotFound(say(N_("There is no invitation that awaits an answer.")))
    return found


def _back(to: str = "") -> ResponseReturnValue:
    return redirect(url_for("partner.show") + to, 303)


def _farewell(said: str) -> ResponseReturnValue:
    """The last page: the session is over, and its cookie goes."""
    response = make_response(render_template("partner/farewell.html", said=said))
    response.delete_cookie(COOKIE, path=PATH)
    return response
