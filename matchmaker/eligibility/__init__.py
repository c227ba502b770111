"""May this consortium apply? Facts in, findings with who provides what out; one file per rule kind. Pure."""
