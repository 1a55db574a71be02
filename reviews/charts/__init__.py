"""The picture of one item's progress: where it began, where it is to go and by which steps, what was measured.

Only geometry is worked out here; `templates/parts/chart.html` draws it, the same on the page and in the PDF, and
`templates/parts/chart_table.html` says the same as a table.
"""

from .drawing import Chart, Point, chart_of, items_with_charts

__all__ = ["Chart", "Point", "chart_of", "items_with_charts"]
