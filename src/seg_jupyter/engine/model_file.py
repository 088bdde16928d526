"""Models as JSON files: data only, checked against a schema, and the cell through the checker.

A file holds the cell, names and kinds of columns, and the fitted scales and cuts of tiles: values
of metrics, each with the number of customers it was fitted on. No ids and no rows.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.scales import MinMaxScale, RankScale, RawScale, Scale
from seg_jupyter.engine.steps import Cuts, StepScale
from seg_jupyter.errors import SegmentError, SegmentModelError, plain, quoted
from seg_jupyter.lang.program import ScaleKind, Term, Tile
from seg_jupyter.lang.schema import Columns, ColumnType, Kind, Schema
from seg_jupyter.loading import whole_import

FORMAT = "seg_jupyter model"
VERSION = 1
SCHEMA = "model.schema.json"
LARGEST_FILE = 50_000_000
"""Bytes; a model of a hundred metrics has a hundredth of it."""

_START = f'{{\n "format": "{FORMAT}"'.encode()
"""What every file of ours starts with."""

_SAVE_AGAIN = "Fit the cell again and save it with result.save(path)."


def to_json(model: FittedModel) -> str:
    """Return a model as JSON text; floats are written so that they read back exactly."""
    settings = model.settings
    events = model.schema.events
    document = {
        "format": FORMAT,
        "version": VERSION,
        "text": model.text,
        "name": settings.name,
        "unit": settings.unit,
        "units": dict(settings.units),
        "id": model.id,
        "time": model.time,
        "consent": settings.consent,
        "objected": settings.objected,
        "customers": model.customers,
        "as_of": None if model.as_of is None else model.as_of.isoformat(),
        "columns": {
            "customers": _columns_out(model.schema.customers),
            "events": None if events is None else _columns_out(events),
        },
        "tiles": [{"cuts": c.values.tolist(), "count": c.count} for c in model.tiles],
        "scales": {name: [_scale_out(s) for s in scales] for name, scales in model.scales.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> FittedModel:
    """Read a model from JSON text.

    Raises
    ------
    SegmentModelError
        If it is not JSON, not such a model, of an unknown version, or contradicts itself.
    """
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
        _check_document(document)
    except (ValueError, RecursionError) as error:
        raise SegmentModelError(
            "the file is not JSON, so it is not a saved model",
            exists=f"The reader says: {plain(str(error))[:200]}",
            remedy=_SAVE_AGAIN,
        ) from None
    model = FittedModel(
        document["text"],
        Settings(
            document["name"],
            document["unit"],
            document["units"],
            document["consent"],
            document["objected"],
        ),
        document["id"],
        document["time"],
        Schema(
            _columns_in(document["columns"]["customers"]),
            None
            if document["columns"]["events"] is None
            else _columns_in(document["columns"]["events"]),
        ),
        {name: tuple(map(_scale_in, scales)) for name, scales in document["scales"].items()},
        tuple(
            Cuts(np.array(tile["cuts"], np.float64), int(tile["count"]))
            for tile in document["tiles"]
        ),
        int(document["customers"]),
        None if document["as_of"] is None else _date_in(document["as_of"]),
    )
    _check_agreement(model)
    return model


def write(model: FittedModel, path: str | os.PathLike[str]) -> int:
    """Write a model to a file, whole or not at all; a model that is there is replaced.

    Returns
    -------
    int
        The size of the file, in bytes.

    Raises
    ------
    SegmentModelError
        If the file cannot be written, or is there and holds anything but a model.
    """
    place = _place(path)
    try:
        # a link goes on leading to the file, and the file keeps its rights
        target = _target(place)
        temporary = target.parent / f".{secrets.token_hex(8)}.tmp"
        _check_replaceable(target)
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                file.write(to_json(model))
            size = temporary.stat().st_size
            if target.exists():
                shutil.copymode(target, temporary)
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:  # ValueError: text or a path that cannot be encoded
        raise _file_error(place, "written", error) from None
    return size


def _place(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # ~name of somebody who is not known here
        raise SegmentModelError(
            f"the file {quoted(path)} lies in a home folder that is not known",
            remedy="Write the folder in full.",
        ) from None


def _target(place: Path) -> Path:
    with suppress(FileNotFoundError):
        place.stat()  # of links that lead in a circle, `resolve` makes no error of a file's kind
    return place.resolve()


def _check_replaceable(target: Path) -> None:
    """Refuse to replace a file of another kind, such as the data whose name was typed."""
    if not target.exists() or target.is_dir():  # a folder is an error of the system's own
        return
    if not target.is_file() or not _is_empty_or_model(target):
        raise SegmentModelError(
            f"the file {quoted(target.name)} is there already, and is not a saved model",
            remedy="Choose another name, or delete the file first.",
        )


def _is_empty_or_model(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(len(_START)) in (b"", _START)


def read(path: str | os.PathLike[str]) -> FittedModel:
    """Read a model from a file.

    Raises
    ------
    SegmentModelError
        If the file cannot be read, or holds no model.
    """
    source = _place(path)
    try:
        status = source.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise SegmentModelError(
                f"{quoted(source.name)} is a pipe or a device, not a file",
                remedy="Write what comes from it to a file, and load that.",
            )
        if status.st_size > LARGEST_FILE:
            raise SegmentModelError(
                f"the file {quoted(source.name)} is too large for a saved model",
                remedy="Check the name.",
            )
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SegmentModelError(
            f"the file {quoted(source.name)} is not text, so it is not a saved model",
            remedy="Check the name; a saved model is a JSON file.",
        ) from None
    except (OSError, ValueError) as error:
        raise _file_error(source, "read", error) from None
    return from_json(text)


def _file_error(path: Path, done: str, error: OSError | ValueError) -> SegmentModelError:
    reason = getattr(error, "strerror", None) or error
    return SegmentModelError(
        f"the file {quoted(path.name)} cannot be {done}: {reason}",
        remedy="Check the folder and the name.",
    )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that a model holds")


def _check_document(document: Any) -> None:
    """Check a document against the schema, and its version first for a better message."""
    with whole_import():
        import jsonschema  # at first use: it takes a third of a second to load

    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise SegmentModelError(
            "the file is JSON, but not a saved model", remedy="Save one with result.save(path)."
        )
    if document.get("version") != VERSION:
        found = quoted(document.get("version"))
        raise SegmentModelError(
            f"the model has version {found}; this package reads version {VERSION}",
            remedy="Update the package, or fit the cell again and save it with result.save(path).",
        )
    schema = json.loads(resources.files(__package__).joinpath(SCHEMA).read_text("utf-8"))
    problem = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(schema).iter_errors(document)
    )
    if problem is not None:
        place = "/".join(map(str, problem.absolute_path)) or "the top level"
        raise SegmentModelError(
            f"the saved model is damaged at {quoted(place)}",
            # the schema's own message would show values of the file
            exists=f"What stands there breaks the format's rule {quoted(problem.validator)}.",
            remedy=_SAVE_AGAIN,
        )


def _check_agreement(model: FittedModel) -> None:
    """Check the cell once more, and that it has just the scales that the file holds."""
    try:
        program = model.program
    except SegmentError as error:
        raise SegmentModelError(
            f"the cell of the saved model is damaged: {error.problem}",
            source=error.source,
            span=error.span,
            remedy=_SAVE_AGAIN,
        ) from None
    terms = {score.name: score.terms for score in program.scores}
    sound = (
        terms.keys() == model.scales.keys()
        and all(
            len(terms[name]) == len(scales) and all(map(_belongs, scales, terms[name]))
            for name, scales in model.scales.items()
        )
        and len(program.tiles) == len(model.tiles)
        and all(map(_are_cuts, model.tiles, program.tiles))
    )
    if not sound:
        raise SegmentModelError(
            "the scales of the saved model do not belong to its cell",
            remedy=_SAVE_AGAIN,
        )


def _belongs(scale: Scale, term: Term) -> bool:
    """Tell whether a scale could have come from a fit of this term."""
    match term.scale:
        case ScaleKind.RANK:
            return isinstance(scale, RankScale) and _is_distribution(scale)
        case ScaleKind.MINMAX:
            return isinstance(scale, MinMaxScale) and _is_range(scale)
        case ScaleKind.STEPS:
            return scale == StepScale(term.steps)
        case _:  # RAW, and SCORE, whose metric is 0 to 100 already
            return isinstance(scale, RawScale)


def _is_distribution(scale: RankScale) -> bool:
    lengths = {len(scale.values), len(scale.below), len(scale.upto)}
    if len(lengths) > 1 or (scale.count == 0) != (len(scale.values) == 0):
        return False
    ordered = np.all(scale.values[1:] > scale.values[:-1]) and np.all(
        scale.below[1:] >= scale.upto[:-1]
    )
    whole = not scale.count or (scale.below[0] == 0 and scale.upto[-1] == scale.count)
    return bool(ordered and whole and np.all(scale.below < scale.upto))


def _is_range(scale: MinMaxScale) -> bool:
    if not scale.count:
        return bool(np.isnan(scale.low) and np.isnan(scale.high))
    # halves, as they are applied: those of the smallest floats may be the same
    apart = scale.low / 2 < scale.high / 2 and scale.count > 1
    return bool(scale.low == scale.high or apart)


def _are_cuts(cuts: Cuts, tile: Tile) -> bool:
    ordered = bool(np.all(cuts.values[1:] >= cuts.values[:-1]))
    return ordered and len(cuts.values) == (tile.count - 1 if cuts.count else 0)


def _columns_out(columns: Columns) -> dict[str, Any]:
    return {
        name: {"kind": column.kind.value} | ({"iso_dates": True} if column.iso_dates else {})
        for name, column in columns.items()
        if column.kind is not None
    }


def _columns_in(columns: Mapping[str, Any]) -> Columns:
    return {
        name: ColumnType(Kind(column["kind"]), iso_dates=column.get("iso_dates", False))
        for name, column in columns.items()
    }


def _scale_out(scale: Scale) -> dict[str, Any]:
    if isinstance(scale, RankScale):
        return {
            "scale": "rank",
            "values": scale.values.tolist(),
            "below": scale.below.tolist(),
            "upto": scale.upto.tolist(),
            "count": scale.count,
        }
    if isinstance(scale, MinMaxScale):
        low, high = (None if np.isnan(x) else x for x in (scale.low, scale.high))
        return {"scale": "minmax", "low": low, "high": high, "count": scale.count}
    if isinstance(scale, StepScale):
        return {"scale": "steps", "count": scale.count}
    return {"scale": "raw"}


def _scale_in(document: Mapping[str, Any]) -> Scale:
    if document["scale"] == "rank":
        return RankScale(
            np.array(document["values"], np.float64),
            np.array(document["below"], np.int64),
            np.array(document["upto"], np.int64),
            int(document["count"]),
        )
    if document["scale"] == "minmax":
        low, high = (np.nan if x is None else float(x) for x in (document["low"], document["high"]))
        return MinMaxScale(low, high, int(document["count"]))
    if document["scale"] == "steps":
        return StepScale(int(document["count"]))
    return RawScale()


def _date_in(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SegmentModelError(
            f"the as-of date {quoted(text)} of the saved model is not a date",
            remedy=_SAVE_AGAIN,
        ) from None
