"""The settings of a process of its own on a test's archive: as in production, without what that does by itself.

What it starts in the background would outlive its test and change the rows of the next one.
"""

from archive_site.settings import *  # noqa: F403

# As in the settings of the tests, so that an account made there can sign in here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LEARN_IN_BACKGROUND = False
INDEX_BY_PROCESS = False
BUNDLE_IN_BACKGROUND = False
