"""Matchmaker: whole consortia for Erasmus+ Key Action 2 that meet a call's composition rules, and show it."""
