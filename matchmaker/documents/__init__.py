"""What leaves the service as a file: one frozen snapshot in, documents out. Pure."""
