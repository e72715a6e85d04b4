# The archive as a container: its folder of data is the volume /data, its port 8000. docs/deploying.md says the rest.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
# requirements-postgresql.txt for an archive whose database is PostgreSQL.
ARG REQUIREMENTS=requirements.txt
COPY requirements*.txt /tmp/
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r "/tmp/$REQUIREMENTS"
WORKDIR /app
COPY . .
# The key signs nothing: it only keeps the settings from making one that would stay in the image.
RUN SECRET_KEY=for-building-only ARCHIVE_DATA_DIR=/tmp/build ARCHIVE_STATIC_ROOT=/app/collected \
    /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && SECRET_KEY=for-building-only ARCHIVE_DATA_DIR=/tmp/build /opt/venv/bin/python manage.py compile_catalogs

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin archive \
    && install --directory --owner archive --mode 0750 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ARCHIVE_BIND=0.0.0.0:8000 \
    ARCHIVE_DATA_DIR=/data \
    ARCHIVE_STATIC_ROOT=/app/collected
WORKDIR /app
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "archive_site.probe"]
# The search index is checked by whoever asks it first; a long rebuild goes on while pages are served.
CMD ["sh", "-c", "python manage.py migrate --no-input && exec gunicorn archive_site.wsgi"]
