"""What a worker says a cell put out, made safe to keep: nbformat's outputs, as text, of bounded size."""

from typing import Any

from autograder.boundary.failure import text

_MOST_OUTPUTS = 200
_MOST_LINES = 100
_LONGEST_LINE = 2_000
_LONGEST_NAME = 100
_LARGEST_DISPLAY = 6 << 20  # characters of all displays of a cell together; the worker stops at 4 MiB of images
_STREAM_SLACK = 1_000  # the worker's own remark that it cut the stream here


def checked_outputs(outputs: Any, longest_stream: int) -> list[dict[str, Any]]:
    """Keep what nbformat's schema knows; `longest_stream` bounds the characters of all streams together."""
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
            data = {text(mime, _LONGEST_NAME): text(value, room["display"]) for mime, value in output["data"].items()}
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
