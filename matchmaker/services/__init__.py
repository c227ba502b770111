"""What people can do: verbs on nouns; a session and an explicit actor in, models out. Services flush, never commit."""
