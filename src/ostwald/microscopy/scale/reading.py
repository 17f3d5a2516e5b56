"""Recognise the text beside a scale bar with RapidOCR (PP-OCR models, shipped in its wheel)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._threads import threads_here
from ostwald.errors import OstwaldError
from ostwald.microscopy.scale.length import parse_length

_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_LONGEST_SIDE_PX = 960
_MIN_SCORE = 0.3
# Two pieces of a line: what they share of their height, and the room between them in heights.
_SAME_LINE, _WORD_OVERLAP, _WORD_GAP = 0.5, 0.3, 0.8


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text and where it stands.

    Attributes:
        text: As recognised.
        score: The recogniser's own confidence, 0 to 1.
        x0: Left edge in pixels.
        y0: Upper edge.
        x1: Right edge.
        y1: Lower edge.
    """

    text: str
    score: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height_px(self) -> float:
        """Height of the box."""
        return self.y1 - self.y0

    def moved(self, dx: float, dy: float) -> TextBox:
        """Return the same text elsewhere."""
        return TextBox(
            self.text, self.score, self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy
        )


def read_text(picture: NDArray[np.uint8], magnify: float = 1.0) -> list[TextBox]:
    """Find and read every piece of text in a picture.

    Args:
        picture: Grey, shape (height, width); a crop around a bar rather than a whole frame.
        magnify: Enlarge first: lettering of 20 to 60 px height reads best.

    Returns:
        The pieces of text, in pixels of the picture given.
    """
    magnify = min(magnify, _LONGEST_SIDE_PX / max(picture.shape))
    if 0.9 < magnify < 1.1:
        magnify = 1.0  # not worth the blur
    result = _engine()(_rgb(_resized(picture, magnify)), use_cls=False, use_rec=True, use_det=True)
    if getattr(result, "txts", None) is None or result.boxes is None:
        return []
    boxes = np.asarray(result.boxes, dtype=np.float64) / magnify
    return [
        TextBox(
            str(text),
            float(score),
            float(box[:, 0].min()),
            float(box[:, 1].min()),
            float(box[:, 0].max()),
            float(box[:, 1].max()),
        )
        for text, score, box in zip(result.txts, result.scores, boxes, strict=True)
        if score >= _MIN_SCORE
    ]


def read_line(picture: NDArray[np.uint8]) -> tuple[str, float]:
    """Read a crop that holds one line of text.

    Args:
        picture: Grey, shape (height, width).

    Returns:
        The text and its score; an empty text where nothing was read.
    """
    result = _engine()(_rgb(picture), use_cls=False, use_rec=True, use_det=False)
    if not getattr(result, "txts", None):
        return "", 0.0
    return str(result.txts[0]), float(result.scores[0])


def joined(texts: list[TextBox]) -> list[TextBox]:
    """Join two pieces of a line that only together make up a length: ``2`` and ``µm``.

    Args:
        texts: Pieces of text.

    Returns:
        The same, the pieces replaced by the whole.
    """
    wholes: dict[int, TextBox] = {}
    parts: set[int] = set()
    for first, left in enumerate(texts):
        for second, right in enumerate(texts):
            whole = _whole(left, right) if first != second else None
            if whole is not None:
                wholes[first] = whole
                parts |= {first, second}
    kept = [text for number, text in enumerate(texts) if number not in parts]
    return [*kept, *wholes.values()]


def _whole(left: TextBox, right: TextBox) -> TextBox | None:
    height = min(left.height_px, right.height_px)
    level = min(left.y1, right.y1) - max(left.y0, right.y0) >= _SAME_LINE * height
    gap = (right.x0 - left.x1) / max(height, 1.0)
    if not level or not -_WORD_OVERLAP <= gap <= _WORD_GAP:
        return None
    if any(parse_length(piece.text) is not None for piece in (left, right)):
        return None
    if parse_length(f"{left.text} {right.text}") is None:
        return None
    return TextBox(
        f"{left.text} {right.text}",
        min(left.score, right.score),
        left.x0,
        min(left.y0, right.y0),
        right.x1,
        max(left.y1, right.y1),
    )


def _resized(picture: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    if factor == 1.0:
        return picture
    from PIL import Image

    height, width = picture.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def _rgb(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.repeat(picture[:, :, None], 3, axis=2))


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Load the models once; with their paths given, RapidOCR never looks for them elsewhere."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    for name in (_DETECTOR, _RECOGNISER):
        if not (models / name).is_file():
            raise OstwaldError(
                f"the text reader's model {name} is missing",
                where="rapidocr",
                hint="reinstall it: pip install --force-reinstall 'rapidocr>=3.10,<4'",
            )
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.model_path": str(models / _DETECTOR),
            "Rec.model_path": str(models / _RECOGNISER),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads_here(),
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE_PX,
        }
    )
