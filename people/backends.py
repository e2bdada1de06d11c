from allauth.account.auth_backends import AuthenticationBackend

from people.models import Person


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Person | None:
        """With their place, since most pages ask what is near it and how numbers are written there."""
        person = Person.objects.select_related("place").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Person) -> bool:
        """Nobody whose address is not proved: it may be somebody else's who typed it in. Also who is suspended: to them
        `people.middleware` shows why, and little else."""
        return (super().user_can_authenticate(user) or user.suspended) and not user.joining
