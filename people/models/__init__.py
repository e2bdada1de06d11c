from people.models.invitations import Introduction, Invitation
from people.models.notices import Notice
from people.models.person import Person
from people.models.ties import Block, Parting, Tie
from people.places import Place

__all__ = ["Block", "Introduction", "Invitation", "Notice", "Parting", "Person", "Place", "Tie"]
