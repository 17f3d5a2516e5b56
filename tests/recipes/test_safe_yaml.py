from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.recipes.safe_yaml import dump_yaml, load_json, load_yaml


def test_documents_and_lists_are_taken_apart():
    entries = load_yaml("a: 1\n---\n- b: 2\n- c: 3\n---\n")
    assert [entry.data for entry in entries] == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert [entry.line for entry in entries] == [1, 3, 4]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2024-01-01", "2024-01-01"),
        ("010", 10),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("true", True),
        ("~", None),
        ("", None),
        ("'4'", "4"),
        ("9" * 20, int("9" * 20)),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_words_are_read_by_json_s_rules(text, value):
    assert load_yaml(f"a: {text}")[0].data == {"a": value}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("!!python/object/apply:os.system ['true']", "the tag .* is not allowed"),
        ("a: !!python/name:os.system", "the tag .* is not allowed"),
        ("a: !include other.yaml", "the tag .* is not allowed"),
        ("a: !!binary aGVsbG8=", "the tag .* is not allowed"),
        ("a: &x [1]\nb: *x", r"references \(\*x\) are not allowed"),
        ("a: &x {b: 1}\nc:\n  <<: *x", "references"),
        ("[" * 40, "nested more than 20 levels"),
        ("a: [", "not YAML"),
        ("a: 'b", "not YAML"),
        ("\ta: b", "not YAML"),
        ("a: b: c", "not YAML"),
        ("a: \x01", "not YAML"),
        ("%YAML 9.9\n---\na: 1", "not YAML"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused(text, words):
    with pytest.raises(InputError, match=words):
        load_yaml(text)


def test_the_place_of_a_mistake_is_given():
    with pytest.raises(InputError) as error:
        load_yaml("a: 1\nb: [1, 2\nc: 3\n")
    assert error.value.where.startswith("line 3, column")


def test_the_billion_laughs_are_not_laughed():
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    start = time.monotonic()
    with pytest.raises(InputError, match="references"):
        load_yaml("\n".join(lines))
    assert time.monotonic() - start < 5


def test_a_duplicate_key_spoils_its_item_only():
    entries = load_yaml("- {a: 1, a: 2}\n- {a: 3}\n- {b: {c: 1, c: 2}}\n- {a: 4}\n")
    assert [entry.data for entry in entries if entry.error is None] == [{"a": 3}, {"a": 4}]
    assert "'a' is given twice" in entries[0].error.problem
    assert "line 1" in entries[0].error.where
    assert "'c' is given twice" in entries[2].error.problem


def test_keys_that_are_no_words():
    assert "a key must be a word" in load_yaml("? [a, b]\n: c")[0].error.problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "given twice"),
        ('{"a": 1', "not JSON"),
        ("[" * 100_000, "nested too deeply|not JSON"),
        ("9" * 5000, "not JSON"),
    ],
)
def test_broken_json_is_refused(text, words):
    with pytest.raises(InputError, match=words):
        load_json(text)


def test_json_gives_line_and_column():
    with pytest.raises(InputError) as error:
        load_json('{"a": 1,\n "b" 2}')
    assert error.value.where == "line 2, column 6"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text("abc é", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text("abc", min_size=1), JSON_VALUES), min_size=1))
def test_json_is_read_the_same_by_both(data):
    text = json.dumps(data)
    assert [entry.data for entry in load_json(text)] == data
    assert [entry.data for entry in load_yaml(text)] == data


@given(st.text())
def test_arbitrary_text_is_loaded_or_refused(text):
    for load in (load_yaml, load_json):
        with contextlib.suppress(InputError):
            load(text)


@pytest.mark.parametrize("text", ["0E0", "1e5", "-.5", "007", "NO", "1:30", "null", "~", "true"])
def test_texts_that_look_like_something_else_stay_texts(text):
    assert load_yaml(dump_yaml({"name": text}))[0].data == {"name": text}
