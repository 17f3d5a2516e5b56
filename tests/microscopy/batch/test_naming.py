import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.microscopy.batch.naming import Names, safe_stem
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import LocalFolder, RemoteFolder

ODD = [
    "a_$bad^^$_x", "Au[a]", "two\nlines", "x" * 251, "µ" * 120, os.fsdecode(b"caf\xe9"), " ", "...",
    "a:b|c?", "-dash", "tab\tname", "😀" * 60,
]  # fmt: skip


@pytest.mark.parametrize("stem", ODD)
def test_odd_names_become_names_that_every_file_system_takes(tmp_path, stem):
    plain = safe_stem(stem)
    (tmp_path / f".{plain}.measurement-12345678.json").touch()
    assert plain.isprintable()
    assert len(plain.encode()) <= 180


def test_ordinary_names_stay():
    for stem in ("a", "Au 5nm (2)", "a_$bad^^$_x", "Au[a]", "größe"):
        assert safe_stem(stem) == stem


@given(st.text(max_size=300))
def test_any_text_is_a_name(text):
    plain = safe_stem(text)
    assert plain
    assert len(plain.encode("utf-8")) <= 180
    assert not set(plain) & set("/\\\0\n")


def test_long_names_that_begin_alike_stay_apart():
    assert safe_stem("x" * 220 + "1") != safe_stem("x" * 220 + "2")


def test_names_of_other_images_of_this_and_other_runs_are_not_taken(tmp_path):
    store = LocalFolder(tmp_path)
    first, second = Names(store, ("summary",)), Names(store, ("summary",))
    assert first.settle(Source("/x/a.png")) == "a"
    assert second.settle(Source("/y/a.png")) == "a-2"
    assert first.settle(Source("/x/A.tif")) == "A-2"
    assert first.settle(Source("/x/summary.png")) == "summary-2"
    # The next day, in another order.
    third = Names(store, ("summary",))
    assert third.settle(Source("/y/a.png")) == "a-2"
    assert third.settle(Source("/x/a.png")) == "a"


def test_claims_are_given_up(tmp_path):
    store = LocalFolder(tmp_path)
    names = Names(store, ())
    names.release(names.settle(Source("/x/a.png")))
    names.settle(Source("/x/b.png"))
    names.release_all()
    assert [path.name for path in tmp_path.iterdir()] == [".ostwald.lock"]
    assert Names(store, ()).settle(Source("/y/a.png")) == "a"
    # Of a run that was killed: the name stays the image's, and its claim goes with the next run.
    later = Names(store, ())
    assert later.settle(Source("/y/a.png")) == "a"
    assert Names(store, ()).settle(Source("/z/a.png")) == "a-2"
    later.release("a")
    assert not (tmp_path / ".a.claim").exists()


def test_behind_urls_names_cannot_meet():
    names = Names(RemoteFolder("memory://naming"), ())
    first, second = (names.settle(Source(place)) for place in ("/x/a.png", "/y/a.png"))
    assert first != second
    assert first.startswith("a-")
    assert names.settle(Source("/x/a.png")) == first


@pytest.mark.parametrize("stem", ["con", "NUL.x", "Lpt1", "aux"])
def test_names_of_devices_are_changed(stem):
    assert safe_stem(stem) == f"_{stem}"
    assert safe_stem(f"{stem}nect") == f"{stem}nect" or "." in stem


def test_names_equal_up_to_case_or_composed_letters_stay_apart(tmp_path):
    names = Names(LocalFolder(tmp_path), ())
    settled = [names.settle(Source(f"/{stem}.png")) for stem in ("a", "A", "\u00e9", "e\u0301")]
    assert settled == ["a", "A-2", "\u00e9", "e\u0301-2"]
