"""Numbers of rows as they come in addresses and forms."""


def whole(sent: str) -> int | None:
    """The number that was sent; None where it is none, or larger than a database takes."""
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None
