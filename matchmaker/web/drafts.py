"""An idea described in three steps, each a page of its own; what is typed is kept as a draft until it is finished."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.inputs import drafts as said_so_far
from matchmaker.inputs.drafts import HINTED, STEPS, Step
from matchmaker.inputs.forms import LONGEST_LIST
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.language import N_, say
from matchmaker.models import Idea, IdeaDraft, Organisation, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.programme.reading import LONGEST_CODE
from matchmaker.services import drafts, fitting, history, ideas, starts, surroundings
from matchmaker.services.wishes import give_up
from matchmaker.web import choices
from matchmaker.web.forms import Form, version
from matchmaker.web.idea_questions import asked_for
from matchmaker.web.numbers import whole
from matchmaker.web.sent import LONGEST_TEXT
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done
from matchmaker.web.transactions import session, writing
from matchmaker.web.writers import writer

blueprint = Blueprint("drafts", __name__, url_prefix="/ideas")
NAMES: Final[Mapping[Step, str]] = {"what": N_("What"), "whom": N_("With whom"), "when": N_("Who applies, and when")}
_ORDER: Final[tuple[Step, ...]] = get_args(Step)
_STEP: Final = f"<any({','.join(_ORDER)}):step>"
_KEY: Final = re.compile(r"[0-9A-Za-z]{1,40}")
"""What names a new draft in its address."""
_BESIDE: Final = ("hinted", "refused")
"""What is kept beside the fields."""
_GONE: Final = N_("This draft was finished or thrown away, or was not touched for 90 days. Describe a new idea.")


@dataclass
class Desk:
    """What lies before a person who describes an idea: for whom, for which call, and what was said so far.

    said: of the draft, else what it would begin with. wishes: ids of wishes that the page is shown without, `given_up` in words.
    """

    by: User
    key: str
    organisation: Organisation
    call: Call
    said: Mapping[str, Any]
    idea: Idea | None = None
    draft: IdeaDraft | None = None
    wishes: tuple[str, ...] = ()
    given_up: tuple[object, ...] = ()
    held: tuple[str, ...] = ()

    def url(self, endpoint: str = "step", **more: Any) -> str:
        """The address of one of its pages."""
        if self.idea is None:
            return url_for(f"drafts.new_{endpoint}", key=self.key, **more)
        return url_for(f"drafts.edit_{endpoint}", idea_id=self.idea.id, **more)

    @property
    def heard(self) -> tuple[IdeaForm, dict[str, object]]:
        """What is understood, and what is wrong with the rest."""
        return said_so_far.understand(self.said, self.call, self.held)


@blueprint.get("/new/<key>")
def new(key: str) -> ResponseReturnValue:
    """A draft begins with its first step."""
    return redirect(url_for("drafts.new_step", key=key, step="what"))


@blueprint.route(f"/new/<key>/{_STEP}", methods=["GET", "POST"])
def new_step(key: str, step: Step) -> ResponseReturnValue:
    """A step of a new idea. What has become an idea is changed."""
    desk = _new(key)
    if desk.draft is not None and desk.draft.is_finished:
        return redirect(url_for("drafts.edit_step", idea_id=desk.draft.idea_id, step=step), 307)
    return _step(desk, step)


@blueprint.get(f"/new/<key>/{_STEP}/kept")
def new_kept(key: str, step: Step) -> ResponseReturnValue:
    """What became of what was typed."""
    return _kept(_new(key), step)


@blueprint.post("/new/<key>/discard")
def new_discard(key: str) -> ResponseReturnValue:
    """Throw a new idea away."""
    return _discard(_new(key))


@blueprint.route(f"/<int:idea_id>/edit/{_STEP}", methods=["GET", "POST"])
def edit_step(idea_id: int, step: Step) -> ResponseReturnValue:
    """A step of an idea that is changed."""
    return _step(_edit(idea_id), step)


@blueprint.get(f"/<int:idea_id>/edit/{_STEP}/kept")
def edit_kept(idea_id: int, step: Step) -> ResponseReturnValue:
    """What became of what was typed."""
    return _kept(_edit(idea_id), step)


@blueprint.post("/<int:idea_id>/edit/discard")
def edit_discard(idea_id: int) -> ResponseReturnValue:
    """Let the idea be as it is."""
    return _discard(_edit(idea_id))


def _new(key: str) -> Desk:
    by = somebody()
    if not _KEY.fullmatch(key):
        raise NotFound(say(_GONE))
    draft = drafts.find(session(), key, by=by)
    organisation = draft.organisation if draft else writer(by)
    require(by, "idea.write", organisation)
    call = surroundings.guide(session()).calls.get(request.values.get("call", "") or (draft.call_id if draft else ""))
    if call is None:
        raise NotFound(say(_GONE))
    said = draft.said if draft else _start(organisation, call, by)
    if draft and call.id != draft.call_id:
        said = starts.for_call(said, organisation, call)
    return Desk(by, key, organisation, call, said, draft=draft)


def _start(organisation: Organisation, call: Call, by: User) -> dict[str, Any]:
    """What the address names to begin with: an idea of one's own, a past project, or neither."""
    idea, project = (whole(request.args.get(name, "")) for name in ("idea", "project"))
    if idea is not None:
        return starts.from_idea(ideas.get_idea(session(), idea, by=by), call)
    if project is not None:
        return starts.from_project(starts.get_project(session(), organisation, project), organisation, call)
    return starts.anew(organisation, call)


