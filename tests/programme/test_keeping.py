"""A call that was in force is read again as it was."""

import json

import pytest

from matchmaker.programme import guides
from matchmaker.programme.keeping import Unreadable, keep, kept


@pytest.mark.parametrize("call", guides.load().calls.values(), ids=lambda call: call.id)
def test_kept_call_is_the_same_call(call):
    assert kept(json.loads(json.dumps(keep(call)))) == call


@pytest.mark.parametrize("change", [{"rules": []}, {"another_key": 1}, {"year": "soon"}])
def test_call_that_another_version_wrote_is_unreadable(change):
    with pytest.raises(Unreadable):
        kept({**keep(guides.load().call("ka220-vet-2027")), **change})
