"""Take the pictures of README and guide from a running demo: scripts/screenshots.py [http://127.0.0.1:8000]."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs/images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROMISE = "/erklaering/ordforererklaering/"
CALL = "/innhenting/klimastatus-2021/"
MEETING = "/moter/faggruppe-for-klima-og-miljo-2021-03-17/"
CONSULTATION = "/horinger/sirkulaer-okonomi-2021/"
TALLEST = 1600  # a picture of a whole page is cut here: a reader of the guide sees what it is


@dataclass(frozen=True)
class Shot:
    """One picture: what is shown, to whom, on what."""

    name: str
    path: str
    email: str = ""
    width: int = 1440
    scheme: str = "light"
    language: str = "nb"
    height: int = 0  # of the window; what stays at its foot would else lie in the middle of the picture


SHOTS = (
    Shot("front", "/"),
    Shot("front-dark", "/", scheme="dark", language="en"),
    Shot("front-phone", "/", width=320, language="nn"),
    Shot("monday", "/", email="sekretariat@demo.example"),
    Shot("adviser-tablet", "/", email="hamar@demo.example", width=768),
    Shot("programme", "/program/", language="nn"),
    Shot("member", "/medlemmer/hamar/", email="hamar@demo.example"),
    Shot("klimastatus", "/klimastatus/2020/"),
    Shot("klimastatus-phone-dark", "/klimastatus/2020/", width=320, scheme="dark"),
    Shot("year-wheel", "/aarshjul/", scheme="dark"),
    Shot("declaration", "/erklaering/"),
    Shot("compare", f"{PROMISE}2022/sammenlign/", email="sekretariat@demo.example"),
    Shot("matrix", f"{PROMISE}oppfolging/2020/", email="hamar@demo.example"),
    Shot("point", f"{PROMISE}punkt/kutt-utslipp/", email="hamar@demo.example"),
    Shot("meeting", MEETING, email="sekretariat@demo.example", height=TALLEST),
    Shot("school", "/klimaskolen/"),
    Shot("consultation", CONSULTATION, email="sekretariat@demo.example", height=TALLEST),
    Shot("material-flows", "/materialstrommer/husholdningsavfall/"),
    Shot("material-flows-phone-dark", "/materialstrommer/husholdningsavfall/", width=320, scheme="dark"),
    Shot("calls", "/innhenting/", email="sekretariat@demo.example"),
    Shot("chase", CALL, email="sekretariat@demo.example"),
    Shot("questions", f"{CALL}sporsmal/", email="sekretariat@demo.example"),
    Shot("side-by-side", f"{CALL}svar/climate-budget/", email="sekretariat@demo.example"),
    Shot("reply", f"{CALL}hamar/", email="hamar@demo.example", height=TALLEST),
    Shot(
        "reply-phone-dark",
        f"{CALL}hamar/",
        email="hamar@demo.example",
        width=320,
        scheme="dark",
        height=TALLEST,
    ),
)


def main() -> int:
    """Take every picture and say how large it became."""
    base = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for shot in SHOTS:
            target = IMAGES / f"{shot.name}.webp"
            _write(_take(browser, base, shot), target)
            sys.stdout.write(f"{target.name}: {target.stat().st_size // 1024} KB\n")
        browser.close()
    return 0


def _take(browser: Browser, base: str, shot: Shot) -> bytes:
    height = shot.height or (900 if shot.width > 480 else 720)
    context = browser.new_context(
        viewport={"width": shot.width, "height": height},
        color_scheme=shot.scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        device_scale_factor=1,
    )
    context.add_cookies([{"name": "language", "value": shot.language, "url": base}])
    if shot.email:
        context.request.post(f"{base}/demo/sign-in", form={"email": shot.email})
    page = context.new_page()
    answer = page.goto(f"{base}{shot.path}", wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.path} answers {answer.status if answer else 'nothing'}")
    page.evaluate(
        "document.querySelectorAll('img[loading=lazy]').forEach((image) => (image.loading = 'eager'))"
    )
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(full_page=True)
    context.close()
    return picture


def _write(picture: bytes, target: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.crop((0, 0, image.width, min(image.height, TALLEST))).save(target, "WEBP", quality=82, method=6)


if __name__ == "__main__":
    sys.exit(main())
