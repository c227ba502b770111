"""An invented population: organisations, past projects, ideas and consortia to look at and try things with."""