def _edit(idea_id: int) -> Desk:
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    require(by, "idea.write", idea)
    ideas.require_open(idea)
    key = drafts.key_of(idea)
    draft = drafts.find(session(), key, by=by)
    named = request.values.get("call", "") or (draft.call_id if draft else idea.call_id)
    call = surroundings.guide(session()).calls.get(named)
    if call is None:
        raise NotFound(say(N_("The call of this idea is no longer in the guide. Describe a new idea.")))
    form = ideas.form_of(idea)
    said = draft.said if draft else said_so_far.said_of(form, call)
    wishes = tuple(request.args.getlist("give_up")[:LONGEST_LIST])
    given_up: tuple[object, ...] = ()
    if wishes and call.id == idea.call_id:
        less, given_up = give_up(session(), idea, wishes, by=by)
        was, now = said_so_far.said_of(form, call), said_so_far.said_of(less, call)
        said = {**said, **{name: now.get(name, "") for name in {*was, *now} if was.get(name) != now.get(name)}}
    elif call.id != (draft.call_id if draft else idea.call_id):
        said = starts.for_call(said, idea.organisation, call)
    return Desk(by, key, idea.organisation, call, said, idea, draft, wishes, given_up, form.priorities)


def _step(desk: Desk, step: Step) -> ResponseReturnValue:
    form = Form(IdeaForm, asked_for(desk.call, desk.organisation.country, desk.held), desk.said, only=STEPS[step])
    if request.method == "POST":
        return _sent(desk, step, form)
    if "check" in request.args:
        form.problems.update(form.worded(_of_step(desk.heard[1], step)))
    return _page(desk, step, form)


def _sent(desk: Desk, step: Step, form: Form[IdeaForm]) -> ResponseReturnValue:
    """Keep what was sent and go where the button leads; forwards only from a step in which nothing is wrong."""
    last = step == _ORDER[-1]
    go = request.form.get("go") or ("finish" if last or desk.idea else _ORDER[_ORDER.index(step) + 1])
    before = desk.said
    desk.said = _after(desk, step, form, propose=go == "keep" or request.form.get("find") == "hints")
    form.values = desk.said
    wrong = desk.heard[1]
    stays = go == "keep" or go in _ORDER[: _ORDER.index(step) + 1]
    form.problems.update({} if stays or "find" in request.form else form.worded(_of_step(wrong, step)))
    if form.problems or "find" in request.form:
        return _page(desk, step, form)
    whole = bool(desk.wishes) or (desk.draft is not None and desk.draft.call_id != desk.call.id)
    part = desk.said if whole else {name: desk.said[name] for name in (*STEPS[step], *_BESIDE) if name in desk.said}
    draft = drafts.keep(
        writing(),
        desk.key,
        desk.organisation,
        desk.call,
        _plain(part),
        start=before,
        idea=desk.idea,
        version=version(),
        by=desk.by,
    )
    if go == "keep":
        return redirect(desk.url("kept", step=step), 303)
    if go != "finish":
        return redirect(desk.url(step=go if go in _ORDER else step), 303)
    if wrong:
        return redirect(desk.url(step=said_so_far.step_of(next(iter(wrong))), check="yes"), 303)
    return _finish(desk, draft)


