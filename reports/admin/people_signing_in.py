"""Signing in: name and password, the second factor after them, and choosing a password by a link."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import SESSION_KEY, get_user_model, login
from django.contrib.auth.views import LoginView, PasswordResetConfirmView, RedirectURLMixin
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from django_otp import login as verify

from archive_site import throttles
from archive_site.languages import Offered, tag
from reports import people

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    CodeView = FormView["CodeForm"]
else:
    CodeView = FormView

# Whose password was right, while the second factor is asked for; for so many seconds and so many codes.
HALF = "half_signed_in"
HALF_SECONDS = 300
MOST_CODES = 5
# So many entries of the log, at most, go while somebody waits to be signed in.
AT_A_SIGN_IN = 2000
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The names of these pages' fields, so that they are not left to Django's language alone.
LANGUAGE = "language"


class InLanguages:
    """A page without a language in its address, which lets its reader choose one all the same."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get(LANGUAGE)
        if request.method == "GET" and chosen in dict(settings.LANGUAGES):
            left = request.GET.copy()
            del left[LANGUAGE]
            # To this very page and nowhere else, whatever its address looks like.
            there = f"/{request.path.lstrip('/')}" + (f"?{left.urlencode(safe='/')}" if left else "")
            response = HttpResponseRedirect(there)
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
                httponly=True,
            )
            return response
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]
        asked = self.request.GET.copy()
        languages = []
        for code, name in settings.LANGUAGES:
            asked[LANGUAGE] = code
            address = f"{self.request.path}?{asked.urlencode(safe='/')}"
            languages.append(Offered(tag(code), name, address, code == get_language()))
        return {**context, "languages": languages, "is_private": True}


class SignInForm(AdminAuthenticationForm):
    """Name and password, of which only so many are looked at for a name."""

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.request and given.get("username") and given.get("password"):
            people.lockouts.admit(self.request, given["username"])
        return super().clean()


class SignIn(InLanguages, LoginView):
    """Asks for name and password; who has a second factor is then asked for that."""

    authentication_form = SignInForm
    template_name = "people/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and request.user.is_authenticated and request.user.is_staff:
            return HttpResponseRedirect(self.get_success_url())
        try:
            return super().dispatch(request, *args, **kwargs)
        except people.lockouts.KeptOut as kept:
            return people.lockouts.kept_out_page(request, kept)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        # Few sign in, so this is where what is old is cleared away.
        self.request.session.clear_expired()
        if settings.LOG_DAYS and throttles.allowed("log-trimmed", "", 1, 86400):
            people.trim_log(settings.LOG_DAYS, most=AT_A_SIGN_IN)
        if not people.second_factor.is_on(user):
            response = super().form_valid(form)
            people.lockouts.make_known(response, user)
            return response
        _forget_who_was_there(self.request)
        self.request.session[HALF] = {
            "user": user.pk, "hash": user.get_session_auth_hash(), "since": int(time.time()), "tried": 0,
        }  # fmt: skip
        there = self.get_redirect_url()
        query = f"?{urlencode({self.redirect_field_name: there})}" if there else ""
        return HttpResponseRedirect(reverse("people:second-factor") + query)


class CodeForm(forms.Form):
    """A code of an app, or one that was written down."""

    code = forms.CharField(
        label=_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


@method_decorator(never_cache, "dispatch")
class SecondFactor(InLanguages, RedirectURLMixin, CodeView):
    """Asks for a code of somebody whose password was right a moment ago."""

    form_class = CodeForm
    template_name = "people/second_factor.html"
    next_page = "admin:index"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.half() is None:
            request.session.pop(HALF, None)
            return self.back_to_the_start()
        return super().dispatch(request, *args, **kwargs)

    def half(self) -> User | None:
        """Return who is about to sign in: nobody once the time is over, or their password or account changed."""
        kept = self.request.session.get(HALF)
        if not kept or not 0 <= time.time() - kept["since"] <= HALF_SECONDS or kept["tried"] >= MOST_CODES:
            return None
        user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
        return user if user and user.get_session_auth_hash() == kept["hash"] else None

    def back_to_the_start(self) -> HttpResponse:
        there = self.get_redirect_url()
        query = f"?{urlencode({self.redirect_field_name: there})}" if there else ""
        return HttpResponseRedirect(reverse("admin:login") + query)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user = self.half()
        if user is None:
            return self.back_to_the_start()
        waiting = people.second_factor.seconds_to_wait(user)
        device = None if waiting else people.second_factor.check(user, form.cleaned_data["code"])
        if device is not None:
            del self.request.session[HALF]
            login(self.request, user, BACKEND)
            verify(self.request, device)
            response = HttpResponseRedirect(self.get_success_url())
            people.lockouts.make_known(response, user)
            return response
        if waiting:
            form.add_error("code", too_soon(waiting))
            return self.form_invalid(form)
        kept = self.request.session[HALF]
        self.request.session[HALF] = {**kept, "tried": kept["tried"] + 1}
        people.note("second-factor-failed", target=f"person {user.get_username()}")
        if self.half() is None:
            return self.back_to_the_start()
        form.add_error("code", _("This code is not right, or was used already."))
        return self.form_invalid(form)


class ChoosePassword(InLanguages, PasswordResetConfirmView):
    """Lets somebody who was handed a link choose a password, once."""

    token_generator = people.tokens
    reset_url_token = "choose"  # noqa: S105 - a part of the address
    template_name = "people/choose_password.html"
    success_url = reverse_lazy("people:password-chosen")

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.user
        people.end_sessions(user)
        people.note("password-chosen", by=user, target=f"person {user.get_username()}")
        # Who has the link is let in here, however many strangers guess at the name meanwhile.
        people.lockouts.make_known(response, user)
        return response


def _forget_who_was_there(request: HttpRequest) -> None:
    """Give the session another key; what somebody else had in it, who was signed in here, goes."""
    if SESSION_KEY in request.session:
        request.session.flush()
    else:
        request.session.cycle_key()


def too_soon(seconds: int) -> str:
    """Return what to say where a code comes too soon after a wrong one."""
    said = ngettext(
        "After wrong codes, another is looked at in %(seconds)d second.",
        "After wrong codes, another is looked at in %(seconds)d seconds.",
        seconds,
    )
    return said % {"seconds": seconds}
