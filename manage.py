#!/usr/bin/env python
"""Run one of the archive's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
    if sys.argv[1:2] == ["runserver"]:
        # The development server speaks plain HTTP and serves this machine alone.
        os.environ.setdefault("ARCHIVE_DEBUG", "true")
        os.environ.setdefault("ARCHIVE_HTTPS", "false")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. Run `make environment` and use `.venv/bin/python manage.py`."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
