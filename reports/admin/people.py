"""The people of the archive: an administrator gives them roles, hands them links, closes their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from reports import people
from reports.admin import desk
from reports.admin.people_forms import PersonForm
from reports.admin.people_proving import ProofForm
from reports.admin.rows import RowAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

# Groups are the roles, which the archive keeps itself; the devices hold secrets that nobody is shown; the queue shows
# what work was given to do with whose files, and lets it be changed.
for model in (User, Group, TOTPDevice, StaticDevice, DBTaskResult):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class RoleFilter(admin.SimpleListFilter):
    """Narrows the list of people to a role."""

    title = _lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((role.value, role.label) for role in people.STAFF), ("none", people.Role.READER.label)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        role = self.value()
        if role == "none":
            return queryset.filter(is_staff=False)
        return queryset.filter(is_staff=True, groups__name=role) if role else queryset


@admin.register(User)
class PersonAdmin(RowAdmin[User]):
    form = PersonForm
    change_form_template = "admin/reports/people/person.html"
    list_display = ("username", "full_name", "role", "is_active", "second_factor", "last_login")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    actions = None
    fields = ("username", "first_name", "last_name", "email", "role", "is_active", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(has_device=Exists(devices))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> User | None:
        if request.method == "POST" and object_id.isdecimal() and transaction.get_connection().in_atomic_block:
            # What the form was made of is compared with what is there: nobody else may change that in between.
            list(User.objects.select_for_update(no_key=True).filter(pk=object_id).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> type[ModelForm[User]]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("PersonForm", (form,), {"editor": request.user})

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.fields[:-3]
        return [*self.fields, "seen"] if self.has_change_permission(request, obj) else self.fields

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # A list that narrows by a hash tells it, a letter at a time.
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return people.may_administer(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return people.may_administer(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return people.may_administer(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return people.may_administer(request.user) if obj is None else people.may_manage(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description=_lazy("full name"), ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description=_lazy("role"))
    def role(self, person: User) -> str:
        return str(people.role_of(person).label)

    @admin.display(description=_lazy("second factor"), boolean=True)
    def second_factor(self, person: User) -> bool:
        return bool(getattr(person, "has_device", False))

    def get_urls(self) -> list[URLPattern]:
        acts = {
            "invite": self.invite,
            "unlock": self.unlock,
            "second_factor_off": self.factor_off,
            "sign_out": self.end,
        }
        own = [
            path(f"<int:key>/{name.replace('_', '-')}/", self.admin_site.admin_view(act), name=f"people_{name}")
            for name, act in acts.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        told = {
            "locked": people.lockouts.locked_until(person.get_username()) if person else None,
            "has_second_factor": bool(person and people.second_factor.is_on(person)),
            "is_own": person == request.user,
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    @transaction.atomic
    def save_model(self, request: HttpRequest, person: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        by = request.user
        if not change:
            person.set_unusable_password()
        super().save_model(request, person, form, change)
        target, changed = f"person {person.get_username()}", sorted({*form.changed_data} - {"role", "is_active"})
        if not change:
            people.note("account made", by=by, target=target)
        elif changed:
            before = {"was": form.initial["username"]} if "username" in changed else {}
            people.note("account changed", by=by, target=target, fields=changed, **before)
        if "is_active" in form.changed_data and change:
            people.note("account opened" if person.is_active else "account closed", by=by, target=target)
        if "role" in form.changed_data or not change:
            people.give_role(person, people.Role(form.cleaned_data["role"]), by=by)  # type: ignore[arg-type]
        if not person.is_active or not person.is_staff:
            people.end_sessions(person)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._link(request, obj)

    @method_decorator(require_POST)
    def invite(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show a new link with which somebody else chooses a password; one's own needs the old one."""
        person = self._managed(request, key)
        return redirect("people:account") if person == request.user else self._link(request, person)

    @method_decorator(require_POST)
    def unlock(self, request: HttpRequest, key: int) -> HttpResponse:
        """Forget somebody's wrong passwords."""
        person = self._managed(request, key)
        if people.lockouts.unlock(person, by=request.user):  # type: ignore[arg-type]
            messages.success(request, _("%s can sign in again.") % person.get_username())
        return self._back(person)

    @method_decorator([sensitive_post_parameters(), require_http_methods(["GET", "HEAD", "POST"])])
    def factor_off(self, request: HttpRequest, key: int) -> HttpResponse:
        """Switch off the second factor of somebody else who lost it, once the administrator has proved who they are."""
        lost, by = self._managed(request, key), desk.person(request)
        if lost == by:
            return redirect("people:account")
        form = ProofForm(by, request.POST or None)
        if form.is_valid():
            if people.second_factor.switch_off(lost, by=by):
                messages.success(request, _("%s signs in with the password alone.") % lost.get_username())
            return self._back(lost)
        title = _("Switch the second factor off")
        context = {"form": form, "person": lost}
        status = 400 if form.errors else 200
        return desk.page(request, "admin/reports/people/second_factor_off.html", title, context, status)

    @method_decorator(require_POST)
    def end(self, request: HttpRequest, key: int) -> HttpResponse:
        """Sign somebody out everywhere."""
        person = self._managed(request, key)
        ended = people.end_sessions(person)
        people.note("signed out by another", by=request.user, target=f"person {person.get_username()}", sessions=ended)
        said = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
        messages.success(request, said % {"count": ended})
        return self._back(person)

    def _managed(self, request: HttpRequest, key: int) -> User:
        person = get_object_or_404(User, pk=key)
        if not people.may_manage(request.user, person):
            raise PermissionDenied
        return person

    def _link(self, request: HttpRequest, person: User) -> HttpResponse:
        parts = people.invite(person, by=request.user)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": _("A link to hand over"),
            "person": person,
            "link": request.build_absolute_uri(reverse("people:choose-password", kwargs=parts)),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        }
        return TemplateResponse(request, "admin/reports/people/link.html", context)

    def _back(self, person: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))
