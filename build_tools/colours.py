"""A school's colour: whether text on it can be read, and the style sheet that gives the site that colour.

The measure is the contrast ratio of WCAG 2.2 (success criterion 1.4.3). Six lines of arithmetic; the libraries on PyPI
that have it are far larger (coloraide) or no longer kept (wcag-contrast-ratio).
"""

from __future__ import annotations

from collections.abc import Iterator

#: What WCAG asks of text at level AA.
ENOUGH = 4.5
_AMPLE = 7.0
_STEPS = 20
_WHITE, _BLACK = "#ffffff", "#000000"
#: The site's darkest ground in light colours, and its lightest in dark ones (overrides/assets/protocolwijzer.css).
_LIGHT_GROUND, _DARK_GROUND = "#f6eddf", "#213030"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours like `#0b4f54`: from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def carries_white(colour: str) -> bool:
    """Whether white text on the colour can be read."""
    return contrast(colour, _WHITE) >= ENOUGH


def readable(colour: str) -> str:
    """The colour itself, or the nearest darker shade that white text can stand on."""
    return _first(colour, _BLACK, _WHITE, ENOUGH)


def style_sheet(colour: str) -> str:
    """CSS that makes the colour that of the site, with a lighter shade of it on dark grounds."""
    main = readable(colour)
    light = {"brand": main, "on-brand": _WHITE, "link": _first(main, _BLACK, _LIGHT_GROUND, ENOUGH), "art-one": main}
    pale = _first(main, _WHITE, _DARK_GROUND, _AMPLE)
    dark = {"brand": pale, "on-brand": _BLACK, "link": pale}
    return _rule(':root,\n[data-md-color-scheme="default"]', light) + _rule('[data-md-color-scheme="slate"]', dark)


def _rule(selector: str, values: dict[str, str]) -> str:
    lines = "".join(f"  --pw-{name}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n{lines}}}\n"


def _first(colour: str, towards: str, ground: str, ratio: float) -> str:
    """The first shade from the colour towards black or white that has the ratio on the ground."""
    return next(shade for shade in _shades(colour, towards) if contrast(shade, ground) >= ratio)


def _shades(colour: str, towards: str) -> Iterator[str]:
    for step in range(_STEPS + 1):
        pairs = zip(_channels(colour), _channels(towards), strict=True)
        yield "#" + "".join(f"{round(one + (other - one) * step / _STEPS):02x}" for one, other in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
