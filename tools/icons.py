"""Draw what browsers and other services show of us from our mark (`python -m tools.icons`), with the Chromium of the tests."""

import base64
import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

IMAGES: Final = Path(__file__).resolve().parent.parent / "matchmaker" / "static" / "img"
SQUARES: Final = {"mark-32.png": 32, "mark-180.png": 180, "mark-192.png": 192, "mark-512.png": 512}
"""Tab, home screen, manifest: pixels a side; the larger ones with a ground and a margin, for phones cut them round."""
SHARED: Final = (1200, 630)
"""Pixels of the picture beside a link to us, as Open Graph asks."""
_SQUARE: Final = """
<body style="margin:0;height:100vh;box-sizing:border-box;padding:{margin}px;background:{ground}">
<img src="{mark}" style="display:block;width:100%;height:100%">
"""
_CARD: Final = """
<body style="margin:0;width:1200px;height:630px;background:#faf7f1;display:flex;flex-direction:column;justify-content:center;
    font-family:sans-serif;color:#1f2b33;border-bottom:24px solid #0d5c61;box-sizing:border-box">
<div style="display:flex;align-items:center;gap:56px;padding:0 90px">
    <img src="{mark}" width="240" height="240">
    <div><div style="font-size:104px;font-weight:700;letter-spacing:-3px">Matchmaker</div>
    <div style="font-size:44px;color:#52606a">Erasmus+ · KA2</div></div>
</div>
"""


def main() -> None:
    """Write them all anew."""
    mark = "data:image/svg+xml;base64," + base64.b64encode((IMAGES / "mark.svg").read_bytes()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, side in SQUARES.items():
            page.set_viewport_size({"width": side, "height": side})
            page.set_content(
                _SQUARE.format(mark=mark, ground="none" if side < 100 else "#faf7f1", margin=0 if side < 100 else side // 7)
            )
            page.screenshot(path=IMAGES / name, omit_background=True)
        page.set_viewport_size({"width": SHARED[0], "height": SHARED[1]})
        page.set_content(_CARD.format(mark=mark))
        page.screenshot(path=IMAGES / "shared.png")
        browser.close()


if __name__ == "__main__":
    main()
