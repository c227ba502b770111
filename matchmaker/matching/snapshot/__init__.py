"""How a population keeps what it knows of its organisations: columns, tables, lookups, and what changed."""
