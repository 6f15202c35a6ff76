"""The demo's photos: drawn, so that they show nobody's things, with a camera's metadata in them."""

from __future__ import annotations

import io
import math
import random
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
_DARK = (28, 28, 30)
_GLASS = (72, 92, 104)
Colour = tuple[int, int, int]
Point = tuple[float, float]


def picture(name: str, taken: datetime) -> bytes:
    """A JPEG that was "taken" then (local time); the same bytes each time."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    chance = random.Random(zlib.crc32(name.encode()))  # noqa: S311 - a drawing
    _PICTURES[name](draw, chance)
    image = image.filter(ImageFilter.GaussianBlur(1.1))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=_exif(taken))
    return out.getvalue()


def file_name(name: str) -> str:
    """What the sender's telephone would have called it."""
    return f"IMG_{zlib.crc32(name.encode()) % 9000 + 1000}.jpg"


def _exif(taken: datetime) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Demo"  # Make
    exif[0x0110] = "Drawn picture"  # Model
    exif[0x0132] = f"{taken:%Y:%m:%d %H:%M:%S}"  # DateTime
    exif[0x0112] = 1  # Orientation: upright
    return exif


def _ground(
    draw: ImageDraw.ImageDraw, chance: random.Random, wall: Colour, floor: Colour, line: int
) -> None:
    """A wall and the ground before it, each a little uneven."""
    draw.rectangle((0, 0, WIDTH, line), fill=wall)
    draw.rectangle((0, line, WIDTH, HEIGHT), fill=floor)
    for _ in range(5000):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        base = wall if y < line else floor
        shade = chance.randint(-14, 14)
        draw.rectangle((x, y, x + chance.randint(2, 26), y + 2), fill=_shade(base, shade))


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def _bicycle(colour: Colour, *, wheel: int = 190, drop: bool = False) -> _Draw:
    """A bicycle from the side, leaning on a wall."""

    def drawn(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
        _ground(draw, chance, (176, 160, 142), (120, 118, 114), 560)
        floor = 760
        back, front = (340.0, floor - wheel), (860.0, floor - wheel)
        for centre in (back, front):
            _wheel(draw, centre, wheel)
        crank, seat = (560.0, floor - wheel + 10), (490.0, 360.0)
        head, bar = (780.0, 370.0), (768.0, 320.0)
        tubes = [(back, crank), (back, seat), (crank, seat), (crank, head), (seat, head)]
        for start, end in [*tubes, (head, front), (head, bar)]:
            draw.line((*start, *end), fill=colour, width=18)
        draw.line((*seat, 480, 322), fill=_DARK, width=12)
        draw.rounded_rectangle((425, 300, 545, 324), 12, fill=_DARK)
        grip = [bar, (850, 330), (856, 392), (812, 404)] if drop else [bar, (738, 300), (690, 306)]
        draw.line(grip, fill=_DARK, width=16, joint="curve")
        draw.ellipse(
            (crank[0] - 46, crank[1] - 46, crank[0] + 46, crank[1] + 46), outline=_DARK, width=10
        )
        draw.line((crank[0], crank[1], crank[0] + 70, crank[1] + 64), fill=_DARK, width=12)
        draw.line((*back, *crank), fill=(60, 60, 60), width=6)

    return drawn


def _wheel(draw: ImageDraw.ImageDraw, centre: Point, radius: int) -> None:
    x, y = centre
    for spoke in range(14):
        turn = spoke * math.tau / 14
        end = (x + math.cos(turn) * radius, y + math.sin(turn) * radius)
        draw.line((x, y, *end), fill=(150, 150, 150), width=2)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_DARK, width=18)
    draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill=_DARK)


def _vehicle(colour: Colour, shape: Sequence[Point], panes: Sequence[Sequence[Point]]) -> _Draw:
    """A vehicle from the side; its last pane is broken."""

    def drawn(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
        _ground(draw, chance, (150, 158, 166), (96, 96, 98), 520)
        draw.ellipse((120, 740, 1080, 800), fill=(70, 70, 72))
        draw.polygon(shape, fill=colour, outline=_shade(colour, -50))
        draw.line((150, 600, 1050, 600), fill=_shade(colour, -30), width=4)
        for pane in panes:
            draw.polygon(pane, fill=_GLASS)
        _break(draw, chance, panes[-1])
        for x in (320, 880):
            draw.ellipse((x - 92, 648, x + 92, 832), fill=_DARK)
            draw.ellipse((x - 50, 690, x + 50, 790), fill=(150, 152, 156))

    return drawn


def _break(draw: ImageDraw.ImageDraw, chance: random.Random, pane: Sequence[Point]) -> None:
    """A hole with cracks around it, and glass on the ground."""
    x = sum(point[0] for point in pane) / len(pane)
    y = sum(point[1] for point in pane) / len(pane)
    hole = [
        (x + math.cos(turn) * size, y + math.sin(turn) * size * 0.8)
        for turn, size in ((n * math.tau / 11, chance.randint(26, 66)) for n in range(11))
    ]
    for tip in hole:
        draw.line(
            (x, y, x + (tip[0] - x) * 1.5, y + (tip[1] - y) * 1.4), fill=(200, 210, 214), width=2
        )
    draw.polygon(hole, fill=(18, 18, 20))
    for _ in range(90):
        left, top = x + chance.randint(-150, 150), 812 + chance.randint(0, 60)
        draw.rectangle((left, top, left + chance.randint(2, 7), top + 3), fill=(206, 218, 222))


_Draw = Callable[[ImageDraw.ImageDraw, random.Random], None]
_VAN = [(130, 740), (130, 330), (170, 290), (880, 290), (990, 480), (1070, 540), (1075, 740)]
_VAN_PANES = [
    [(800, 330), (870, 330), (955, 480), (800, 480)],
    [(470, 330), (740, 330), (740, 480), (470, 480)],
]
_CAR = [
    (110, 740),
    (120, 590),
    (250, 560),
    (400, 420),
    (760, 420),
    (900, 560),
    (1070, 600),
    (1085, 740),
]
_CAR_PANES = [
    [(590, 446), (745, 446), (850, 556), (590, 556)],
    [(415, 446), (565, 446), (565, 556), (300, 556)],
]
_PICTURES: dict[str, _Draw] = {
    "red-bike": _bicycle((178, 34, 38)),
    "blue-bike": _bicycle((36, 72, 150), drop=True),
    "road-bike": _bicycle((34, 36, 40), drop=True),
    "folding-bike": _bicycle((38, 110, 66), wheel=120),
    "van-window": _vehicle((132, 134, 138), _VAN, _VAN_PANES),
    "white-van": _vehicle((226, 228, 226), _VAN, _VAN_PANES),
    "suv-window": _vehicle((44, 74, 128), _CAR, _CAR_PANES),
    "grey-car": _vehicle((108, 112, 116), _CAR, _CAR_PANES),
}
