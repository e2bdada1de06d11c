from allauth.account.auth_backends import AuthenticationBackend

from people.models import Person


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Person | None:
        """With their place, since most pages ask what is near it and how numbers are written there."""
        person = Person.objects.select_related("place").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
