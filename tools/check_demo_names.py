"""Check that no invented organisation of the demo bears the name of a real one.

    python -m tools.check_demo_names DATA [--organisations N] [--seeds K]

DATA holds real registers, `organisations.csv` or `.csv.gz` in the interchange format; they are never committed. A name is a hit
when its folded form is that of a real organisation, or holds a real name of at least three words.
"""

import argparse
import sys
from pathlib import Path

from matchmaker.demo.cast import cast
from matchmaker.demo.population import population
from matchmaker.inputs.interchange import read_organisations
from matchmaker.inputs.names import fold


def real_names(data: Path) -> dict[str, str]:
    """Folded name -> the real name, of every organisation in the registers."""
    files = sorted([*data.rglob("organisations.csv"), *data.rglob("organisations.csv.gz")])
    return {fold(row.name): row.name for file in files for row in read_organisations(file).rows if row.name}


def hits(name: str, real: dict[str, str]) -> list[str]:
    """The real names that the invented one is, or holds."""
    words = fold(name).split()
    spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 3, len(words) + 1)}
    return sorted({real[span] for span in spans | {" ".join(words)} if span in real})


def main() -> int:
    """Print each hit; exit code 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--organisations", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    real = real_names(asked.data)
    if not real:
        print(f"{asked.data}: no organisations.csv found", file=sys.stderr)
        return 2
    invented = {(one.facts.country, one.facts.name) for one in cast().values()}
    for seed in range(1, asked.seeds + 1):
        invented |= {(one.facts.country, one.facts.name) for one in population(asked.organisations, seed)}
    found = [(country, name, hit) for country, name in sorted(invented) for hit in hits(name, real)]
    for country, name, hit in found:
        print(f"{country}: “{name}” is or holds the real “{hit}”")
    print(f"{len(invented)} invented names against {len(real)} real ones: {len(found)} hits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
