"""What is stored: columns and constraints, nothing that decides. Rows become facts in `services/facts.py`."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from matchmaker.workflow import COLLEAGUE_STATES, CONSORTIUM_STATES, HANDOVER_KINDS, HANDOVER_STATES, INVITATION_STATES

ORGANISATION_VOCABULARIES = ("field", "priority", "topic", "expertise", "language", "role", "flag", "sector")
"""What a term of an organisation may be; `sector` holds what it stands for, after its type's rule."""
OFFER_VOCABULARIES = ("call", "role", "expertise")
IDEA_VOCABULARIES = ("field", "topic", "expertise", "priority", "activity", "country", "not_country")
STANDINGS = ("none", "operator", "moderator")
MEMBERSHIP_ROLES = ("owner", "editor", "viewer")
DECIDING = ("owner", "editor")
"""The roles of those who decide for their organisation; the others read."""
MEMBER_ROLES = ("coordinator", "partner", "associated")
APPLICANTS = ("we", "find", "unknown")
SEAT_CONDITIONS = ("sector", "class", "kind")
REPORT_KINDS = ("organisation", "invitation", "message")
REPORT_REASONS = ("many", "untrue", "money", "insulting", "other")
DOUBT_STATES = ("open", "same", "different")
RESERVE_STATES = ("waiting", "proposed", "passed")
READINESS_DECISIONS = ("none", "accepted", "returned")
SEARCH_STATES = ("waiting", "running", "done", "stopped", "failed")


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, also where the database keeps none (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables: one naming convention, so that migrations can name every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The column holds one of the values."""
    return CheckConstraint(f"{column} in ({', '.join(repr(value) for value in values)})", name=f"{column}_known")


class User(Base):
    """A person with an account. One may act for several organisations."""

    __tablename__ = "users"
    __table_args__ = (one_of("standing", STANDINGS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In its one form (`inputs.addresses`): one mailbox, one account. With others, left from before, nobody logs in."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    session_version: Mapped[int] = mapped_column(default=1)
    """Raised when every session of this person ends: links for a new password that were mailed before are used up."""
    language: Mapped[str] = mapped_column(String(2), default="en")
    standing: Mapped[str] = mapped_column(String(10), default="none")
    """What this person may do for the service as a whole, whatever organisations they act for."""
    unwanted: Mapped[list[str]] = mapped_column(default=list)
    """The topics of which this person wants no mails (`services/wanted.py`)."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    """A demo log-in: accepted on loopback only."""
    confirmed_at: Mapped[datetime | None]
    """When a link that came to the address showed that it is this person's."""
    asked_at: Mapped[datetime | None]
    """When such a link was last mailed; null: one is due."""
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", cascade="all, delete-orphan")


class Visit(Base):
    """A person logged in at a browser, until it ends or is not used for long."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what the cookie carries."""
    browser: Mapped[str] = mapped_column(String(40), default="")
    """Its family and system, `Firefox, Windows` for example; empty = neither is known."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    """When it was last used, to the hour."""

    user: Mapped[User] = relationship()


class Organisation(Base):
    """An organisation: joined, or only known from public records (`joined_at` is null)."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("length(country) = 2", name="country_code"),
        CheckConstraint("responsiveness is null or (responsiveness >= 0 and responsiveness <= 1)", name="responsiveness_range"),
        CheckConstraint("oid is null or length(oid) = 9", name="oid_length"),
        CheckConstraint("pic is null or length(pic) = 9", name="pic_length"),
        CheckConstraint("capacity is null or capacity >= 0", name="capacity_range"),
        CheckConstraint("name is not null or joined_at is null", name="joined_has_name"),
        CheckConstraint("joined_at is null or not is_guest", name="guest_has_not_joined"),
        Index("ix_organisations_country_folded_name", "country", "folded_name"),
        # Two coordinators may bring the same partner, each as a guest of its own.
        Index(
            "uq_organisations_oid", "oid", unique=True, sqlite_where=text("is_guest = 0"), postgresql_where=text("not is_guest")
        ),
        Index(
            "uq_organisations_pic", "pic", unique=True, sqlite_where=text("is_guest = 0"), postgresql_where=text("not is_guest")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """The first id it is known under; what answers show. All ids stand in `external_ids`, this one included."""
    name: Mapped[str | None] = mapped_column(String(300))
    """Null: kept for the history of projects only, never shown or suggested."""
    folded_name: Mapped[str | None] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2))
    type: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str | None] = mapped_column(String(60))
    """What the organisation called itself when it registered (`programme.kinds`)."""
    newcomer: Mapped[bool | None]
    responsiveness: Mapped[float | None]
    established: Mapped[date | None]
    oid: Mapped[str | None] = mapped_column(String(9))
    pic: Mapped[str | None] = mapped_column(String(9))
    registration: Mapped[str | None] = mapped_column(String(60), index=True)
    region: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    looking_for: Mapped[str] = mapped_column(Text, default="")
    contribution: Mapped[str] = mapped_column(Text, default="")
    learners: Mapped[int | None]
    staff: Mapped[int | None]
    capacity: Mapped[int | None]
    """How many consortia of one round it can join; null = not stated."""
    open_to_requests: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)
    """Part of the demo population."""
    is_guest: Mapped[bool] = mapped_column(default=False)
    """Brought by a consortium (`Guest`), which alone sees it: `services/guests.py`."""
    joined_at: Mapped[datetime | None] = mapped_column(index=True)
    ownerless_since: Mapped[datetime | None]
    """When its last owner was lost: it is paused until it has one again. Whoever never had one, as an imported one, is not."""
    confirmed_at: Mapped[datetime | None]
    """When somebody last said that this is still true."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    external_ids: Mapped[list["ExternalId"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="ExternalId.id"
    )
    terms: Mapped[list["OrganisationTerm"]] = relationship(cascade="all, delete-orphan", order_by="OrganisationTerm.id")
    people: Mapped[list["Membership"]] = relationship(back_populates="organisation", cascade="all, delete-orphan")
    offers: Mapped[list["Offer"]] = relationship(
        back_populates="organisation",
        cascade="all, delete-orphan",
        primaryjoin="and_(Organisation.id == Offer.organisation_id, Offer.ended_at.is_(None))",
    )
    guest: Mapped["Guest | None"] = relationship(back_populates="organisation", foreign_keys="Guest.organisation_id")


class ExternalId(Base):
    """An id under which an organisation is known; no two organisations share one."""

    __tablename__ = "external_ids"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(200), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="external_ids")


class OrganisationTerm(Base):
    """One code that describes an organisation: a field, a topic, a language, a flag ..."""

    __tablename__ = "organisation_terms"
    __table_args__ = (
        one_of("vocabulary", ORGANISATION_VOCABULARIES),
        UniqueConstraint("organisation_id", "vocabulary", "code"),
        Index("ix_organisation_terms_vocabulary_code", "vocabulary", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    vocabulary: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))


class Membership(Base):
    """A person acts for an organisation, as owner, editor or viewer."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("role", MEMBERSHIP_ROLES),
        UniqueConstraint("user_id", "organisation_id"),
        Index("uq_memberships_one_contact", "organisation_id", unique=True,
              sqlite_where=text("is_contact"), postgresql_where=text("is_contact")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    is_contact: Mapped[bool] = mapped_column(default=False)
    """Named as the contact person; nobody named: its longest owner (`services/contacts.py`)."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    """Of the contact person, for partners; it goes with them."""
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="people")


class ColleagueInvitation(Base):
    """A request to whoever has an address to act for an organisation, and its answer."""

    __tablename__ = "colleague_invitations"
    __table_args__ = (
        one_of("state", COLLEAGUE_STATES),
        one_of("role", MEMBERSHIP_ROLES),
        Index("uq_colleague_invitations_one_open", "organisation_id", "email", unique=True,
              sqlite_where=text("state = 'sent'"), postgresql_where=text("state = 'sent'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    """In its one form; perhaps of nobody who has an account."""
    role: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="sent")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class Doubt(Base):
    """Two rows that may be one body, or of which somebody decided; unless they are different they do not sit in one suggestion.

    Names alike need no row: whoever has one folded name in one country is one group until somebody decides.
    """

    __tablename__ = "doubts"
    __table_args__ = (
        one_of("state", DOUBT_STATES),
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime]


class Block(Base):
    """An organisation does not want to be asked by another, to ask it, or to sit in one consortium with it."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("organisation_id", "blocked_id"),
        CheckConstraint("organisation_id <> blocked_id", name="other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]

    blocked: Mapped[Organisation] = relationship(foreign_keys=blocked_id)


class Report(Base):
    """Somebody says that a profile, an invitation or a message is not right; moderators look at it."""

    __tablename__ = "reports"
    __table_args__ = (one_of("kind", REPORT_KINDS), one_of("reason", REPORT_REASONS))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    """Of the thing, which may be there no longer."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    """Whose it is; never told of the report."""
    quoted: Mapped[str] = mapped_column(Text)
    """What it said when it was reported."""
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
    """What came of it, for moderators."""

    organisation: Mapped[Organisation] = relationship()
    reported_by: Mapped[User | None] = relationship(foreign_keys=reported_by_id)
    seen_by: Mapped[User | None] = relationship(foreign_keys=seen_by_id)
    closed_by: Mapped[User | None] = relationship(foreign_keys=closed_by_id)


class Offer(Base):
    """An organisation offers itself as a partner: for what, how often, and what it must know before it says yes."""

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    summary: Mapped[str] = mapped_column(Text)
    must_know: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it was taken away; it can be put back for a while."""

    organisation: Mapped[Organisation] = relationship(back_populates="offers")
    terms: Mapped[list["OfferTerm"]] = relationship(cascade="all, delete-orphan", order_by="OfferTerm.id")


class OfferTerm(Base):
    """A call, a role or an expertise that an offer names."""

    __tablename__ = "offer_terms"
    __table_args__ = (one_of("vocabulary", OFFER_VOCABULARIES), UniqueConstraint("offer_id", "vocabulary", "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    vocabulary: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))


class Idea(Base):
    """A project idea (a request for partners): for which call, about what, with whom."""

    __tablename__ = "ideas"
    __table_args__ = (
        one_of("applicant", APPLICANTS),
        CheckConstraint("size_min is null or size_min >= 1", name="size_min_range"),
        CheckConstraint("size_min is null or size_max is null or size_max >= size_min", name="sizes_in_order"),
        CheckConstraint("months is null or months > 0", name="months_range"),
        CheckConstraint("round is null or round > 0", name="round_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    call_id: Mapped[str] = mapped_column(String(60), index=True)
    """A call of the guide; calls are data in files, so this is checked when it is written."""
    round: Mapped[int | None]
    """The number of the round of the call it is for; null: the usual one, which changes with the day."""
    variant: Mapped[str | None] = mapped_column(String(60))
    """The kind of project it is, of a call that has several; null: not chosen yet."""
    project_type: Mapped[str | None] = mapped_column(String(60))
    months: Mapped[int | None]
    language: Mapped[str | None] = mapped_column(String(2))
    applicant: Mapped[str] = mapped_column(String(10), default="we")
    """Who will apply: we, a partner we ask for, not known yet."""
    size_min: Mapped[int | None]
    size_max: Mapped[int | None]
    same_country: Mapped[bool | None]
    third_countries: Mapped[bool] = mapped_column(default=False)
    """Whether partners from countries that do not count are suggested where the call's rules could do without."""
    confirmed_only: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)
    checked_version: Mapped[str | None] = mapped_column(String(64))
    """The version of the call that it was last checked under; null: from before that was kept."""
    is_shown: Mapped[bool] = mapped_column(default=False)
    """Whether organisations that could fill what it lacks see that it exists: call, country and kind, no names."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    organisation: Mapped[Organisation] = relationship()
    terms: Mapped[list["IdeaTerm"]] = relationship(cascade="all, delete-orphan", order_by="IdeaTerm.id")
    seats: Mapped[list["IdeaSeat"]] = relationship(cascade="all, delete-orphan", order_by="IdeaSeat.position")


class IdeaDraft(Base):
    """What one person has said so far of an idea, new or to be changed; nobody else sees it and nothing is suggested from it."""

    __tablename__ = "idea_drafts"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    """By what its pages name it: one draft makes one idea, however often it is sent."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str] = mapped_column(String(60))
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    """The idea that it changes, or has become."""
    idea_version: Mapped[int | None]
    """The version of the idea that its changes were made to."""
    said: Mapped[dict[str, Any]]
    """Field of the form -> what was said, right or wrong; and what of it the text hinted at (`inputs/drafts.py`)."""
    is_finished: Mapped[bool] = mapped_column(default=False)
    """Whether it has become its idea: nothing of it is kept but where it led."""
    updated_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    idea: Mapped[Idea | None] = relationship()


class IdeaTerm(Base):
    """What an idea asks for: a field, a topic, an expertise with its weight, a priority, an activity, a country."""

    __tablename__ = "idea_terms"
    __table_args__ = (
        one_of("vocabulary", IDEA_VOCABULARIES),
        UniqueConstraint("idea_id", "vocabulary", "code"),
        CheckConstraint("weight > 0", name="weight_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"))
    vocabulary: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(80))
    weight: Mapped[float] = mapped_column(default=1.0)


class IdeaSeat(Base):
    """A seat the idea wants filled: so many partners of a sector, an actor class, or a kind."""

    __tablename__ = "idea_seats"
    __table_args__ = (
        one_of("condition", SEAT_CONDITIONS),
        UniqueConstraint("idea_id", "position"),
        CheckConstraint("number >= 1", name="number_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"))
    position: Mapped[int]
    condition: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(default=1)


class Consortium(Base):
    """A consortium in the making, and what became of it."""

    __tablename__ = "consortia"
    __table_args__ = (
        one_of("state", CONSORTIUM_STATES),
        CheckConstraint("round is null or round > 0", name="round_range"),
        CheckConstraint("asked_grant is null or asked_grant > 0", name="asked_grant_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    initiator_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    """Who may change it: the initiator, after the hand-over the coordinator."""
    call_id: Mapped[str] = mapped_column(String(60), index=True)
    round: Mapped[int | None]
    """The number of the round it applies in; null: the usual one, until it is finalised."""
    variant: Mapped[str | None] = mapped_column(String(60))
    """The kind of project it is, of a call that has several; null: the one it fits best, until it is finalised."""
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    checked_version: Mapped[str | None] = mapped_column(String(64))
    """As that of an idea."""
    suggestion: Mapped[dict[str, Any] | None]
    """The proposal it was saved from, as it was shown."""
    own_agency: Mapped[str] = mapped_column(String(200), default="")
    """The National Agency as the coordinator knows it; empty: what our data say."""
    own_agency_website: Mapped[str] = mapped_column(String(300), default="")
    national_priorities: Mapped[list[str]] = mapped_column(default=list)
    """Those that this agency takes as European priorities in the national context, as it says at `national_source`."""
    national_source: Mapped[str] = mapped_column(String(300), default="")
    asked_grant: Mapped[int | None]
    """The amount asked for, in euro; null: not said yet."""
    agency: Mapped[str] = mapped_column(String(200), default="")
    """To which it was submitted."""
    form_id: Mapped[str] = mapped_column(String(60), default="")
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    submitted_number: Mapped[int | None]
    """The number of the snapshot that was submitted last, also when it was opened again since; null: none, or from before."""
    own_deadline: Mapped[date | None]
    """Until when everything is to be there, while the call's deadline is not known; null: nobody has said."""
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("consortia.id", ondelete="SET NULL"), index=True)
    """The consortium whose coordinator was silent, and that goes on in this one."""
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("consortia.id", ondelete="SET NULL"), index=True)
    """The consortium that was taken to this call or round; null: it began here."""
    passed_told_at: Mapped[datetime | None]
    """When whoever holds it was asked what became of it, as its round had closed without an application."""
    withdrawn_because: Mapped[str] = mapped_column(String(200), default="")
    """An id of a sentence, where the service gave it up by itself; empty: somebody did."""
    ended_at: Mapped[datetime | None]
    """When it was granted, rejected or given up; null: not yet, or from before that was kept."""
    persons_erased_at: Mapped[datetime | None]
    """When the data of persons and the files of its partners were erased; null: they were not."""
    silence_told_at: Mapped[datetime | None]
    """When all members were last told that the coordinator is silent."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    idea: Mapped[Idea] = relationship()
    initiator: Mapped[Organisation] = relationship(foreign_keys=initiator_id)
    holder: Mapped[Organisation] = relationship(foreign_keys=holder_id)
    seats: Mapped[list["Seat"]] = relationship(cascade="all, delete-orphan", order_by="Seat.position")
    members: Mapped[list["Member"]] = relationship(
        back_populates="consortium", cascade="all, delete-orphan", order_by="Member.id"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="consortium", cascade="all, delete-orphan", order_by="Invitation.id"
    )
    reserves: Mapped[list["Reserve"]] = relationship(
        back_populates="consortium", cascade="all, delete-orphan", order_by="(Reserve.position, Reserve.id)"
    )
    handovers: Mapped[list["HandOver"]] = relationship(
        back_populates="consortium", cascade="all, delete-orphan", order_by="HandOver.id"
    )
    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="consortium", order_by="Snapshot.number")
    packages: Mapped[list["WorkPackage"]] = relationship(cascade="all, delete-orphan", order_by="WorkPackage.id")


class WorkPackage(Base):
    """A part of the work: who leads it and who takes part. Whoever leaves the consortium still stands in it, to be replaced."""

    __tablename__ = "work_packages"

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """One of those who take part; null: nobody yet."""

    lead: Mapped[Organisation | None] = relationship()
    parts: Mapped[list["WorkPackagePart"]] = relationship(
        cascade="all, delete-orphan", order_by="WorkPackagePart.organisation_id"
    )


class WorkPackagePart(Base):
    """An organisation takes part in a work package, with a share of the grant where the call asks for shares."""

    __tablename__ = "work_package_parts"
    __table_args__ = (CheckConstraint("amount is null or amount >= 0", name="amount_range"),)

    package_id: Mapped[int] = mapped_column(ForeignKey("work_packages.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    amount: Mapped[int | None]
    """In euro; null: not said."""

    organisation: Mapped[Organisation] = relationship()


class Seat(Base):
    """A seat of a consortium and the condition for whoever fills it."""

    __tablename__ = "seats"
    __table_args__ = (one_of("condition", SEAT_CONDITIONS), UniqueConstraint("consortium_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    position: Mapped[int]
    condition: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(60))


class Member(Base):
    """An organisation in a consortium; it has joined once `joined_at` is set."""

    __tablename__ = "members"
    __table_args__ = (
        one_of("role", MEMBER_ROLES),
        UniqueConstraint("consortium_id", "organisation_id"),
        Index("uq_members_one_coordinator", "consortium_id", unique=True,
              sqlite_where=text("role = 'coordinator'"), postgresql_where=text("role = 'coordinator'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="partner")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="SET NULL"), unique=True)
    contribution: Mapped[str] = mapped_column(Text, default="")
    added_value: Mapped[str] = mapped_column(Text, default="")
    """Why an organisation of a third country is essential; empty = not argued yet."""
    joined_at: Mapped[datetime | None]
    agreed_with_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    """Who coordinated when it joined, or whom it has confirmed since; null: from before that was asked."""
    reminded: Mapped[int] = mapped_column(default=0)
    """How often it was reminded of what it has not done since it joined (`services/reminders.py`)."""

    consortium: Mapped[Consortium] = relationship(back_populates="members")
    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    seat: Mapped[Seat | None] = relationship()


class RemovedMember(Base):
    """What was noted about a member that was taken out, for whoever puts it back; it goes with that, or with the consortium."""

    __tablename__ = "removed_members"
    __table_args__ = (one_of("role", MEMBER_ROLES),)

    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(12))
    contribution: Mapped[str] = mapped_column(Text)
    added_value: Mapped[str] = mapped_column(Text)


class Invitation(Base):
    """A request to join, with the four specifics, and the two acts of its answer."""

    __tablename__ = "invitations"
    __table_args__ = (
        one_of("state", INVITATION_STATES),
        one_of("role", MEMBER_ROLES),
        Index("uq_invitations_one_open", "consortium_id", "organisation_id", unique=True,
              sqlite_where=text("state in ('sent', 'interested', 'joined')"),
              postgresql_where=text("state in ('sent', 'interested', 'joined')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="partner")
    task: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(200))
    time_needed: Mapped[str] = mapped_column(String(200))
    why_you: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="sent")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Until when the next answer is awaited: interest first, joining then."""
    reminded_at: Mapped[datetime | None]
    """When somebody was reminded of that; null: not yet."""
    answered_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    joined_name: Mapped[str] = mapped_column(String(200), default="")
    joined_function: Mapped[str] = mapped_column(String(200), default="")
    joined_authority: Mapped[str] = mapped_column(String(300), default="")
    """Who said "we join", in which function, and on what authority."""
    ending: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What its page showed when it ended (`documents.ending`); nothing else of the consortium is shown from then on."""

    consortium: Mapped[Consortium] = relationship(back_populates="invitations")
    organisation: Mapped[Organisation] = relationship()


class Guest(Base):
    """An organisation that a coordinator brought, and that nobody else sees: it has not joined the service."""

    __tablename__ = "guests"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who gave its name; null once that account is erased."""
    brought_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    """When whoever holds its link agreed to be here; until then nothing is mailed to it."""
    claims_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    """The known organisation that it says it is; it answers for this consortium only until that is granted."""
    claimed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(back_populates="guest", foreign_keys=organisation_id)
    consortium: Mapped[Consortium] = relationship()
    brought_by: Mapped[User | None] = relationship()
    claims: Mapped[Organisation | None] = relationship(foreign_keys=claims_id)


class PartnerLink(Base):
    """A secret that lets whoever holds it answer for one partner of one consortium, without an account."""

    __tablename__ = "partner_links"
    __table_args__ = (CheckConstraint("length(secret_sha256) = 64", name="sha256_length"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what the link carries, which is kept nowhere."""
    address: Mapped[str] = mapped_column(String(254), default="")
    """Where it was mailed to, and where codes go; empty: a letter that somebody copied, until its holder gives one."""
    language: Mapped[str] = mapped_column(String(2), default="en")
    """In which its holder is written to: that of the letter, then that in which the page was read."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """When it was first exchanged for a session."""
    code_hash: Mapped[str] = mapped_column(String(200), default="")
    """Of the code that was mailed last, empty once it was used."""
    code_made_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)

    consortium: Mapped[Consortium] = relationship()
    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User | None] = relationship()


class LinkVisit(Base):
    """A browser in which a partner's link was opened, until it ends or is not used for long."""

    __tablename__ = "link_visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("partner_links.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what the cookie carries."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)

    link: Mapped[PartnerLink] = relationship()


class PartnerSheet(Base):
    """What a partner says about itself for the application form of one consortium, and what of it was confirmed.

    OID, PIC, founding date and place stand with the organisation. Persons' data, but for the texts.
    """

    __tablename__ = "partner_sheets"
    __table_args__ = (UniqueConstraint("consortium_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    legal_name: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    post_code: Mapped[str] = mapped_column(String(20), default="")
    oid_of: Mapped[str] = mapped_column(String(10), default="")
    """Whose the OID is: `own`, or that of the `governing` body; empty: not said."""
    representative_name: Mapped[str] = mapped_column(String(200), default="")
    representative_function: Mapped[str] = mapped_column(String(200), default="")
    representative_email: Mapped[str] = mapped_column(String(254), default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_function: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    background: Mapped[str] = mapped_column(Text, default="")
    experience: Mapped[str] = mapped_column(Text, default="")
    """Activities and experience in the field of the application."""
    key_staff: Mapped[str] = mapped_column(Text, default="")
    """The role and skills of those who will work on it; names are not needed."""
    confirmed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The value of each field when it was last confirmed, and the role and the task; null: never."""
    confirmed_at: Mapped[datetime | None]
    confirmed_name: Mapped[str] = mapped_column(String(200), default="")
    confirmed_function: Mapped[str] = mapped_column(String(200), default="")
    confirmed_authority: Mapped[str] = mapped_column(String(300), default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who confirmed it with an account; null: somebody by the link."""
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    consortium: Mapped[Consortium] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Upload(Base):
    """A file that a partner, or whoever holds the consortium, has given; its bytes lie outside of the database."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("size > 0", name="size_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    document: Mapped[str] = mapped_column(String(60))
    """Which of the call's documents it is; `application`: what was submitted; `other`: something else."""
    name: Mapped[str] = mapped_column(String(200))
    """As it is called for people; never part of a path."""
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    """In bytes, as it is kept."""
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    """The random name under which its bytes lie."""
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Null: somebody by the link, or of an account that was erased."""

    consortium: Mapped[Consortium] = relationship()
    organisation: Mapped[Organisation] = relationship()


class ReadinessMark(Base):
    """What was asked of a partner, or decided about what came, for one item of its readiness (`services/readiness.py`)."""

    __tablename__ = "readiness_marks"
    __table_args__ = (one_of("decision", READINESS_DECISIONS),)

    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    decision: Mapped[str] = mapped_column(String(10), default="none")
    reason: Mapped[str] = mapped_column(Text, default="")
    of_sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of what was decided about; what changed since is not decided."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)


class ThreadMessage(Base):
    """What one side of an invitation has written to the other."""

    __tablename__ = "thread_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    """For which it was written: whoever held the consortium, or whoever is asked."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who wrote it; null once the account is erased."""
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User | None] = relationship()


class ThreadRead(Base):
    """Up to which message a person has read the thread of an invitation."""

    __tablename__ = "threads_read"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    until: Mapped[int]
    """The number of that message."""


class Reserve(Base):
    """An organisation that could take a member's place, with the letter it would get; asked in the order of their positions."""

    __tablename__ = "reserves"
    __table_args__ = (
        one_of("state", RESERVE_STATES),
        CheckConstraint("organisation_id <> replaces_id", name="other"),
        UniqueConstraint("consortium_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    replaces_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    """Whose place it would take, whether that is a member still or has gone."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    position: Mapped[int]
    task: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(200))
    time_needed: Mapped[str] = mapped_column(String(200))
    why_you: Mapped[str] = mapped_column(Text)
    is_automatic: Mapped[bool] = mapped_column(default=False)
    """Invited when its turn comes; else proposed to whoever holds the consortium."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """`passed`: its turn came and it could not be asked, or was not wanted."""
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    """Who put it there, and in whose name it is invited."""

    consortium: Mapped[Consortium] = relationship(back_populates="reserves")
    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    replaces: Mapped[Organisation] = relationship(foreign_keys=replaces_id)
    listed_by: Mapped[User | None] = relationship()


class HandOver(Base):
    """The offer to a member to take the consortium over as coordinator, and its answer."""

    __tablename__ = "handovers"
    __table_args__ = (
        one_of("state", HANDOVER_STATES),
        one_of("kind", HANDOVER_KINDS),
        Index("uq_handovers_one_open", "consortium_id", unique=True,
              sqlite_where=text("state = 'offered'"), postgresql_where=text("state = 'offered'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(4), default="over")
    state: Mapped[str] = mapped_column(String(12), default="offered")
    note: Mapped[str] = mapped_column(Text, default="")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    offered_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(Text, default="")

    consortium: Mapped[Consortium] = relationship(back_populates="handovers")
    organisation: Mapped[Organisation] = relationship()


class Snapshot(Base):
    """A finalised consortium, frozen: the exact text of the document and its SHA-256."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("consortium_id", "number"), CheckConstraint("length(sha256) = 64", name="sha256_length"))

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    call_version: Mapped[str] = mapped_column(String(64))
    """The version of the call that it was made under."""
    checked_version: Mapped[str] = mapped_column(String(64))
    """The version of the call that it was last checked under."""
    is_provisional: Mapped[bool] = mapped_column(default=False)
    """Made while the call was provisional."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]

    consortium: Mapped[Consortium] = relationship(back_populates="snapshots")


class Pack(Base):
    """A pack that was made of a consortium: what `verify` compares a file with."""

    __tablename__ = "packs"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_length"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    number: Mapped[int | None]
    """Of the snapshot it holds; null: a draft, made before anything was finalised or after it was opened again."""
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of its manifest without the data of persons, so that it stays the same when they are erased."""
    made_at: Mapped[datetime]


class AdoptedCall(Base):
    """A version of a call that is in force, or was: by what it stated things were judged then."""

    __tablename__ = "adopted_calls"
    __table_args__ = (
        UniqueConstraint("call_id", "version"),
        Index("uq_adopted_calls_one_in_force", "call_id", unique=True,
              sqlite_where=text("replaced_at is null"), postgresql_where=text("replaced_at is null")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]]
    """The call (`programme.keeping`)."""
    adopted_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    """Null: in force."""


class Review(Base):
    """An idea, a consortium or a snapshot, checked again because its call changed."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(
            "(case when idea_id is null then 0 else 1 end) + (case when consortium_id is null then 0 else 1 end)"
            " + (case when snapshot_id is null then 0 else 1 end) = 1",
            name="of_one_thing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    consortium_id: Mapped[int | None] = mapped_column(ForeignKey("consortia.id", ondelete="CASCADE"), index=True)
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str] = mapped_column(String(60))
    document: Mapped[dict[str, Any]]
    """What the rules said before and say now, and what the call states otherwise (`documents.review`)."""
    at: Mapped[datetime]


class ReviewSeen(Base):
    """A person has seen what became of an idea or a consortium when its call changed."""

    __tablename__ = "reviews_seen"

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]


class HistoryEntry(Base):
    """What was done, when, by whom, to what. Entries are added, never changed."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    verb: Mapped[str] = mapped_column(String(60))
    """What was done, `invitation.send` for example; `services/history.py` has the sentence for each."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id", ondelete="SET NULL"), index=True)
    consortium_id: Mapped[int | None] = mapped_column(ForeignKey("consortia.id", ondelete="SET NULL"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    user: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Change(Base):
    """An organisation changed or went, logged in that very transaction; sequences rise in the order of the commits."""

    __tablename__ = "changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(200))
    """Its key; it may be there no longer."""
    deleted: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(index=True)


class PastProject(Base):
    """A past project known from public records."""

    __tablename__ = "past_projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    call: Mapped[str] = mapped_column(String(300), default="")
    year: Mapped[int | None]
    title: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[str]] = mapped_column(default=list)

    participations: Mapped[list["Participation"]] = relationship(back_populates="project", cascade="all, delete-orphan")


class Participation(Base):
    """Which organisation took part in which past project, as what."""

    __tablename__ = "participations"
    __table_args__ = (one_of("role", MEMBER_ROLES), UniqueConstraint("project_id", "organisation_id", "role"))

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("past_projects.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(12))

    project: Mapped[PastProject] = relationship(back_populates="participations")
    organisation: Mapped[Organisation] = relationship()


class Showing(Base):
    """On this day an organisation was suggested for an idea; once a day and idea, however often the page was opened."""

    __tablename__ = "showings"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    call_id: Mapped[str] = mapped_column(String(60))


class Search(Base):
    """What was suggested to a person, and the search in a worker process that may go on from it; a question has one at a time."""

    __tablename__ = "searches"
    __table_args__ = (
        one_of("state", SEARCH_STATES),
        Index("uq_searches_one_open", "idea_id", "user_id", "digest", unique=True,
              sqlite_where=text("ended_at is null"), postgresql_where=text("ended_at is null")),
        Index("ix_searches_idea_id_user_id", "idea_id", "user_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    question: Mapped[dict[str, Any]]
    """The request and whether those known from public records are looked at too; `digest`: its SHA-256."""
    sequence: Mapped[int]
    """The newest `Change` when it was asked."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    is_called_off: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answer: Mapped[dict[str, Any]]
    """The best found so far (`matching.keeping`)."""
    created_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    """When it last gave a sign of life."""
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class SentForm(Base):
    """Where a form that made something led, so that it makes it once; kept for a day."""

    __tablename__ = "sent_forms"
    __table_args__ = (UniqueConstraint("sender", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(String(80))
    """`user` and a number, or `browser` and a hash of what only its cookie has: nobody meets a form of somebody else."""
    number: Mapped[str] = mapped_column(String(40))
    """What the form carried."""
    target: Mapped[str] = mapped_column(String(500))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """Whom it logged in."""
    at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User | None] = relationship()


class Mail(Base):
    """A mail to send, written in the same transaction as its cause; sent afterwards, tried again until it is or is put aside."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    """What it says and where it leads (`documents.letter`)."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    """When it is to be tried, null: at once. Whoever takes it to send puts this off first, so that nobody else takes it."""
    put_aside_at: Mapped[datetime | None]
    """When it was given up; an operator may have it tried again."""
    trouble: Mapped[str] = mapped_column(String(60), default="")
    """Which kind of error its last try ended with, without the words of it."""


class Trouble(Base):
    """A job, or one thing in it, that went wrong the last time: when it is tried again, or that it was put aside."""

    __tablename__ = "troubles"
    __table_args__ = (UniqueConstraint("job", "number"), CheckConstraint("tries > 0", name="tried"))

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    """Of the row that the job was about; 0: the whole job."""
    kind: Mapped[str] = mapped_column(String(60))
    """Which kind of error, without the words of it."""
    tries: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """When it is tried again; null: put aside until an operator says so."""


class Attempts(Base):
    """Wrong passwords for an account of late, or for an address that has none, which looks the same here."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed hash of the e-mail address, which need not be one of ours."""
    wrong: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
