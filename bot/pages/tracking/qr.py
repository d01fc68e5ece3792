"""A link as a picture that a phone's camera reads."""

QUIET_MODULES = 2
"""The white edge that a camera needs; the page's own white paper around it does the rest."""


def qr_svg(link: str) -> str:
    """An SVG element without styles of its own, black on nothing; nothing of the link stands in it as text."""
    import segno  # it takes a while, and a start must not wait for it

    code = segno.make(link, error="m", micro=False)
    return code.svg_inline(border=QUIET_MODULES, omitsize=True, svgclass="qr", lineclass=None)
