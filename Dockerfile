# syntax=docker/dockerfile:1
# docker build -t marrow . && docker run --rm -p 8000:8000 --read-only --cap-drop ALL marrow

ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/marrow
COPY requirements/setup.lock requirements/run.lock requirements/
# Only wheels: nothing is compiled here, and nothing runs a foreign setup.py.
RUN /opt/marrow/bin/pip install --only-binary :all: --require-hashes -r requirements/setup.lock \
 && /opt/marrow/bin/pip install --only-binary :all: --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
# Byte code is written now: the root is read-only later. pip and setuptools have done their work.
RUN /opt/marrow/bin/pip install --no-deps --no-build-isolation . \
 && /opt/marrow/bin/python -m compileall -q /opt/marrow/lib \
 && /opt/marrow/bin/pip uninstall --quiet --yes setuptools pip

FROM python:${PYTHON}
RUN useradd --uid 10001 --user-group --no-log-init --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin marrow
COPY --from=build /opt/marrow /opt/marrow
ENV PATH=/opt/marrow/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MARROW_HOST=0.0.0.0 \
    MARROW_PORT=8000
USER 10001:10001
WORKDIR /
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["marrow", "health"]
ENTRYPOINT ["marrow"]
CMD ["serve"]
