"""Pictures for made-up stories: hills, water and a sky, drawn anew for each story and said to be drawn."""

import hashlib
import io
from math import sin

from PIL import Image, ImageDraw

SIZE = (1200, 750)
PALETTES = (
    ((214, 232, 236), (247, 240, 226), (31, 111, 120), (76, 133, 117), (38, 74, 82)),
    ((250, 228, 208), (252, 244, 230), (150, 84, 62), (190, 130, 84), (88, 58, 56)),
    ((221, 229, 242), (246, 247, 250), (61, 95, 168), (112, 142, 190), (40, 54, 92)),
    ((228, 238, 218), (250, 250, 238), (95, 140, 60), (142, 172, 98), (54, 84, 46)),
)


def draw_landscape(name: str) -> bytes:
    """A drawn landscape as PNG; the same name gives the same picture."""
    seed = hashlib.sha256(name.encode()).digest()
    top, bottom, *hills = PALETTES[seed[0] % len(PALETTES)]
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(SIZE[1]):
        part = y / SIZE[1]
        draw.line(
            [(0, y), (SIZE[0], y)],
            fill=tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)),
        )
    x, y = 200 + seed[1] * 3, 120 + seed[2] // 3
    draw.ellipse((x, y, x + 110, y + 110), fill=bottom)
    for number, colour in enumerate(hills):
        draw.polygon(_hill(seed[3 + number * 3 :], 330 + number * 130), fill=colour)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _hill(seed: bytes, height: int) -> list[tuple[float, float]]:
    width, phase, swing = 90 + seed[0], seed[1] / 20, 25 + seed[2] / 4
    ridge = [(x, height + swing * sin(x / width + phase)) for x in range(0, SIZE[0] + 20, 20)]
    return [*((float(x), float(y)) for x, y in ridge), (SIZE[0], SIZE[1]), (0.0, SIZE[1])]
