"""Under which ids the portal has a call that stands there once for each region."""

from matchmaker.programme.portal import PortalIds

ONE = PortalIds(endings={"1": "WB", "9": "SSA"}, ev="F", source="x")
CROSS = PortalIds(endings={"1": "WB", "9": "SSA"}, several="CROSS", ev="F", source="x")


def ids(stated, *regions):
    return [one for _, one in stated.of("A", set(regions))]


def test_region_of_the_members_names_the_id():
    assert ids(ONE, "1") == ids(CROSS, "1") == ["A-WB"]


def test_members_from_several_regions_have_an_id_where_the_call_foresees_them():
    assert ids(CROSS, "1", "9") == ["A-CROSS"]
    assert ids(ONE, "1", "9") == ["A-WB", "A-SSA"]


def test_all_may_be_meant_while_nobody_from_such_a_region_is_there():
    assert ids(ONE) == ids(ONE, None) == ids(ONE, "14") == ["A-WB", "A-SSA"]
    assert ids(CROSS) == ["A-WB", "A-SSA", "A-CROSS"]
