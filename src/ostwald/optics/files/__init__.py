"""Files of spectra: text exports of spectrometers and JCAMP-DX."""
