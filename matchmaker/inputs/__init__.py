"""What people and files give us, parsed: a mapping in, a frozen model or `Invalid({field: message})` out. Pure."""
