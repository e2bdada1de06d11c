"""Lifting a suspension."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from people.models import Person, Suspension
from recommendations.models import DeskLook, Matter, Reportable


def lift(suspension: Suspension, staff: Person) -> bool:
    """Whether it was still theirs to lift. The member is told."""
    with transaction.atomic():
        member = suspension.person
        people = Person.objects.lock(staff, member, *Person.objects.kin_of(member))
        here = next((each for each in people if each == staff), None)
        if here is None or not Suspension.objects.at_the_desk_of(here).filter(pk=suspension.pk).exists():
            return False
        if not member.lift():
            return False
        DeskLook.note(here, Matter.SUSPENSION, suspension.public_id, DeskLook.Act.LIFT, Reportable.PERSON, member.pk)
        member.tell("lifted", suspension.public_id, reverse(settings.YOU_URL))
    return True
