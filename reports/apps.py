"""The application that holds the archive."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Government work reports")

    def ready(self) -> None:
        from reports import people

        # The applications before this one have their permissions by then, and its own were just made.
        post_migrate.connect(people.set_up_roles, sender=self, dispatch_uid="roles")
        people.listen()
