"""Pictures of what is known: frozen facts in, SVG out, each with what it shows in words."""
