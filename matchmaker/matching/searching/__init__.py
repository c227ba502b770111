"""The search: sorts of candidates first, then organisations; exact, and with a bound when time ends."""
