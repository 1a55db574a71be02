"""The project's own source files, as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("people", "cases", "plans", "reviews", "records")


@cache
def modules(*rooms: str) -> dict[str, ast.Module]:
    """Every module of these rooms (all of them where none is named) but migrations: path from the root -> tree."""
    paths = [path for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths if "migrations" not in path.parts
    }


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def functions(tree: ast.AST) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def called(call: ast.Call) -> str:
    """The name of what is called: the last part of `a.b.c(...)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def names_called(tree: ast.AST) -> set[str]:
    return {called(call) for call in calls(tree)}
