"""What is said about a proposal, as sentences with names and arguments."""
