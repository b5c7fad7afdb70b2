"""How long a test waits for a fact before it says that it did not come about.

Long, because the machine may be busy with something else; a run in which all is well waits for no
limit, only for the facts.
"""

PATIENCE_S = 30.0
