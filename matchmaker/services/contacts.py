"""Whom to write to in a consortium: names and addresses open between those who agreed to work together, to nobody else."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Consortium, Membership, User


def list_contacts(session: Session, consortium: Consortium, *, by: User) -> dict[int, list[User]]:
    """The people who decide for each organisation that agreed, by its number.

    Nothing unless this person acts for one of them, with a confirmed address.
    Agreed have who holds the consortium, members that joined (who started it is one until it leaves), and whoever was invited
    and is interested.
    """
    agreed = {consortium.holder_id}
    agreed |= {member.organisation_id for member in consortium.members if member.joined_at is not None}
    agreed |= {one.organisation_id for one in consortium.invitations if one.state == "interested"}
    if by.confirmed_at is None or agreed.isdisjoint(membership.organisation_id for membership in by.memberships):
        return {}
    deciding = select(Membership).where(Membership.organisation_id.in_(agreed), Membership.role.in_(("owner", "editor")))
    found: dict[int, list[User]] = defaultdict(list)
    for membership in session.scalars(deciding.options(joinedload(Membership.user)).order_by(Membership.id)):
        found[membership.organisation_id].append(membership.user)
    return dict(found)
