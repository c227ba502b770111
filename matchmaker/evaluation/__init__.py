"""Hide one partner of a real consortium, ask for it back: how well past projects, topics and sheer size find it.

A research tool: only `matchmaker evaluate` uses it, nothing that suggests rests on it. Pure.
"""

from matchmaker.evaluation.dataset import Dataset
from matchmaker.evaluation.evaluating import Evaluation, Settings, evaluate

__all__ = ["Dataset", "Evaluation", "Settings", "evaluate"]
