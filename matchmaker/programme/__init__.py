"""What Erasmus+ says, as data with sources: calls and their rules, countries by year, vocabularies. Pure."""
