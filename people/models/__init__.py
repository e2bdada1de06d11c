from people.models.invitations import Introduction, Invitation
from people.models.jobs import Job
from people.models.notices import MailStop, Notice, Push
from people.models.person import Person
from people.models.push_browsers import PushBrowser
from people.models.sessions import Beginning, Session
from people.models.sign_in_mails import SignInMail
from people.models.suspensions import Suspension
from people.models.ties import Block, Tie
from people.places import Place

__all__ = ["Beginning", "Block", "Introduction", "Invitation", "Job", "MailStop", "Notice", "Person", "Place"]
__all__ += ["Push", "PushBrowser", "Session", "SignInMail", "Suspension", "Tie"]
