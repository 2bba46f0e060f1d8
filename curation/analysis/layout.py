"""Texts on a plane: near the place of their label, and as near to another as models take them for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.blocks import single_threaded
from curation.analysis.encoder import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["places"]

_SHARPEN, _SPREAD, _GRAIN = 1.5, 0.42, 10_000
_PUSHES, _APART = 60, 0.9


def places(vectors: Rows, log_chances: Rows, given: Ints) -> Floats:
    """Where each text stands (0..1 both ways), the same for the same texts.

    Labels are laid out by the cosines of their mean vectors (classical scaling, Torgerson 1952) and pushed apart until
    none covers another. A text stands between the labels it may belong to, by the chances of models that have not
    seen it, and around that point by the two directions in which its label's texts differ most.
    """
    width = log_chances.shape[1]
    with single_threaded():
        means = unit_rows(np.stack([vectors[given == label].mean(axis=0) if (given == label).any() else vectors[0] * 0
                                    for label in range(width)]).astype(np.float32))  # fmt: skip
        centres = _pushed(_scaled(1.0 - (means @ means.T).astype(np.float64)))
        weight = np.exp(_SHARPEN * log_chances.astype(np.float64))
        weight /= weight.sum(axis=1, keepdims=True)
        found = weight @ centres
        reach = _SPREAD * _nearest(centres)
        for label in range(width):
            at = np.flatnonzero(given == label)
            found[at] += reach[label] * _directions(vectors[at])
    low, high = found.min(axis=0), found.max(axis=0)
    return np.asarray(np.round((found - low) / np.maximum(high - low, 1e-9) * _GRAIN) / _GRAIN)


def _scaled(distance: Floats) -> Floats:
    count = len(distance)
    middle = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * middle @ distance**2 @ middle)
    found = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 0.0))
    found = np.hstack([found, np.zeros((count, 2 - found.shape[1]))])
    return np.asarray(found * _signs(found))


def _signs(rows: Floats) -> Floats:
    """The sign by which the largest entry of each column is positive: eigenvectors come with either."""
    largest = np.abs(np.round(rows, 9)).argmax(axis=0)
    return np.where(rows[largest, np.arange(rows.shape[1])] < 0, -1.0, 1.0)


def _pushed(centres: Floats) -> Floats:
    """Moved apart until each has about its share of the plane, order kept where it can be."""
    count = len(centres)
    span = np.maximum(centres.max(axis=0) - centres.min(axis=0), 1e-9)
    out = (centres - centres.min(axis=0)) / span
    # Labels in one spot are told apart by their number, on a spiral.
    turn = np.arange(count) * 2.399963
    out = out + 1e-4 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    room = _APART / np.sqrt(count)
    for _ in range(_PUSHES):
        step = out[:, None, :] - out[None, :, :]
        far = np.sqrt((step**2).sum(axis=2)) + np.eye(count)
        push = np.maximum(room - far, 0.0) * (1.0 - np.eye(count))
        out = out + 0.5 * (step / far[:, :, None] * push[:, :, None]).sum(axis=1)
    return np.asarray(out)


def _nearest(centres: Floats) -> Floats:
    far = np.sqrt(((centres[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))
    np.fill_diagonal(far, np.inf)
    found = far.min(axis=1)
    return np.where(np.isfinite(found), found, 1.0)


def _directions(rows: Rows) -> Floats:
    """Two coordinates of each row (-1..1) along the directions in which the rows differ most."""
    if len(rows) < 2:
        return np.zeros((len(rows), 2))
    from scipy.linalg import eigh

    moved = (rows - rows.mean(axis=0)).astype(np.float64)
    count, width = moved.shape
    # The two largest directions are the same from either side; the smaller matrix is the quicker one.
    product = moved @ moved.T if count < width else moved.T @ moved
    values, vectors = eigh(product, subset_by_index=[len(product) - 2, len(product) - 1])
    found = vectors * np.sqrt(np.maximum(values, 0.0)) if count < width else moved @ vectors
    found = found[:, ::-1] * _signs(found[:, ::-1])
    return np.asarray(found / max(float(np.abs(found).max()), 1e-9))
