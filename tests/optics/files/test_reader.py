from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.optics.files.columns import find_block
from ostwald.optics.files.reader import read_spectrum

X = np.arange(350.0, 751.0)
A = 0.5 * np.exp(-0.5 * ((X - 545.0) / 13.0) ** 2) + 0.8 * np.exp(-(X - 350.0) / 80.0) + 0.01


def lines(rows: Iterable[tuple[float, float]], pattern: str) -> str:
    return "".join(pattern.format(x, y) + "\n" for x, y in rows)


def commas(text: str) -> str:
    return text.replace(".", ",")


FORMS: dict[str, str] = {
    "plain": "Wavelength (nm),Abs\n" + lines(zip(X, A, strict=True), "{:.1f},{:.5f}"),
    "reversed": "nm\tabsorbance\n" + lines(zip(X[::-1], A[::-1], strict=True), "{:.1f}\t{:.5f}"),
    "two samples, footer": "one,,two,\nWavelength (nm),Abs,Wavelength (nm),Abs,\n"
    + "".join(
        f"{x:.2f},{y:.5f},{x:.2f},{2 * y:.5f},\n" for x, y in zip(X[::-1], A[::-1], strict=True)
    )
    + "\n\none\nCollection Time: 1/1/2020 9:41:22\nScan rate (nm/min) 600.000\n",
    "begin and end marks": "Data from x.txt Node\n\nIntegration Time (sec): 1.0E-1\n"
    "Number of Pixels in Spectrum: 401\n>>>>>Begin Spectral Data<<<<<\n"
    + lines(zip(X, A, strict=True), "{:.3f}\t{:.5f}")
    + ">>>>>End Spectral Data<<<<<\n",
    "decimal commas, semicolons": "Wellenlänge [nm];Extinktion\n"
    + commas(lines(zip(X, A, strict=True), "{:.1f};{:.5f}")),
    "decimal commas, commas": "wavelength nm,absorbance\n"
    + commas(lines(zip(X, A, strict=True), "{:.1f},{:.5f}")),
    "blanks, no heading": lines(zip(X, A, strict=True), "  {:.3f}   {:.6e}"),
    "electronvolts": "Energy (eV),Absorbance\n"
    + lines(zip(1239.841984 / X, A, strict=True), "{:.6f},{:.5f}"),
    "wavenumbers": "XUNITS\t1/CM\nYUNITS\tABSORBANCE\nXYDATA\n"
    + lines(zip(1e7 / X, A, strict=True), "{:.4f}\t{:.5f}"),
    "micrometres": "wavelength (µm);A\n" + lines(zip(X / 1000, A, strict=True), "{:.5f};{:.5f}"),
    "percent": "nm,%T\n" + lines(zip(X, 100 * 10**-A, strict=True), "{:.1f},{:.5f}"),
    "transmission": "nm,Transmission\n" + lines(zip(X, 10**-A, strict=True), "{:.1f},{:.6f}"),
    "gaps": "nm,Abs\n" + lines(zip(X, A, strict=True), "{:.1f},{:.5f}").replace("0.81000", "NaN"),
    "a column of counts": ",nm,abs\n"
    + "".join(f"{i},{x:.1f},{y:.5f}\n" for i, (x, y) in enumerate(zip(X, A, strict=True))),
    "beyond the scale": "nm\tAbs\n"
    + lines(zip(X, A, strict=True), "{:.1f}\t{:.5f}").replace("0.81000", "OVRFLW"),
    "quoted": '"nm","Abs"\n' + lines(zip(X, A, strict=True), '"{:.1f}","{:.5f}"'),
    "jcamp": "##TITLE=x\n##JCAMP-DX=4.24\n##DATA TYPE=UV/VIS SPECTRUM\n##XUNITS=NANOMETERS\n"
    "##YUNITS=ABSORBANCE\n##FIRSTX=350\n##LASTX=750\n##DELTAX=1\n##XFACTOR=1\n"
    "##YFACTOR=0.00001\n##NPOINTS=401\n##XYDATA=(X++(Y..Y))\n"
    + "".join(
        f"{X[i]:.0f} " + " ".join(str(round(v * 1e5)) for v in A[i : i + 8]) + "\n"
        for i in range(0, 401, 8)
    )
    + "##END=\n",
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "spectrum.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_spectrum(form: str, write: Callable[[str], Path]) -> None:
    spectrum = read_spectrum(write(FORMS[form]))
    assert np.all(np.diff(spectrum.wavelength_nm) > 0)
    inside = X[3:-3]
    read = np.interp(inside, spectrum.wavelength_nm, spectrum.absorbance)
    assert np.max(np.abs(read - A[3:-3])) < 2e-3


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_encodings_of_instruments(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "s.txt"
    path.write_bytes(FORMS["micrometres"].encode(encoding))
    assert read_spectrum(path).wavelength_nm[0] == pytest.approx(350.0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("  \n\n", "empty"),
        ("Dear all,\nhere are 3, 4 numbers\n" * 20, "no table of wavelengths"),
        ("nm,Counts\n" + "".join(f"{x},{x * 50}\n" for x in range(400, 500)), "not absorption"),
        ("nm,Reflectance\n" + "".join(f"{x},0.5\n" for x in range(400, 500)), "reflectance"),
        ("nm,Abs\n" + "".join(f"{x},{x}\n" for x in range(400, 500)), "no absorbances"),
        ("nm,Abs\n" + "".join(f"{x},0.1\n" for x in range(400, 500)), "same everywhere"),
        ("nm,Abs\n" + "".join(f"{x},0.{x}\n" for x in range(400, 406)), "only 6 points"),
        ("a,b\n" + "".join(f"{x},0.{x}\n" for x in range(-50, 50)), "zero or negative"),
        ("##TITLE=x\n##END=\n", "holds no spectrum"),
        ("nm,Abs\n" + "".join(f"{x},-0.{x}\n" for x in range(400, 500)), "negative everywhere"),
    ],
)
def test_what_is_no_spectrum_has_one_clear_error(
    text: str, problem: str, write: Callable[[str], Path]
) -> None:
    with pytest.raises(InputError, match=problem):
        read_spectrum(write(text))


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.spc"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match="not a text file"):
        read_spectrum(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_spectrum(tmp_path / "missing.csv")


def test_saturation_is_noticed(write: Callable[[str], Path]) -> None:
    clipped = np.minimum(3.0 * A, 1.2)
    spectrum = read_spectrum(
        write("nm,Abs\n" + lines(zip(X, clipped, strict=True), "{:.1f},{:.5f}"))
    )
    assert spectrum.saturated_below_nm is not None
    assert 540 < spectrum.saturated_below_nm < 560
    dark = np.where(X < 400, 0.0, 10**-A)
    spectrum = read_spectrum(
        write(
            "nm,T\n"
            + lines(zip(X, 100 * dark, strict=True), "{:.1f},{:.5f}").replace("nm,T", "nm,%T")
        )
    )
    assert spectrum.saturated_below_nm is None or spectrum.saturated_below_nm < 401


def test_negative_absorbance_is_read_and_said(write: Callable[[str], Path]) -> None:
    spectrum = read_spectrum(
        write("nm,Abs\n" + lines(zip(X, A - 0.1, strict=True), "{:.1f},{:.5f}"))
    )
    assert spectrum.absorbance.min() < -0.05
    assert any("negative" in note for note in spectrum.notes)


def test_a_million_points_are_thinned(write: Callable[[str], Path]) -> None:
    x = np.linspace(350.0, 750.0, 1_000_000)
    rows = np.char.add(np.char.mod("%.4f,", x), np.char.mod("%.5f", np.interp(x, X, A)))
    path = write("nm,Abs\n" + "\n".join(rows) + "\n")
    begin = time.monotonic()
    spectrum = read_spectrum(path)
    assert len(spectrum.absorbance) <= 4000
    assert time.monotonic() > begin
    read = np.interp(X[5:-5], spectrum.wavelength_nm, spectrum.absorbance)
    assert np.max(np.abs(read - A[5:-5])) < 1e-3


@given(st.text(max_size=400))
def test_any_text_gives_numbers_or_an_input_error(text: str) -> None:
    try:
        block = find_block(text)
    except InputError:
        return
    assert block.values.ndim == 2
    assert block.values.shape[1] >= 2


@given(
    st.lists(st.tuples(st.integers(300, 900), st.integers(0, 99999)), min_size=12, max_size=40),
    st.sampled_from([",", ";", "\t", " "]),
)
def test_what_was_written_is_read(rows: list[tuple[int, int]], separator: str) -> None:
    text = "".join(f"{x}.5{separator}{y / 1e5:.5f}\n" for x, y in rows)
    block = find_block(text)
    assert block.values == pytest.approx(np.array([[x + 0.5, y / 1e5] for x, y in rows]))
