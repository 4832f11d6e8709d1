"""Small pieces: what a reader must hold in mind at once has a limit."""

from __future__ import annotations

from statistics import median

from tests.architecture.source import PACKAGE, ROOT, functions, modules


def lines(text: str) -> int:
    return text.count("\n")


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert [function for function in functions() if function.lines > 50] == []


def test_the_median_function_has_at_most_ten_lines() -> None:
    assert median(function.lines for function in functions()) <= 10


def test_hardly_any_module_is_longer_than_three_hundred_lines() -> None:
    long = {module.shown: lines(module.text) for module in modules() if lines(module.text) > 300}
    assert len(long) <= len(modules()) // 20, long
    assert [name for name, count in long.items() if count > 400] == []


def test_the_median_module_has_at_most_a_hundred_and_twenty_lines() -> None:
    assert median(lines(module.text) for module in modules()) <= 120


def test_a_command_has_at_most_a_hundred_lines() -> None:
    assert [module.shown for module in modules() if module.room == "cli" and lines(module.text) > 100] == []


def test_the_front_pages_stay_short() -> None:
    assert lines((PACKAGE / "__init__.py").read_text()) <= 40
    assert lines((ROOT / "ARCHITECTURE.md").read_text()) <= 60
