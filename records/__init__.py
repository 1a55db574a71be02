"""The written record: compose, render, and hand out. No business rules."""
