"""What a label says beside the chemical: grade, purity, supplier, form, strength, molar mass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostwald.chemistry.names import tidy
from ostwald.chemistry.tables import rows


def _words(kind: str) -> str:
    """Return the patterns of one kind of the table, as alternatives, the longest first."""
    found = [row["pattern"] for row in rows("label_words.csv") if row["kind"] == kind]
    return "|".join(sorted(found, key=len, reverse=True))


_NUMBER = r"\d+(?:[.,]\d+)?"
_PERCENT = (
    rf"(?:[<>≥≤~≈]=?\s*)?{_NUMBER}(?:\s*[-–+]\s*{_NUMBER})?\s*\+?\s*"
    r"(?:(?:wt|w/w|w/v|v/v|vol|mol|at)\.?\s*)?%\+?"
)
_UNIT = r"(?:mol/L|mol/l|mol\s?L-1|mM|mmol/mL|mmol/L|M|N|wt\.?\s*%|vol\.?\s*%|w/w\s*%|%)"
# "2.5 M in hexanes", "28 % in water", "1 M": a strength wherever it stands.
_MOLAR = re.compile(
    rf"(?<![\w.)\]])(?:ca\.?\s*|~\s*)?(?P<strength>{_NUMBER}\s*(?:mol/L|mol/l|mmol/mL|mM|M|N)"
    r"(?![\w.%])(?:\s+solution)?(?:\s+(?:in|of)\s+(?P<solvent>[^()\[\];]+))?)"
)
_PERCENT_IN = re.compile(
    rf"(?P<strength>{_PERCENT}(?:\s*\(?(?:w/w|w/v|v/v|wt|vol)\)?)?"
    r"(?:\s+(?:solution|dispersion|suspension))?(?:\s*,)?\s+(?:in|of)\s+[^()\[\];]+|"
    rf"{_PERCENT}(?:\s*\(?(?:w/w|w/v|v/v|wt)\)?)?\s+aq(?:ueous|\.)?(?:\s+solution)?)",
    re.IGNORECASE,
)
_PURITY = re.compile(
    rf"{_PERCENT}(?:\s*\(?(?:w/w|w/v|v/v|gc|hplc|titration)\)?)?"
    r"(?:\s+(?:pure|purity|min\.?|minimum|grade))?",
    re.IGNORECASE,
)
_FORMS = _words("form")
_GRADES = _words("grade")
_LENGTH = rf"{_NUMBER}(?:\s*[-–+]\s*{_NUMBER})?\s*(?:mesh|µm|μm|um|microns?|nm|mm)"
_SIZES = (
    rf"[-−–+<>]?\s*{_LENGTH}(?:\s+(?:particle\s+size|diameter|avg\.?|average))?|"
    rf"(?:average\s+)?particle\s+size\s*[<>]?\s*{_LENGTH}"
)
_MASSES = (
    r"(?:average\s+|avg\.?\s+|typical\s+)?"
    r"(?:m\.?\s?w\.?|m_?[wnv]|mol(?:ecular)?\.?\s*(?:wt|weight|mass)|molar\s+mass|mr|f\.?w\.?)"
    r"\.?\s*(?:[=:~≈]|of|ca\.?|approx\.?|about|average)*\s*~?\s*[\d.,\s]*\d\s*k?\s*"
    r"(?:g/mol|g mol-1|da|kda|daltons?)?|"
    r"[\d.,]*\d\s*(?:kda|da|g/mol|kg/mol)|~?\s*\d+(?:\.\d+)?\s?k"
)
_PARTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(row["pattern"] for row in rows("label_words.csv")),
        _PERCENT,
        _SIZES,
        _MASSES,
        r"and|with|in|the|grade|solutions?|basis|by\s+(?:gc|titration|hplc)|min(?:\.|imum)?",
    )
)
_HEAD = re.compile(
    r"(?:anhydrous|anhyd\.|dry|dried|technical(?:\s+grade)?|tech\.?|degassed|distilled|redistilled|deoxygenated|"
    r"ultrapure|ultra-pure|pure|purified|extra\s+dry|super\s?dry|hplc[\s-]grade|reagent[\s-]grade|"
    r"analytical[\s-]grade|technical-grade|freshly\s+distilled|fresh|neat|absolute|abs\.|glacial|"
    r"concentrated|conc\.?|commercial|powdered|black|grey|gray|elemental|metallic|solid|liquid|granular|"
    r"sublimed|precipitated|molten|crystalline|aqueous|aq\.?)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"[\s,]+(?:{_PERCENT}|{_GRADES}|{_SIZES}|{_MASSES}|{_FORMS}|absolute|abs\.?|glacial|concentrated|conc\.?|"
    r"solution|soln\.?|aqueous(?:\s+solution)?|aq\.?|\(aq\.?\)|grade)$",
    re.IGNORECASE,
)
_CAS_WORDS = re.compile(r"^cas(?:[\s-]*(?:no|number|rn|nr))?[.:#\s]*(?=\d)", re.IGNORECASE)
_TRADE = re.compile(r"[®™©]|\((?:R|TM)\)")
_PRECISE = re.compile(
    rf"^(?:{_PERCENT}\s*(?:\(?(?:w/w|w/v|v/v|wt|vol)\)?)?|{_NUMBER}\s*{_UNIT}(?:\s+(?:in|of)\s+.+)?)$",
    re.IGNORECASE,
)
_OPEN = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label parted into the chemical's name and what stands beside it.

    Attributes:
        core: The name of the chemical.
        others: Texts in brackets that are no grade: abbreviations, synonyms, formulas.
        notes: What was taken off, as it was written.
        percent: A percentage that may be a purity or a strength, as it was written.
        strength: A concentration that is one wherever it stands (``2.5 M in hexanes``).
    """

    core: str
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    percent: str | None = None
    strength: str | None = None


