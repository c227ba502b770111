"""What waits on somebody's desk, and what is next in a consortium. Pure."""

from matchmaker.agenda.next_steps import IDLE, LOUD, ORDER, Line, Step, ahead, desk, line_up, steps
from matchmaker.agenda.standing import Gone, Standing

__all__ = ["IDLE", "LOUD", "ORDER", "Gone", "Line", "Standing", "Step", "ahead", "desk", "line_up", "steps"]
