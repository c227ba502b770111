"""What a step does to a consortium: what-if, repairs, reserves, and where an organisation is needed."""