def _finish(desk: Desk, draft: IdeaDraft) -> ResponseReturnValue:
    idea = drafts.finish(session(), draft, version=version(), by=desk.by)
    if desk.idea is not None:
        done(SAVED)
    if desk.wishes:  # 307: the browser sends on what it sent, so that this asks too
        return redirect(url_for("suggestions.ask", idea_id=idea.id), 307)
    return redirect(url_for("ideas.show", idea_id=idea.id), 303)


def _of_step(wrong: Mapping[str, object], step: Step) -> dict[str, object]:
    return {name: sentence for name, sentence in wrong.items() if said_so_far.step_of(name) == step}


def _after(desk: Desk, step: Step, form: Form[IdeaForm], *, propose: bool) -> dict[str, Any]:
    """What is said after this page was sent: what it asks for as it was typed, and what the text hints at."""
    said = {**desk.said, **{name: form.values[name] for name in STEPS[step]}}
    if step != "what":
        return said
    return said_so_far.hint(said, request.form.getlist("shown")[:LONGEST_LIST], desk.call, propose=propose)


def _plain(value: Any, longest: int = LONGEST_TEXT) -> Any:
    """Text as it can be stored: one character too many is left to say so."""
    if isinstance(value, list):
        return [_plain(one, LONGEST_CODE) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one, longest) for name, one in value.items()}
    return value.replace("\x00", "\ufffd")[: longest + 1] if isinstance(value, str) else value


def _page(desk: Desk, step: Step, form: Form[IdeaForm]) -> ResponseReturnValue:
    hinted = desk.said.get("hinted", {})
    form.values = {
        **form.values,
        **{name: [one for one in form.values.get(name, ()) if one not in hinted.get(name, ())] for name in HINTED},
    }
    response = form.page(
        "ideas/step.html",
        names_of_steps=NAMES,
        order=_ORDER,
        changes=_meanwhile(desk),
        alike=starts.list_alike(session(), desk.organisation, desk.said, desk.call, desk.idea),
        **_beside(desk, step),
    )
    if request.method == "GET":
        response.status_code = 200
    return response


def _meanwhile(desk: Desk) -> Sequence[object]:
    """What others did to the idea since these changes of it were begun."""
    idea, draft = desk.idea, desk.draft
    if idea is None or draft is None or draft.idea_version in (None, idea.version):
        return ()
    return history.since(session(), idea, draft.idea_version)


def _kept(desk: Desk, step: Step) -> str:
    return render_template("ideas/kept.html", **_beside(desk, step))


def _beside(desk: Desk, step: Step) -> dict[str, Any]:
    """What stands beside the questions, and is brought up to date while one types."""
    form, _ = desk.heard
    return {
        "desk": desk,
        "step": step,
        "heard": form,
        "saved_at": desk.draft.updated_at if desk.draft else None,
        "fit": fitting.count(session(), desk.organisation, form),
        "hinted": choices.hinted(desk.said.get("hinted", {}), desk.call) if step == "what" else (),
    }


def _discard(desk: Desk) -> ResponseReturnValue:
    if desk.draft is not None:
        drafts.discard(writing(), desk.draft, by=desk.by)
        done(N_("The draft is thrown away."))
    return redirect(url_for("ideas.show", idea_id=desk.idea.id) if desk.idea else url_for("start.home"), 303)
