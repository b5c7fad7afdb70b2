"""How fast a dispatcher is that asks SQL for each caller and writes each choice back.

The shape of a widespread engine: every pass selects all who wait by their score, for each of them
the free agents of the queue by tier, level and last offer, and updates both. The tables are in
memory and, as there, without an index. `routing_bench` has the matcher's figures to set beside.
"""

import argparse
import random
import sqlite3
import time
from collections.abc import Sequence

AGENTS, FREE, WAITING, QUEUES, TIERS = 1_000, 10, 500, 60, 3

_TABLES = """
CREATE TABLE members (id TEXT, queue TEXT, state TEXT, joined REAL, base_score INTEGER);
CREATE TABLE agents (name TEXT, status TEXT, state TEXT, last_offered REAL, calls INTEGER);
CREATE TABLE tiers (queue TEXT, agent TEXT, level INTEGER, position INTEGER);
"""
_LINE = """SELECT id, queue FROM members WHERE state IN ('Waiting', 'Abandoned')
ORDER BY base_score + (? - joined) DESC"""
_CHOICE = """SELECT agents.name FROM agents LEFT JOIN tiers ON agents.name = tiers.agent
WHERE tiers.queue = ? AND agents.status = 'Available' AND agents.state = 'Waiting'
ORDER BY tiers.level, agents.last_offered, tiers.position LIMIT 1"""


def centre(agents: int, waiting: int, free: int, seed: int = 1) -> sqlite3.Connection:
    """Agents of whom so many are free, each in a few queues, and customers in all of them."""
    chance, database = random.Random(seed), sqlite3.connect(":memory:")
    database.executescript(_TABLES)
    for number in range(agents):
        name, state = f"a{number}", "Waiting" if number < free else "In a queue call"
        database.execute("INSERT INTO agents VALUES (?, 'Available', ?, ?, 0)", (name, state, 0.0))
        for place, queue in enumerate(chance.sample(range(QUEUES), TIERS)):
            tier = (f"q{queue}", name, chance.randint(1, 3), place)
            database.execute("INSERT INTO tiers VALUES (?, ?, ?, ?)", tier)
    for number in range(waiting):
        member = (f"c{number}", f"q{chance.randrange(QUEUES)}", float(number), 0)
        database.execute("INSERT INTO members VALUES (?, ?, 'Waiting', ?, ?)", member)
    return database


def dispatch(database: sqlite3.Connection, now: float) -> int:
    """One pass; how many customers went to an agent."""
    served = 0
    for member, queue in database.execute(_LINE, (now,)).fetchall():
        found = database.execute(_CHOICE, (queue,)).fetchone()
        if found is None:
            continue
        database.execute("UPDATE agents SET state = 'Receiving' WHERE name = ?", found)
        database.execute("UPDATE members SET state = 'Trying' WHERE id = ?", (member,))
        database.execute(
            "UPDATE agents SET last_offered = ?, calls = calls + 1 WHERE name = ?", (now, *found)
        )
        served += 1
    return served


def main(arguments: Sequence[str] | None = None) -> float:
    """Measure one pass and print it; decisions a second of CPU time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--waiting", type=int, default=WAITING)
    parser.add_argument("--free", type=int, default=FREE)
    given = parser.parse_args(arguments)
    database = centre(given.agents, given.waiting, given.free)
    before = time.thread_time_ns()
    served = dispatch(database, 1_000.0)
    seconds = (time.thread_time_ns() - before) / 1e9
    print(
        f"loop over SQL, {given.agents} agents, {given.free} of them free, {given.waiting}"
        f" waiting: {served} decisions in"
        f" {seconds:.2f} s, {served / seconds:,.0f}/s"
    )
    return served / seconds


if __name__ == "__main__":
    main()
