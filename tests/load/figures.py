"""What calls cost and how soon they are served, once and in ten minutes.

    make figures

`bench.py` beside `app_queue`, then how soon a freed agent rings again, how soon a call is on the
screen, how soon who answers there and the customer hear each other, and what is served at twice the
highest clean rate that was just found.
"""

import argparse
from collections.abc import Sequence

from tests.load import answer, bench, gap, overload, screen


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all of it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", default="60,120,150,180,240")
    parser.add_argument("--seconds", type=int, default=10, help="How long each step is.")
    parser.add_argument("--agents", type=int, default=1000)
    parser.add_argument("--memory", default="0,100,500", help="Calls talked at once.")
    given = parser.parse_args(arguments)
    seconds = ("--seconds", str(given.seconds))
    side_by_side = ("--rates", given.rates, "--agents", str(given.agents), "--rounds", "1")
    rows = bench.main([*side_by_side, *seconds, "--memory", given.memory])
    gap.main(["--seconds", str(2 * given.seconds)])
    screen.main(seconds)
    answer.main([])
    knee = bench.highest_clean(rows, bench.Ours.side)
    if knee:
        overload.main(["--knee", str(knee), *seconds])
    else:
        print("no rate was clean: overload is not measured")


if __name__ == "__main__":
    main()
