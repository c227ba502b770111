"""How far the search goes at each step before it goes on otherwise: how soon there is an answer, not which one is the best."""

from dataclasses import dataclass

from matchmaker.inputs.request import LARGEST


@dataclass(frozen=True, slots=True)
class Tuning:
    """Counts, points of the score (0..100), seconds. Whoever changes one should measure before and after (`make bench`).

    What is proved holds with any of them. Tolerances, units and how much people are shown stand where they are used.
    """

    # Who is looked at (`searching/candidates.py`, `restricted_search.py`, `dominance.py`)
    few: int = 1024
    """Candidates looked at by themselves first: that takes little time, and mostly nobody else can be in a better answer."""
    hope: float = 1.5
    """Points that a consortium with one of the others must lack at least, or the few are hardly enough."""
    kinds: int = 6
    """With more kinds of expertise wanted most of the time goes into what can come together, however few are looked at."""
    first: int = 8192
    """Candidates compared with each other, which costs most; of those after them only whom these cannot replace are added."""
    counted: int = 2**20
    """Thinkable abilities up to which they are counted in a table, else they are sorted."""
    reaching: float = 0.5
    """Points below the incumbent for which candidates are added: further answers are a little lower."""
    pairs: int = 2**20
    """Pairs of candidates compared at once, which limits the memory it takes."""
    words: int = 64
    """Sets of abilities compared with all others at once, likewise."""

    # What members bring together (`searching/dynamic_program.py`, `automata.py`)
    states: int = 20000
    """States followed at most; with more the last parts are relaxed to an upper bound."""
    entries: int = 8_000_000
    """States times cells at most, which limits the memory that their table takes."""
    beam: int = 200
    """Width of the beam search for a first answer, which need not be the best: states of a level that are followed."""
    ways: int = 512
    """Ways to fill places at most; who fills more kinds of them is looked at in the end only."""
    many: int = 3000
    """With so many states of a level it pays to know closer what they can become."""
    paired: int = 200
    """States up to which parts are paired: fewer parts to look up, and more is known of what goes together."""
    dense: int = 2**18
    """Thinkable states up to which they are looked up in a table."""

    # Branch and bound, band by band (`searching/branch_and_bound.py`, `upper_bounds.py`)
    band: float = 0.05
    """Points of the first band: narrow, so that little is worked through before a good answer is known."""
    band_wider: float = 2.0
    """A band is so many times as wide as the one before, so that few are needed."""
    band_narrower: float = 8.0
    """After too many branches it is so many times narrower."""
    narrowest: float = 1e-6
    """Points of a band that is made no narrower: its branches are as good as equal and come in no order."""
    at_once: int = 2000
    """Branches of a band that are put in order; with more the band is made narrower."""
    margin: float = 6.0
    """Points below the most promising down to which it is worked out at first what cells can bring: the rest is seldom needed."""
    slack: float = 1.0
    """Points below the incumbent down to which other sizes are worked out: further answers are a little lower."""
    close_by: float = 2.0
    """Points from the incumbent beyond which it pays to look for a better one, though others must be looked at anyway."""
    beam_tried: int = 100
    """Branches of a beam search that are examined for a first answer."""
    beam_near: float = 1.0
    """Points from the best of them within which they are tried: others bring less."""
    patience: int = 400
    """Branches examined in vain after which integer programs are solved: something is in the way that cells do not know."""
    block: int = 256
    """Beginnings followed at once: enough for columns to pay; they limit the memory it takes."""
    scarce: int = 100
    """While there are so few branches those further down are listed too: the next band asks for them."""
    further_down: float = 0.1
    """Points, at least, by which they are further down."""
    kept: int = 2000
    """Branches kept for the next who asks; more are found anew."""

    # Integer programs (`integer/`)
    narrow: float = 0.5
    """Points that may be lost at first: few candidates lose no more, so programs are small."""
    widen: float = 8.0
    """So many times more may be lost each time."""
    beyond_last: float = 0.25
    """Points that may be lost beyond those of the answer before: further answers are a little lower."""
    few_more: float = 2.0
    """With less than so many times as many candidates all is looked at that can be lost: a program is worth little more."""
    many_more: float = 4.0
    """With so many times as many candidates the programs of a further answer are narrow at first, as those of the first."""
    slice: float = 20.0
    """Seconds of the first try to solve a program, twice as many in each further one: a narrower one may be solved meanwhile."""
    longest_slice: float = 60.0
    """Seconds of the first try where there is nothing left to do for a size after it."""
    first_answer: float = 0.6
    """Seconds for a first answer of one size."""
    of_each: int = 2
    """Of those whom the rules cannot tell apart so many are looked at at first."""
    more: int = 1000
    """Candidates added to a relaxation at a time: each time it is solved anew, and with more that takes longer."""

    # Changing a consortium (`mending/`)
    ties_kept: int = 8
    """Sets of members whose past projects are kept: the next option mostly has one of them."""
    seconds_to_choose: float = 2.0
    """Seconds to look for a better turnover that needs no more steps than the one that was found."""
    others: int = 16
    """Choices of who is replaced that are looked at where a consortium would grow beyond the largest we suggest."""
    largest: int = LARGEST
    """Members up to which a consortium grows before others are tried."""
    a_few: int = 3
    """More that are asked for first, where it is asked whether any number is enough: quickly answered where they are."""
    one_step: float = 5.0
    """Seconds there are for the single steps, however little time is given: all of them are counted, or none is told."""
    explaining: float = 1.0
    """Seconds to say why nothing mends it, however little is left."""
    reasons: int = 4
    """Smallest sets of rules that are looked for when nothing mends it."""


TUNING = Tuning()
"""What is measured and run."""
