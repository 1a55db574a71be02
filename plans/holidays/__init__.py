"""The holiday calendars that come with pipcases, as the `holidays` package has them."""

from .shipped import OFFERED, SHIPPED, ShippedDay, days_of, knows, language_of, source

__all__ = ["OFFERED", "SHIPPED", "ShippedDay", "days_of", "knows", "language_of", "source"]
