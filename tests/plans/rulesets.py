"""Rulesets of a company's own."""

from pathlib import Path

from plans.rulesets import SHIPPED

GENERAL = (SHIPPED / "general.toml").read_text().replace('name = "general"', 'name = "ours"')


def written(folder: Path, text: str, name: str = "ours") -> Path:
    """A file of a folder that is made where it is not there yet."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path
