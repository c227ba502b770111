"""Whom anybody may see: a guest is for the consortium that brought it alone, whatever lists, finds, counts or suggests."""

from sqlalchemy import ColumnElement, exists, not_, or_

from matchmaker.models import Consortium, Guest, Organisation


def by_anybody() -> ColumnElement[bool]:
    """Whether an organisation is no guest: it has joined, or is known from public records."""
    return not_(Organisation.is_guest)


def within(consortium: Consortium) -> ColumnElement[bool]:
    """The same for those who may read this consortium, which sees its own guests too."""
    brought = exists().where(Guest.organisation_id == Organisation.id, Guest.consortium_id == consortium.id)
    return or_(by_anybody(), brought)
