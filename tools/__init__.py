"""What one does with a checkout besides running it."""
