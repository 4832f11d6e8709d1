"""The page of a proof as a reader has it: in a browser, narrow and wide, light and dark, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from specproof.report.proof import view
from tests.unit.report.page.sample import HOSTILE, proof, small

Show = Callable[..., Page]
WIDTHS = (360, 768, 1280)
SPILLING = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5) && !one.closest(".skip, .unseen");
}).map((one) => one.outerHTML.slice(0, 120))"""
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const texts = "h1, .facts li, .score span, .mark, .verdict, .aside, .what code, .counts span";
  return [...document.querySelectorAll(texts)]
    .map((one) => [light(getComputedStyle(one).color), one.outerHTML.slice(0, 80)])
    .filter(([ink]) => Math.max(ink, paper) / Math.min(ink, paper) < 4.5);
}"""


EPOCH = next(len(group.rows) for group in view(proof()).groups if group.name == "EpochTimestamp")
EVERY = [row for group in view(proof()).groups for row in group.rows]


def saying(number: int) -> re.Pattern[str]:
    return re.compile(rf"^{number} of {len(EVERY)} constraints$")


def visible_rows(page: Page) -> int:
    return page.locator(".row:visible").count()


def open_everything(page: Page) -> None:
    """Some groups and rows of each kind, those with failures among them."""
    for section in page.locator("#results > section").all():
        for group in section.locator(".group").all()[:4]:
            group.locator("> summary").click()
            group.locator(".row > summary").first.click()
    page.locator(".group", has_text="broken").first.locator("> summary").click()
    page.locator(".row:visible", has_text="broken").first.locator("> summary").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_spills_and_all_can_be_read(show: Show, width: int, scheme: str) -> None:
    page = show(proof(), width, scheme)
    open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(SPILLING) == []
    assert page.evaluate(CONTRASTS) == []


@pytest.mark.parametrize("mark", ["broken", "survivor", "undecided", "redundant"])
def test_each_filter_shows_what_it_says(show: Show, mark: str) -> None:
    page = show(proof())
    count = sum(mark in row.marks for row in EVERY)
    assert count > 0
    page.locator("#show label", has=page.locator(f"input[value='{mark}']")).click()
    expect(page.locator("#status")).to_have_text(saying(count))
    assert visible_rows(page) == count
    assert page.locator(f".row:visible .mark.is-{mark}").count() == count
    page.locator("#show label").first.click()
    expect(page.locator("#status")).to_have_text(re.compile(r"^\d+ constraints$"))


def test_search_and_the_two_lists_narrow_each_other(show: Show) -> None:
    page = show(proof())
    status = page.locator("#status")
    page.keyboard.press("/")
    page.keyboard.type("EpochTimestamp")
    expect(status).to_have_text(saying(EPOCH))
    assert visible_rows(page) == EPOCH
    page.keyboard.type(" minimum")
    expect(status).to_have_text(saying(1))
    page.keyboard.press("Escape")
    page.select_option("#keyword", "maxLength")
    found = sum(row.keyword == "maxLength" for row in EVERY)
    expect(status).to_have_text(saying(found))
    assert page.locator(".row:visible .what b").all_inner_texts() == ["maxLength"] * found
    page.select_option("#property", "invalid request")
    assert set(page.locator(".group:visible .name").all_inner_texts()) <= {"POST /files/multiuploadlink"}
    page.fill("#search", "no such thing")
    expect(status).to_have_text(saying(0))
    assert page.locator("#results h2:visible").count() == 0


def test_a_row_tells_all_that_is_known(show: Show) -> None:
    page = show(proof())
    page.fill("#search", "EpochTimestamp minimum")
    row = page.locator(".row:visible")
    expect(row).to_have_count(1)
    row.locator("summary").click()
    expect(row).to_contain_text("#/components/schemas/EpochTimestamp")
    expect(row).to_contain_text(re.compile(r"openapi\.yaml:\d+"))
    expect(row.locator(".way")).to_have_text("type")
    expect(row.locator("li", has_text=re.compile("drop|loosen|tighten"))).to_have_count(3)


def test_what_is_broken_leads_to_its_row(show: Show) -> None:
    page = show(proof())
    expect(page.locator("#attention h2").first).to_have_text(re.compile(r"^\d failed checks$"))
    page.locator("#attention .subject").first.click()
    expect(page.locator(".row[open] .failure").first).to_be_in_viewport()
    page.locator(".legend button", has_text="survived").click()
    expect(page.locator("#show input[value='survivor']")).to_be_checked()


def test_all_of_it_works_from_the_keyboard(show: Show) -> None:
    page = show(proof())
    page.locator("#show input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#status")).to_have_text(saying(sum("broken" in row.marks for row in EVERY)))
    page.locator(".group:visible > summary").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".row[open] .failure").first).to_be_visible()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_the_readers_scheme_wins(show: Show) -> None:
    page = show(proof(), scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("#theme")
    dark = page.evaluate(paper)
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(23, 24, 26)")
    page.reload()
    assert page.evaluate(paper) == dark
    page.click("#theme")
    assert page.evaluate(paper) == light


def test_hostile_texts_are_texts(show: Show) -> None:
    page = show(small(HOSTILE), 360)
    page.locator(".group > summary").click()
    page.locator(".row > summary").click()
    assert page.title().startswith("</script><img")
    assert page.locator("main img, main b b, h1 img").count() == 0
    assert page.locator("script").count() == 2
    assert "\u202e" not in page.locator("body").inner_text()
    assert page.locator(".row .failure pre").first.inner_text().count("9223372036854775809") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(SPILLING) == []


def test_thousands_of_constraints_are_drawn_when_they_are_looked_at(show: Show) -> None:
    page = show(proof(20))
    expect(page.locator("#status")).to_have_text(re.compile(r"^5,\d+ constraints$"))
    assert page.locator(".row").count() == 0
    big = page.locator(".group", has_text="POST /files/multiuploadlink").first
    big.locator("> summary").click()
    shown = big.locator(".row").count()
    assert shown == 200
    big.locator(".more").click()
    assert big.locator(".row").count() > shown
    page.fill("#search", "Of19 maxlength")
    expect(page.locator("#status")).to_have_text(re.compile(r"^\d+ of 5,\d+ constraints$"))
    assert page.locator(".row:visible").count() == int(page.locator("#status").inner_text().split()[0])


def test_without_scripts_the_score_still_stands(show: Show) -> None:
    page = show(proof(), java_script_enabled=False)
    expect(page.locator(".score b")).to_have_text(re.compile(r"^9\d(\.\d)?\s*%$"))
    expect(page.locator("#notice")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()


def test_a_print_holds_what_was_found(show: Show) -> None:
    page = show(proof())
    page.fill("#search", "EpochTimestamp")
    expect(page.locator("#status")).to_have_text(saying(EPOCH))
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert visible_rows(page) == EPOCH
    expect(page.locator("#filters")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"
