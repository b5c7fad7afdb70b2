"""How long a start is put off after the last one failed."""

from antiphon.kernel.backoff import Backoff


def test_the_first_restart_comes_at_once_and_later_ones_ever_later() -> None:
    backoff = Backoff(longest_s=30)
    delays = [backoff.next_delay(ran_for_s=1) for _ in range(8)]
    assert delays == [0, 1, 2, 4, 8, 16, 30, 30]


def test_a_run_that_held_starts_the_count_again() -> None:
    backoff = Backoff(holds_after_s=60)
    assert [backoff.next_delay(1), backoff.next_delay(1)] == [0, 1]
    assert backoff.next_delay(61) == 0
