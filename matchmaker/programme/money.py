"""Amounts of money, as they are written in each language."""

from dataclasses import dataclass

from babel import Locale
from babel.numbers import format_currency


@dataclass(frozen=True, slots=True)
class Euro:
    """A whole amount in euro."""

    amount: int

    def label(self, language: str) -> str:
        """The amount as it is written in `language`, without cents."""
        pattern = Locale.parse(language).currency_formats["standard"].pattern.replace("0.00", "0")
        return str(format_currency(self.amount, "EUR", pattern, language, currency_digits=False))
