from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from people.compiled import CompiledOnce
from people.models import Person


@CompiledOnce
def _with_their_place(pk: int) -> QuerySet[Person]:
    return Person.objects.select_related("place").filter(pk=pk)


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Person | None:
        """With their place, since most pages ask what is near it and how numbers are written there."""
        found = _with_their_place(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def user_can_authenticate(self, user: Person) -> bool:
        """Nobody whose address is not proved: it may be somebody else's who typed it in. Also who is suspended: to them
        `people.middleware` shows why, and little else."""
        return (super().user_can_authenticate(user) or user.suspended) and not user.joining
