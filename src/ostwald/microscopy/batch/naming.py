"""What the results of an image are called, so that no other image's are overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

from ostwald._files import write_text
from ostwald.microscopy.batch.record import load_record
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import Store

# Names of files may have 255 bytes; the ends of results and of half-written files need some.
_LONGEST_BYTES = 180
# Windows keeps them for devices, whatever their end.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))


def safe_stem(stem: str) -> str:
    """Turn the stem of an image's name into one that every file system takes.

    Args:
        stem: Perhaps with bytes that are not UTF-8, line breaks, or far too long.

    Returns:
        Valid UTF-8 of at most 180 bytes; of longer ones the end is replaced by a digest.
    """
    readable = os.fsencode(stem).decode("utf-8", "replace")
    plain = "".join(sign if sign.isprintable() and sign != "\ufffd" else "_" for sign in readable)
    plain = plain.translate(_FORBIDDEN).strip(" .") or "image"
    plain = f"_{plain}" if _DEVICES.match(plain) else plain
    content = plain.encode("utf-8")
    if len(content) <= _LONGEST_BYTES:
        return plain
    return f"{content[: _LONGEST_BYTES - 11].decode('utf-8', 'ignore')}-{_digest(stem, 10)}"


class Names:
    """Settles names with other runs in the same folder.

    Args:
        store: Folder of the results.
        reserved: Names that no image may have.
    """

    def __init__(self, store: Store, reserved: tuple[str, ...]) -> None:
        self._store = store
        self._taken = {_folded(name) for name in reserved}
        self._claimed: set[str] = set()

    def settle(self, source: Source) -> str:
        """Name the results of an image; the name stays its own in later runs.

        Args:
            source: The image.

        Returns:
            The stem of its file, with ``-2``, ``-3``... where another image of this, an earlier
            or a simultaneous run has that name.

        Raises:
            InputError: The folder cannot be written to.
        """
        first = safe_stem(source.stem)
        if not self._store.names_are_shared:
            return f"{first}-{_digest(source.identity, 8)}"
        with self._store.lock():
            number = 1
            while True:
                stem = first if number == 1 else f"{first}-{number}"
                owner = self._owner(stem)
                if _folded(stem) not in self._taken and owner in (None, source.identity):
                    break
                number += 1
            self._taken.add(_folded(stem))
            if owner is None:
                with self._store.staging() as folder:
                    write_text(folder / _claim(stem), source.identity)
            if self._store.has(_claim(stem)):  # perhaps of a run that was killed
                self._claimed.add(stem)
        return stem

    def release(self, stem: str) -> None:
        """Give up the claim on a name: its record has it now, or the image failed.

        Args:
            stem: From ``settle``.
        """
        if stem in self._claimed:
            self._claimed.remove(stem)
            with self._store.lock():
                self._store.remove(_claim(stem))

    def release_all(self) -> None:
        """Give up every claim, at the end of a run that was cut short."""
        for stem in list(self._claimed):
            self.release(stem)

    def _owner(self, stem: str) -> str | None:
        """Identity of the image that was measured under a name or is about to be."""
        record = load_record(self._store, stem)
        return record.fingerprint.source if record else self._store.read(_claim(stem))


def _folded(stem: str) -> str:
    """What file systems that know no case and no composed letters make of a name."""
    return unicodedata.normalize("NFC", stem.casefold())


def _claim(stem: str) -> str:
    """Name of the file that keeps a name until the record of the image is there."""
    return f".{stem}.claim"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:length]