def read_label(written: str) -> Label:
    """Part a label into the chemical's name and what stands beside it.

    Args:
        written: What stands on the bottle or in the paper.

    Returns:
        The parts; the core is the whole text where nothing is known to be a grade.

    Examples:
        >>> read_label("1-octadecene, 90%, Aldrich").core
        '1-octadecene'
    """
    text = tidy(_TRADE.sub("", written))
    text = _CAS_WORDS.sub("", text)
    reader = _Reader()
    text = reader.take_strength(text)
    text = reader.take_brackets(text)
    text = reader.take_commas(text)
    text = reader.take_words(text)
    return Label(
        core=text,
        others=tuple(reader.others),
        notes=tuple(reader.notes),
        percent=reader.percent,
        strength=reader.strength,
    )


class _Reader:
    """Takes one kind of text after the other off a label."""

    def __init__(self) -> None:
        self.others: list[str] = []
        self.notes: list[str] = []
        self.percent: str | None = None
        self.strength: str | None = None

    def take_strength(self, text: str) -> str:
        for pattern in (_PERCENT_IN, _MOLAR):
            match = pattern.search(text)
            if match is None or self.strength is not None:
                continue
            before, after = text[: match.start()], text[match.end() :]
            if not before.strip(" ,(") and not after.strip(" ,)"):
                continue
            found = match.group("strength").strip(" ,")
            # "1 M solution of TOPSe": what comes after "of" is the chemical.
            of = re.search(r"\s+(?:solution\s+)?of\s+(.+)$", found)
            if of and not before.strip(" ,("):
                after, found = f" {of.group(1)}{after}", found[: of.start()]
            self.strength = found
            text = tidy(re.sub(r"\(\s*,?\s*\)", "", f"{before} {after}")).strip(" ,;")
            if text.endswith("(") or text.startswith(")"):
                text = text.strip(" ()")
            text = re.sub(r"\s+([)\]])", r"\1", text)
            text = re.sub(r"[,;]\s*([)\]])", r"\1", text)
        return text

    def take_brackets(self, text: str) -> str:
        """Take off brackets that stand apart from the name and hold no part of it."""
        while True:
            span = _last_bracket(text)
            if span is None:
                return text
            start, end = span
            inner = text[start + 1 : end - 1]
            if not self._take(inner):
                return text
            text = tidy(f"{text[:start]} {text[end:]}").strip(" ,;")

    def _take(self, inner: str) -> bool:
        for part in _split(inner):
            if _PRECISE.fullmatch(part):
                self._percent(part)
            elif _is_grade(part):
                self._note(part)
            else:
                self.others.append(part)
        return True

    def take_commas(self, text: str) -> str:
        parts = _split(text)
        while len(parts) > 1:
            last = parts[-1]
            if _PRECISE.fullmatch(last):
                self._percent(last)
            elif _is_grade(last) or last.casefold() in _AFTER_COMMA:
                self._note(last)
            else:
                break
            parts.pop()
        # A supplier that is not known may stand last.
        known = len(parts) > 1 and (_is_grade(parts[1]) or _PRECISE.fullmatch(parts[1]))
        if known and all(_is_grade(p) or _looks_like_supplier(p) for p in parts[2:]):
            for part in parts[1:]:
                if _PRECISE.fullmatch(part):
                    self._percent(part)
                else:
                    self._note(part)
            parts = parts[:1]
        return ", ".join(parts)

    def take_words(self, text: str) -> str:
        while True:
            head = _HEAD.match(text)
            if head and len(text) > head.end():
                self._note(head.group().strip())
                text = text[head.end() :]
                continue
            percent = re.match(rf"({_PERCENT})\s+(?=\S)", text)
            if percent:
                self._percent(percent.group(1))
                text = text[percent.end() :]
                continue
            tail = _TAIL.search(text)
            if tail and tail.start() > 0:
                word = tail.group().strip(" ,")
                if _PRECISE.fullmatch(word):
                    self._percent(word)
                else:
                    self._note(word)
                text = text[: tail.start()].rstrip(" ,;")
                continue
            return text

    def _percent(self, part: str) -> None:
        if self.percent is None and self.strength is None:
            self.percent = part
        self._note(part)

    def _note(self, part: str) -> None:
        if part not in self.notes:
            self.notes.append(part)


