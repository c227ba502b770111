"""Hide one partner of a real consortium, ask for it back: how well past projects, fields and sheer size find it. Pure."""

from matchmaker.matching.evaluation.dataset import Dataset
from matchmaker.matching.evaluation.evaluating import Evaluation, Settings, evaluate

__all__ = ["Dataset", "Evaluation", "Settings", "evaluate"]
