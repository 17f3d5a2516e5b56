# `ostwald app` for a group; compose.yaml puts a PostgreSQL beside it.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY LICENSES LICENSES
COPY src src
RUN python -m venv /opt/ostwald && /opt/ostwald/bin/pip install --no-cache-dir '.[app,formats]'

FROM python:3.12-slim
# OpenCV, which reads scale bars, wants these two.
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home ostwald && install -d -o ostwald /data
COPY --from=build /opt/ostwald /opt/ostwald
ENV PATH=/opt/ostwald/bin:$PATH XDG_DATA_HOME=/data PYTHONUNBUFFERED=1
USER ostwald
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=30s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/healthz', timeout=5)"]
ENTRYPOINT ["ostwald", "app", "--host", "0.0.0.0", "--no-browser"]
