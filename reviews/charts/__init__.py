"""Pictures of a running plan: an item's progress (`drawing`), its checkpoints (`strip`), what was promised (`kept`).

Only geometry is worked out here; templates draw it, the same on the page and in the PDF, and say the same in words.
"""

from .drawing import Chart, chart_of, items_with_charts
from .scale import Former, Point

__all__ = ["Chart", "Former", "Point", "chart_of", "items_with_charts"]
