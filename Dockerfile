# syntax=docker/dockerfile:1
# The server and its workers: docker build -t diagram-lens . && docker run -p 127.0.0.1:8000:8000 diagram-lens
# See docs/deployment.md.

FROM python:3.12-slim AS build
RUN pip install --no-cache-dir "uv>=0.9,<1"
ENV UV_PROJECT_ENVIRONMENT=/opt/diagram-lens UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /source
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project --extra postgres --extra redis --extra identity --extra telemetry
COPY architecture architecture
COPY parsers parsers
COPY graph_rules graph_rules
COPY reports reports
COPY app app
RUN uv sync --frozen --no-dev --no-editable --extra postgres --extra redis --extra identity --extra telemetry

FROM python:3.12-slim
RUN groupadd --gid 10001 lens \
    && useradd --uid 10001 --gid lens --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin lens \
    && install --directory --owner lens --group lens --mode 0700 /data
COPY --from=build /opt/diagram-lens /opt/diagram-lens
ENV PATH=/opt/diagram-lens/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp \
    DIAGRAM_LENS_DATA=/data \
    DIAGRAM_LENS_LOG_FORMAT=json
USER 10001:10001
# Everything else may be read-only: the data, and /tmp for uploads that arrive and for what workers keep at hand.
VOLUME ["/data", "/tmp"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
ENTRYPOINT ["diagram-lens"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
