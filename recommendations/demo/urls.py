"""The links by which one is somebody of the neighbourhood, in the process that `manage.py demo` started."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from people.models import Person
from recommendations.demo.neighbourhood import DOMAIN

SALT = "demo"


def sign_in_path(person: Person) -> str:
    return f"/demo/{signing.dumps(person.pk, salt=SALT)}/"


@require_safe
@login_not_required  # a link that the demo prints; its secret is gone with the process
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    person = Person.objects.filter(pk=pk, email__endswith=DOMAIN, is_active=True).first()
    if person is None:
        raise Http404
    login(request, person)
    record_authentication(request, person, method="code")
    return redirect("find")


urlpatterns = [path("<str:token>/", sign_in, name="demo_sign_in")]
