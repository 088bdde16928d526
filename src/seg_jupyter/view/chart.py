"""One finished chart: an Altair chart, and the bundle in which a notebook shows and keeps it.

The bundle has a Vega-Lite 5 specification, which JupyterLab and Notebook 7 draw themselves,
offline and again when the notebook is reopened; a picture, for exports and code hosts; and a
summary in words. There is no HTML in it, which would hide the drawing.
"""

from __future__ import annotations

import base64
import json
from functools import cached_property
from typing import Any

import altair as alt
import vl_convert

from seg_jupyter.view.picture import see_through, size_of
from seg_jupyter.view.tables import Table
from seg_jupyter.view.theme import MUTED

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_VEGA_LITE = "5.8"
_SCALES = (2.0, 1.5, 1.25, 1.0)
"""Resolutions of the picture, the best first."""
_LARGEST = 60_000
"""Size of a bundle as text, in characters: a notebook keeps many."""
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


class Chart:
    """A chart that shows itself wherever it is displayed.

    Parameters
    ----------
    altair
        The Altair chart, to be changed or combined further.
    summary
        The chart in words, for those who cannot see it.
    table
        The figures that are drawn, as text, HTML and a frame.

    Examples
    --------
    >>> import altair as alt
    >>> from seg_jupyter.view.tables import Column, Table
    >>> bars = alt.Chart(alt.InlineData(values=[{"f0": 3}])).mark_bar().encode(x="f0:Q")
    >>> table = Table((Column("height", "height"),), ({"height": 3},))
    >>> chart = Chart(alt.layer(bars), "One bar of 3.", table)
    >>> chart
    One bar of 3.
    >>> chart.table.to_dicts()
    [{'height': 3}]
    >>> chart.spec["$schema"]
    'https://vega.github.io/schema/vega-lite/v5.json'
    """

    def __init__(self, altair: alt.LayerChart | alt.FacetChart, summary: str, table: Table) -> None:
        self.altair = altair
        self.summary = summary
        self.table = table

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The specification as Vega-Lite 5, in the ink of the page it stands on."""
        spec: dict[str, Any] = self.altair.to_dict()
        spec["$schema"] = _SCHEMA
        spec["config"] = _config("currentColor")
        # one text for those who hear the chart, in place of one for every bar
        spec["description"] = self.summary
        spec["usermeta"] = {"embedOptions": {"actions": False, "renderer": "svg"}}
        return spec

    @property
    def png(self) -> bytes:
        """The picture, without a background, in a tone that reads on white and on black."""
        return self._picture[0]

    @cached_property
    def _picture(self) -> tuple[bytes, float]:
        """The picture and its resolution: the best with which the bundle is small.

        Many long names are what makes pictures large.
        """
        spec = {**self.spec, "config": _config(MUTED)}
        svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE)
        room = (_LARGEST - len(json.dumps([self.spec, self.summary])) - 500) * 3 // 4
        for scale in _SCALES:
            png = see_through(*(_on(ground, svg, scale) for ground in ("white", "black")))
            if len(png) < room:
                break
        return png, scale

    def drawn(self) -> Chart:
        """Return this chart with its specification and picture made, or fail here."""
        self._repr_mimebundle_()
        return self

    def __repr__(self) -> str:
        return self.summary

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        png, scale = self._picture
        width, height = (round(pixels / scale) for pixels in size_of(png))
        bundle = {
            "application/vnd.vegalite.v5+json": self.spec,
            "image/png": base64.b64encode(png).decode(),
            "text/plain": self.summary,
        }
        # exports show the picture in the size of the chart, at the resolution of good screens
        return bundle, {"image/png": {"width": width, "height": height}}


def compiled(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Return a chart as a specification in Vega, in the ink of the page it stands on."""
    spec = {**chart.to_dict(), "$schema": _SCHEMA, "config": _config("currentColor")}
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(spec, vl_version=_VEGA_LITE)
    return vega


def _on(ground: str, svg: str, scale: float) -> bytes:
    """Draw a picture on a ground of one colour."""
    inside = svg.index(">") + 1
    area = f'<rect width="100%" height="100%" fill="{ground}"/>'
    return bytes(vl_convert.svg_to_png(svg[:inside] + area + svg[inside:], scale=scale))


def _config(ink: str) -> dict[str, Any]:
    """Return the one design of all charts, with text and lines in one ink.

    `currentColor` takes the text colour of the page, so that a chart follows a dark theme.
    """
    return {
        "aria": False,
        "background": "transparent",
        "font": _FONT,
        "mark": {"aria": False},
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "color": ink,
            "fontSize": 16,
            "fontWeight": 600,
            "offset": 14,
            "subtitleColor": ink,
            "subtitleFontSize": 12,
            "subtitlePadding": 5,
        },
        "axis": {
            "domainColor": ink,
            "domainOpacity": 0.4,
            "gridColor": ink,
            "gridOpacity": 0.15,
            "labelColor": ink,
            "labelFontSize": 11,
            "labelOpacity": 0.8,
            "tickColor": ink,
            "tickOpacity": 0.4,
            "titleColor": ink,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "titleOpacity": 0.8,
            "titlePadding": 8,
        },
        "axisY": {"domain": False, "ticks": False},
        "legend": {"labelColor": ink, "labelFontSize": 12, "symbolSize": 120},
        "text": {"color": ink},
        "rule": {"color": ink, "opacity": 0.6},
        "line": {"color": ink},
        "circle": {"color": ink},
    }
