"""The addresses of signing in and of one's own account, in place of and beside those of Django's administration."""

from django.urls import path
from django.views.generic import TemplateView

from reports import people
from reports.admin import languages
from reports.admin import people_account as account
from reports.admin import people_signing_in as signing_in


class PasswordChosen(signing_in.InLanguages, TemplateView):
    """Says that a password was chosen, and where to sign in with it."""

    template_name = "people/password_chosen.html"


app_name = "people"
urlpatterns = [
    path("login/", signing_in.SignIn.as_view(), name="sign-in"),
    path("login/code/", signing_in.SecondFactor.as_view(), name="second-factor"),
    path("invitation/chosen/", PasswordChosen.as_view(), name="password-chosen"),
    path("invitation/<uidb64>/<token>/", signing_in.ChoosePassword.as_view(), name="choose-password"),
    path("language/", languages.choose, name="language"),
    path("password_change/", people.for_staff(account.PasswordChange.as_view()), name="password-change"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.second_factor_on, name="second-factor-on"),
    path("account/second-factor/off/", account.second_factor_off, name="second-factor-off"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("account/sign-out/", account.sign_out_everywhere, name="sign-out-everywhere"),
]
