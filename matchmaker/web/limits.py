"""How often one address may try the doors: kept in the memory of the one process that serves."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address)

AT_THE_DOOR = "20 per minute; 200 per hour"
"""Attempts to log in, to register, or to get at a password."""
TO_ONE_ADDRESS = "5 per hour"
"""Mails that anybody may have sent to one e-mail address, whether it has an account or not."""
EXPENSIVE = "60 per minute"
"""Searches for consortia."""
