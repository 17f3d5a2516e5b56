"""Loading YAML and JSON that a stranger wrote: plain data only, within limits.

YAML can name Python objects to build, and can grow a few lines into gigabytes by references
to references. Recipe files need neither, so both are refused before anything is built. Plain
words stay words: the JSON rules decide what a number is, so that ``NO`` is nitric oxide and
not false, and ``1:30`` is not 90.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import yaml

from ostwald.errors import InputError

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML without libyaml: the same, slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

MAX_DEPTH = 20
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a file: its data and where it stands.

    Attributes:
        data: Mappings, lists, texts, numbers, None.
        line: The line it begins in, from 1; None if it is not known.
        error: What is wrong with it, if it could not be built.
    """

    data: Any
    line: int | None = None
    error: InputError | None = None


class _Loader(_SafeLoader):
    """A safe loader with JSON's idea of numbers, that refuses duplicate keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _marked("a key must be a word", key_node.start_mark)
            if key in seen:
                hint = "keep one of the two"
                raise _marked(f"{key!r} is given twice", key_node.start_mark, hint)
            seen.add(key)
        return super().construct_mapping(node, deep=True)

    def forget(self) -> None:
        """Drop what a failed item left behind, so that the next one starts clean."""
        self.state_generators = []
        self.constructed_objects = {}
        self.recursive_objects = {}
        self.deep_construct = False


def _construct_number(loader: Any, node: Any) -> float | str:
    text = str(loader.construct_scalar(node))
    try:
        return float(text) if re.search(r"[.eE]", text) else int(text)
    except ValueError:  # thousands of digits: left for the reader of the field to refuse
        return text


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_NUMBER = re.compile(r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_number)
_Loader.add_constructor("tag:yaml.org,2002:int", _construct_number)


class _Dumper(yaml.SafeDumper):
    """A safe dumper that quotes every text which the loader would take for a number."""


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))


def dump_yaml(data: Any) -> str:
    """Return plain data as YAML text that `load_yaml` reads back equal.

    Args:
        data: Mappings, lists, texts, numbers, None.

    Returns:
        The text, keys in their own order.
    """
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def load_yaml(text: str) -> list[Entry]:
    """Load the items of a YAML text: its documents, and the items of documents that are lists.

    Args:
        text: The whole text.

    Returns:
        The items in order; empty documents are left out.

    Raises:
        InputError: It is not YAML, has tags or references, or is nested too deeply.
    """
    try:
        _refuse_dangers(text)
        loader = _Loader(text)
        try:
            return _entries(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(part for part in (error.context, error.problem) if part)
        raise _marked(f"not YAML: {problem}", mark, _YAML_HINT) from error
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise InputError(f"not YAML: {first}", hint=_YAML_HINT) from error


_YAML_HINT = "look for a missing colon, quotation mark or bracket, or for tabs as indentation"


def _refuse_dangers(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            hint = "write the values out in full"
            raise _marked(f"references (*{event.anchor}) are not allowed", mark, hint)
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _PLAIN_TAGS and tag != "!":
            hint = "a recipe file holds plain data: remove the tag"
            raise _marked(f"the tag {tag!r} is not allowed", mark, hint)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _marked(f"nested more than {MAX_DEPTH} levels deep", mark)


def _entries(loader: _Loader) -> list[Entry]:
    entries = []
    while loader.check_node():
        root = loader.get_node()
        nodes: list[Any] = root.value if isinstance(root, yaml.SequenceNode) else [root]
        for node in nodes:
            line = node.start_mark.line + 1
            try:
                data = loader.construct_document(node)
            except InputError as error:
                entries.append(Entry(None, line, error))
                loader.forget()
                continue
            if data is not None:
                entries.append(Entry(data, line))
    return entries


def load_json(text: str) -> list[Entry]:
    """Load the items of a JSON text: those of a list, or the one value that it is.

    Args:
        text: The whole text.

    Returns:
        The items in order.

    Raises:
        InputError: It is not JSON, has a key twice, or is nested too deeply.
    """
    try:
        data = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"not JSON: {error.msg}", where=where) from error
    except RecursionError as error:
        raise InputError("nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise InputError(f"not JSON: {error}") from error
    return [Entry(item) for item in (data if isinstance(data, list) else [data])]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise InputError(f"{key!r} is given twice", hint="keep one of the two")
        data[key] = value
    return data


def _marked(problem: str, mark: Any, hint: str | None = None) -> InputError:
    where = None if mark is None else f"line {mark.line + 1}, column {mark.column + 1}"
    return InputError(problem, where=where, hint=hint)
