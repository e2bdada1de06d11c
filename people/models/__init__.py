from people.models.invitations import Introduction, Invitation
from people.models.notices import MailStop, Notice
from people.models.person import Person
from people.models.ties import Block, Tie
from people.places import Place

__all__ = ["Block", "Introduction", "Invitation", "MailStop", "Notice", "Person", "Place", "Tie"]
