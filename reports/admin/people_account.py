"""One's own account: the password, the second factor, signing out everywhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as verify
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports import people
from reports.admin.people_proving import NewPasswordForm, ProofForm
from reports.admin.people_signing_in import CodeForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse

# The secret that is being set up, and since when: another person at this screen must not find it there later.
SETTING_UP = "setting_up"
SETTING_UP_SECONDS = 600


@people.for_staff
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Show somebody what they are here, and what they can do about their account."""
    return _account(request, ProofForm(_person(request)))


@sensitive_post_parameters()
@people.for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_on(request: HttpRequest) -> HttpResponse:
    """Show a new secret to somebody who gives their password, then require its codes once one was entered."""
    user = _person(request)
    if people.second_factor.is_on(user):
        return redirect("people:account")
    device = _being_set_up(request)
    if request.method == "POST" and "password" in request.POST:
        form = ProofForm(user, request.POST)
        if not form.is_valid():
            return _account(request, form)
        device = people.second_factor.begin(user)
        request.session[SETTING_UP] = [device.pk, int(time.time())]
        return redirect("people:second-factor-on")
    if device is None:
        return redirect("people:account")
    code = CodeForm(request.POST or None)
    if code.is_valid():
        codes = people.second_factor.switch_on(device, code.cleaned_data["code"], session=request.session.session_key)
        if codes:
            del request.session[SETTING_UP]
            verify(request, device)
            return _codes(request, codes)
        code.add_error(
            "code",
            _(
                "This code is not right. Check that the clock of your device is set right, "
                "and enter the code that it shows now."
            ),
        )
    picture, secret = people.second_factor.picture(device), people.second_factor.secret(device)
    return _page(request, "second_factor_on", _("Second factor"), {"form": code, "picture": picture, "secret": secret})


@sensitive_post_parameters()
@people.for_staff
@require_POST
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Let somebody who proves that it is they sign in with their password alone."""
    user = _person(request)
    form = ProofForm(user, request.POST)
    if not form.is_valid():
        return _account(request, form)
    people.second_factor.switch_off(user, by=user)
    messages.success(request, _("The second factor is switched off."))
    return redirect("people:account")


@sensitive_post_parameters()
@people.for_staff
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes to somebody who proves that it is they."""
    user = _person(request)
    if not people.second_factor.is_on(user):
        return redirect("people:account")
    form = ProofForm(user, request.POST)
    if not form.is_valid():
        return _account(request, form)
    return _codes(request, people.second_factor.new_recovery_codes(user))


@people.for_staff
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of whoever asks, this one too."""
    user = _person(request)
    people.note("sign-out-everywhere", by=user)
    people.end_sessions(user)
    request.session.flush()
    return HttpResponseRedirect(reverse("admin:login"))


class PasswordChange(PasswordChangeView):
    """Lets somebody change their password; Django ends all their other sessions by it."""

    template_name = "admin/reports/people/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("people:account")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return {**super().get_context_data(**given), **admin.site.each_context(self.request), "title": self.title}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        people.note("password-changed", by=form.user, target=f"person {form.user.get_username()}")
        messages.success(self.request, _("The password was changed. Other browsers were signed out."))
        return response


def _person(request: HttpRequest) -> User:
    """Return who asks; the guard let no anonymous visitor through."""
    return cast("User", request.user)


def _being_set_up(request: HttpRequest) -> TOTPDevice | None:
    """Return the device whose secret this session was shown a moment ago."""
    key, since = request.session.get(SETTING_UP, (None, 0))
    if not 0 <= time.time() - since <= SETTING_UP_SECONDS:
        return None
    return TOTPDevice.objects.filter(pk=key, user=_person(request), confirmed=False).first()


def _account(request: HttpRequest, form: ProofForm) -> HttpResponse:
    user = _person(request)
    context = {
        "form": form,
        "role": people.role_of(user),
        "is_on": people.second_factor.is_on(user),
        "is_required": people.second_factor.is_required(user),
        "codes_left": people.second_factor.codes_left(user),
    }
    return _page(request, "account", _("Your account"), context, status=400 if form.errors else 200)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return _page(request, "recovery_codes", _("Recovery codes"), {"codes": codes})


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/reports/people/{template}.html", context, status=status)
