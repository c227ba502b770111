"""One file per rule kind: what it asks in words, and how it is checked."""
