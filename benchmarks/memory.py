"""What a population weighs, and how long it takes to build it from the database: as `population.py` measures it."""

import argparse
from typing import Final

from benchmarks.pieces import save
from benchmarks.population import measure

ORGANISATIONS: Final = 300_000


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=ORGANISATIONS)
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.organisations)
    print(found)
    if options.save:
        save("memory", found)


if __name__ == "__main__":
    main()
