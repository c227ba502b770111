"""One file per kind of rule and per condition: what it asks in words, and how it is checked."""
