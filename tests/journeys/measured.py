"""What is measured of a page in a browser: whether it fits its window, and what axe finds."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, Page

NARROWEST = 320
"""CSS pixels: also a window of 1280 at 400 % zoom."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOLDS = """() => { for (const one of document.querySelectorAll("main details:not(.menu, .many, .dialog)")) one.open = true; }"""
WIDER = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return "";
    const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return `${document.documentElement.scrollWidth}: ${out.at(-1)?.outerHTML.slice(0, 200)}`;
}"""


def open_folds(page: Page) -> None:
    """Open what is folded, but for menus, dialogs and long lists of choices."""
    page.evaluate(FOLDS)


def too_wide(page: Page, width: int) -> Iterator[str]:
    """What does not fit into a window of this width."""
    page.set_viewport_size({"width": width, "height": 740})
    if wider := page.evaluate(WIDER):
        yield f"{page.url} in {page.evaluate('document.documentElement.lang')} at {width}: {wider}"


def too_wide_in_large_text(page: Page) -> Iterator[str]:
    """The same for who reads text of twice the size, in a window of 640."""
    browser: CDPSession = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    yield from (f"{said} (large text)" for said in too_wide(page, 2 * NARROWEST))
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    browser.detach()


def violations(page: Page, *, dark_is_narrow: bool, within: str = "") -> Iterator[str]:
    """What axe finds, in the whole page or within one part of it."""
    page.evaluate(AXE_SCRIPT)
    for width, dark in ((360, dark_is_narrow), (1280, not dark_is_narrow)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")  # nothing on its way to its colour
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        for one in page.evaluate("([within, options]) => axe.run(within || document, options)", [within, options])["violations"]:
            where = f"{page.url} in {page.evaluate('document.documentElement.lang')} at {width}, {'dark' if dark else 'light'}"
            yield f"{where}: {one['id']}: {one['nodes'][0]['html'][:300]} {one['nodes'][0].get('failureSummary', '')[:300]}"
