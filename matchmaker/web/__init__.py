"""Pages: each view reads the request, parses it with `inputs`, calls one verb of the services and presents."""
