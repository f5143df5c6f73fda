"""What a worker says a cell put out, made safe to keep: nbformat's outputs, as text, of bounded size.

A cell has its limits, and all cells of a notebook have limits for the sum: what they put out is written and shown.
"""

from dataclasses import dataclass
from typing import Any

from autograder.boundary.failure import text

_MOST_OUTPUTS = 200
_MOST_FORMATS = 10  # of one display
_MOST_LINES = 100
_LONGEST_LINE = 2_000
_LONGEST_NAME = 100
_LARGEST_DISPLAY = 6 << 20  # characters of all displays of a cell together; the worker stops at 4 MiB of images
_STREAM_SLACK = 1_000  # the worker's own remark that it cut the stream here
_CUT = (
    "… output cut here: all cells of a notebook together may show {displays} MB of displays and {texts} MB of text …\n"
)


@dataclass
class OutputRoom:
    """What is left for the outputs of one notebook: characters of displays and of texts, and a number of outputs."""

    displays: int = 16_000_000
    texts: int = 2_000_000
    outputs: int = 2_000
    said: bool = False  # that something was cut

    def takes(self, output: dict[str, Any]) -> bool:
        """Whether an output still fits; takes it off if so."""
        shown = sum(map(len, output["data"].values())) if "data" in output else 0
        written = len(output.get("text", "")) + sum(map(len, output.get("traceback", [])))
        if shown > self.displays or written > self.texts or self.outputs < 1:
            return False
        self.displays, self.texts, self.outputs = self.displays - shown, self.texts - written, self.outputs - 1
        return True


def checked_outputs(outputs: Any, longest_stream: int, room: OutputRoom | None = None) -> list[dict[str, Any]]:
    """Keep what nbformat's schema knows, and what there is room for.

    `longest_stream` bounds the characters of all streams of this cell together, `room` what all cells have in common.
    """
    room = room if room is not None else OutputRoom()
    checked = _of_one_cell(outputs, longest_stream)
    kept = [output for output in checked if room.takes(output)]
    if len(kept) < len(checked) and not room.said:
        room.said = True
        whole = OutputRoom()
        remark = _CUT.format(displays=whole.displays // 1_000_000, texts=whole.texts // 1_000_000)
        kept.append({"output_type": "stream", "name": "stdout", "text": remark})
    return kept


def _of_one_cell(outputs: Any, longest_stream: int) -> list[dict[str, Any]]:
    checked: list[dict[str, Any]] = []
    room = {"stream": longest_stream + _STREAM_SLACK, "display": _LARGEST_DISPLAY}
    for output in outputs[:_MOST_OUTPUTS] if isinstance(outputs, list) else []:
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            shown = text(output.get("text"), room["stream"])
            room["stream"] -= len(shown)
            checked.append({"output_type": "stream", "name": name, "text": shown})
        elif kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
            formats = list(output["data"].items())[:_MOST_FORMATS]
            data = {text(mime, _LONGEST_NAME): text(value, room["display"]) for mime, value in formats}
            room["display"] -= sum(map(len, data.values()))
            if room["display"] <= 0:
                break  # what is left of a cut image cannot be shown
            result = {"execution_count": None} if kind == "execute_result" else {}
            checked.append({"output_type": kind, "data": data, "metadata": {}, **result})
        elif kind == "error":
            lines = output.get("traceback")
            shown_lines = [text(line, _LONGEST_LINE) for line in lines[:_MOST_LINES]] if isinstance(lines, list) else []
            name, value = text(output.get("ename"), _LONGEST_NAME), text(output.get("evalue"), _LONGEST_LINE)
            checked.append({"output_type": "error", "ename": name, "evalue": value, "traceback": shown_lines})
    return checked