_AFTER_COMMA = frozenset(
    [
        "anhydrous",
        "dry",
        "glacial",
        "absolute",
        "concentrated",
        "conc.",
        "fuming",
        "red",
        "grey",
        "gray",
        "black",
        "white",
        "yellow",
        "solution",
        "anhyd.",
        "flowers",
        "sublimed",
        "abs.",
        "aqueous",
        "aq.",
    ]
)


def _looks_like_supplier(part: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][\w&.'’-]*(?:\s+[A-Z][\w&.'’-]*){0,3}", part))


def _split(text: str) -> list[str]:
    """Split at semicolons and at commas that a blank follows, outside of brackets."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        apart = sign == ";" or (sign == "," and text[place + 1 : place + 2] in (" ", ""))
        percent = sign == "," and re.match(r",\s*[<>≥~]?\d+(\.\d+)?\s*%", text[place:])
        if depth <= 0 and (apart or percent):
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _is_grade(part: str) -> bool:
    """Return whether a text is made of nothing but grades, purities, suppliers and forms."""
    rest = part.strip()
    if not rest:
        return True
    while rest:
        match = _longest(rest)
        if match is None:
            return False
        rest = rest[match:].lstrip(" ,;/:.-–")
    return True


def _longest(text: str) -> int | None:
    """Return the end of the grade that a text begins with, where a word ends there."""
    ends = [match.end() for part in (*_PARTS, _PURITY) if (match := part.match(text))]
    for end in sorted(ends, reverse=True):
        if end == len(text) or not text[end].isalnum() or text[end - 1] == "%":
            return end
    return None


def _last_bracket(text: str) -> tuple[int, int] | None:
    """Return where the last bracket that a blank parts from the name begins and ends."""
    depth, start, found = 0, 0, None
    for place, sign in enumerate(text):
        if sign in _OPEN:
            if depth == 0:
                start = place
            depth += 1
        elif sign in _OPEN.values() and depth:
            depth -= 1
            after = text[place + 1 : place + 2]
            before = text[start - 1 : start]
            if depth == 0 and start > 0 and before == " " and after in ("", " ", ",", ";"):
                found = (start, place + 1)
    if found and _OXIDATION.fullmatch(text[found[0] : found[1]]):
        return None
    return found


_OXIDATION = re.compile(r"\((?:0|I{1,3}|IV|V|VI{0,3}|I{1,2},\s?I{1,3})\)", re.IGNORECASE)
