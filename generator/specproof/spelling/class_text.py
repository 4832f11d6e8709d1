"""The check that an engine's class text passes before it is `Code`."""

from __future__ import annotations

import ast

from specproof.spelling.code import Code, trusted

__all__ = ["NotAClassBodyError", "class_text"]

_ALLOWED = (
    ast.Module, ast.ClassDef, ast.AnnAssign, ast.Assign, ast.Expr, ast.Constant, ast.Name, ast.Subscript, ast.Tuple,
    ast.BinOp, ast.BitOr, ast.Call, ast.keyword, ast.List, ast.Load, ast.Store, ast.UnaryOp, ast.USub,
)  # fmt: skip
_CALLED = frozenset(f"{name}{end}" for name in ("Field", "ConfigDict", "Tagged") for end in ("", "_"))


class NotAClassBodyError(RuntimeError):
    """Raised when a model engine returns other source text than one class of annotated attributes."""


def class_text(text: str) -> Code:
    """Return the source of one class as `Code`, after checking that it has only fields, plain values and docstrings.

    Raises:
        NotAClassBodyError: the text is no single class, or holds another statement or a call other than `Field` and its
            like.
    """
    module = ast.parse(text)
    if len(module.body) != 1 or not isinstance(module.body[0], ast.ClassDef):
        raise NotAClassBodyError("not one class statement")
    for node in ast.walk(module):
        if not isinstance(node, _ALLOWED):
            raise NotAClassBodyError(f"{type(node).__name__} in a class body")
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in _CALLED):
            raise NotAClassBodyError("a call in a class body")
    return trusted(text)
