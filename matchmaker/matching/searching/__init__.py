"""The search: branch and bound over equivalence classes of candidates; exact, and with a bound when time ends."""
