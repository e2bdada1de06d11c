"""What one person can take out: who they are, who is near them, and how they sign in.

Every field of every model is declared here, or in the app that it belongs to: the column where it is found, or why it
is found in none. What is told of others is what their pages tell already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Introduction, Invitation, Notice, Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Subject(NamedTuple):
    """One file of the export, and one list in its JSON."""

    about: StrOrPromise
    columns: tuple[str, ...]
    rows: Callable[[Person], Iterable[tuple[Any, ...]]]


class In(NamedTuple):
    file: str
    column: str


class Withheld(NamedTuple):
    reason: StrOrPromise


Declared = dict[str, In | Withheld]


def exported(file: str, *fields: str, **renamed: str) -> Declared:
    return {field: In(file, column) for field, column in ({name: name for name in fields} | renamed).items()}


def withheld(reason: StrOrPromise, *fields: str) -> Declared:
    return dict.fromkeys(fields, Withheld(reason))


def moment(when: datetime | None) -> str | None:
    return timezone.localtime(when).isoformat(timespec="seconds") if when else None


def day(when: datetime) -> str:
    return timezone.localtime(when).date().isoformat()


# --- What is yours ------------------------------------------------------------------------------


def me(person: Person) -> Iterable[tuple]:
    settled = (person.place.full_name if person.place else "", person.language, person.time_zone)
    pushes = (person.push_asks, person.push_answers, person.push_ties, person.push_thanks, person.push_offered)
    allows = (person.relays, person.named_beyond, person.mails, person.letters, person.after_calls, *pushes)
    switches = (*allows, person.is_active, person.rests, person.suspended)
    groups = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
    permissions = ", ".join(person.user_permissions.order_by("codename").values_list("codename", flat=True))
    staff = (person.is_staff, person.is_superuser, groups, permissions)
    yield (person.name, person.email, *settled, *switches, moment(person.joined_at), moment(person.last_login), *staff)


def emails(person: Person) -> Iterable[tuple]:
    return EmailAddress.objects.filter(user=person).order_by("pk").values_list("email", "verified", "primary")


def circle_rows(person: Person) -> Iterable[tuple]:
    # Those that stand; and of who is suspended, those that would.
    for tie in person.ties.filter(friend__is_active=True).select_related("friend").order_by("friend__name", "pk"):
        yield tie.friend.name, tie.how, day(tie.since), day(tie.affirmed_at), tie.hears


def block_rows(person: Person) -> Iterable[tuple]:
    for block in person.blocks.order_by("name", "pk"):
        yield block.name, moment(block.since)


def invitation_rows(person: Person) -> Iterable[tuple]:
    waiting = dict(person.invitations.waiting().values_list("pk", "accepted_by__name"))
    # A block takes those by which somebody came; so that it cannot be told from a rest, that takes them too.
    shown = person.invitations.known().exclude(accepted_by__is_active=False, unheard=False)
    for mine in shown.order_by("made_at", "pk"):
        over = mine.refused or mine.expires_at < timezone.now()
        state = "used" if mine.confirmed_at else "over" if over else "open"
        times = (moment(mine.made_at), moment(mine.expires_at))
        yield mine.name, mine.how, mine.email, *times, state, waiting.get(mine.pk, "")


def invitations_answered(person: Person) -> Iterable[tuple]:
    """Until the inviter confirms; then it is a tie."""
    mine = Invitation.objects.shown_to(person).filter(accepted_by=person, confirmed_at=None)
    mine = mine.exclude(inviter__in=person.blocks.values("blocked"))
    for invitation in mine.select_related("inviter").order_by("made_at", "pk"):
        yield invitation.inviter_called, invitation.accepted_how


def introductions(person: Person) -> Iterable[tuple]:
    for half in Introduction.objects.open_to(person).order_by("made_at", "pk"):
        said = (half.introducer.name, half.friend.name, half.word, half.asked_for)
        yield (*said, moment(half.made_at), moment(half.expires_at))


def notice_rows(person: Person) -> Iterable[tuple]:
    for notice in Notice.objects.visible_to(person).order_by("made_at", "pk"):
        yield notice.message, moment(notice.made_at), moment(notice.read_at), moment(notice.sent_at)


def suspension_rows(person: Person) -> Iterable[tuple]:
    for mine in person.suspensions.order_by("pk"):
        yield mine.reason, moment(mine.made_at), moment(mine.sent_at), mine.answer, moment(mine.answered_at)


def sign_in_rows(person: Person) -> Iterable[tuple]:
    for mine in Authenticator.objects.filter(user=person).order_by("created_at", "pk"):
        kind = str(Authenticator.Type(mine.type).label)
        yield kind, mine.data.get("name", ""), moment(mine.created_at), moment(mine.last_used_at)


def device_rows(person: Person) -> Iterable[tuple]:
    for mine in person.sessions.running().annotate(told_since=F("push_browser__since")).order_by("began_at", "pk"):
        times = (moment(mine.began_at), moment(mine.seen_at), moment(mine.told_since))
        yield mine.browser, mine.internet_address, *times


SUBJECTS_OF_PEOPLE = {
    "me": Subject(
        _("what you said about yourself, and what you allow"),
        (
            *(
                "name",
                "email",
                "place",
                "language",
                "time_zone",
                "relays",
                "named_beyond",
                "mails",
                "letters",
                "after_calls",
                *("push_asks", "push_answers", "push_ties", "push_thanks", "push_offered"),
                "active",
                "rests",
                "suspended",
            ),
            *("joined_at", "last_signed_in", "staff", "superuser", "groups", "permissions"),
        ),
        me,
    ),
    "emails": Subject(_("your e-mail addresses"), ("email", "verified", "primary"), emails),
    "circle": Subject(
        _(
            "your friends, how you know them in your words, since when, when you last said that you would act on their "
            "word, and whether you want to see what they pass on of their friends’"
        ),
        ("friend", "how", "since", "affirmed_on", "hears"),
        circle_rows,
    ),
    "blocks": Subject(_("whom you blocked, by the name they had then"), ("name", "since"), block_rows),
    "invitations": Subject(
        _("the invitations you made, and who came with one and waits for your yes"),
        ("name", "how", "email", "made_at", "expires_at", "state", "came"),
        invitation_rows,
    ),
    "invitations_answered": Subject(
        _("invitations that you said yes to, and that the inviter has yet to confirm"),
        ("inviter", "how"),
        invitations_answered,
    ),
    "introductions": Subject(
        _("introductions that wait for your answer"),
        ("introducer", "friend", "word", "asked_for", "made_at", "expires_at"),
        introductions,
    ),
    "notices": Subject(_("your notices"), ("message", "made_at", "read_at", "mailed_at"), notice_rows),
    "suspension": Subject(
        _("why you are suspended, if you are, and what you answered"),
        ("reason", "since", "mailed_at", "answer", "answered_at"),
        suspension_rows,
    ),
    "sign_in": Subject(
        _("your passkeys and authenticator apps, without their secrets"),
        ("kind", "name", "created_at", "last_used_at"),
        sign_in_rows,
    ),
    "devices": Subject(
        _("where you are signed in, and since when notifications are on there"),
        ("browser", "internet_address", "since", "last_seen_at", "notifications_since"),
        device_rows,
    ),
}

# --- Every field, declared ----------------------------------------------------------------------

ROW_NUMBERS = _("Numbers of rows, which mean nothing outside the database.")
ALL_YOURS = _("Whose each row is: every one in here is yours.")
ONLY_ADDRESSES = _("Ids that are only addresses of pages inside Whom.")
KEYS = _(
    "What signs you in (password, passkeys, codes, sessions) and the keys of your invitations’ links: they would be of "
    "use only to somebody else."
)
MAILING = _("When and how often Whom tries to send a mail, or to reach a browser.")
REACHED_BY = _("By what Whom reaches a browser of yours: it would be of use only to somebody else.")
AWAY = _("Friends who have not been here for a while: while they rest, you see nothing of each other.")
BLOCKED = _("What the people you blocked are called now: you have the name that you knew.")
SILENT = _(
    "Introductions that you made or have answered: they go when the others answer, part or block, so a list of them "
    "would tell what others did in silence."
)
INVITER = _(
    "Who invited you to Whom. It is kept so that whoever runs this Whom can follow a chain of false accounts, and no "
    "page shows it."
)
ASKS_FIRST = _(
    "Whether Whom asks you first, whoever comes: once a tie of yours has ended, no old link may bring it back."
)
UNASKED = _("Whether they came by the link of a question of yours: your invitations say so in their words.")
NAME_CHECKED = _(
    "When you last changed your name, and that your address is proved: so that nobody takes a name that an invitation "
    "is for, or joins by the address of somebody else."
)
ACROSS_A_BLOCK = _("Whether it was asked or answered across a block: that is told to nobody.")
MAILED = _("Whether and when an invitation was mailed: that would tell whether its address belongs to someone here.")
STOPPED = _("Addresses, as hashes, whose owners want no invitations: nobody can tell whose they are.")
UNUSED = _("A table of the sign-in library that Whom does not use.")

FIELDS_OF_PEOPLE: dict[str, Declared] = {
    "people.Person": {
        **exported(
            "me",
            "name",
            "email",
            "place",
            "language",
            "time_zone",
            "relays",
            "named_beyond",
            "mails",
            "letters",
            "after_calls",
            *("push_asks", "push_answers", "push_ties", "push_thanks", "push_offered"),
            "rests",
            "suspended",
        ),
        **exported("me", "joined_at", "groups", last_login="last_signed_in", is_active="active", is_staff="staff"),
        **exported("me", is_superuser="superuser", user_permissions="permissions"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(KEYS, "password"),
        **withheld(INVITER, "invited_by"),
        **withheld(NAME_CHECKED, "renamed_at", "joining"),
    },
    "people.Person_groups": {
        **exported("me", group="groups"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "people.Person_user_permissions": {
        **exported("me", permission="permissions"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "people.Tie": {
        **exported("circle", "friend", "how", "since", "hears", affirmed_at="affirmed_on"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(AWAY, "standing"),
    },
    "people.Block": {
        **exported("blocks", "name", "since"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(BLOCKED, "blocked"),
    },
    "people.Invitation": {
        **exported("invitations", "name", "how", "email", "made_at", "expires_at"),
        **exported("invitations", confirmed_at="state", accepted_by="came", refused="state"),
        **exported("invitations_answered", "inviter", accepted_how="how"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(KEYS, "token_hash", "form_key"),
        **withheld(ASKS_FIRST, "asks_first"),
        **withheld(UNASKED, "unasked"),
        **withheld(ACROSS_A_BLOCK, "unheard"),
        **withheld(MAILED, "due_at", "tries", "sent_at"),
    },
    "people.MailStop": withheld(STOPPED, "id", "address_hash"),
    "people.Introduction": {
        **exported("introductions", "introducer", "friend", "word", "asked_for", "made_at", "expires_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(SILENT, "answer", "how"),
    },
    "people.Notice": {
        **exported("notices", "made_at", "read_at", sent_at="mailed_at", kind="message"),
        **exported("notices", who="message", with_whom="message"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id", "about", "link"),
        **withheld(ALL_YOURS, "person"),
        **withheld(MAILING, "due_at", "tries"),
    },
    "people.Suspension": {
        **exported("suspension", "reason", "answer", "answered_at", made_at="since", sent_at="mailed_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(MAILING, "due_at", "tries"),
    },
    "account.EmailAddress": {
        **exported("emails", "email", "verified", "primary"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "user"),
    },
    "account.EmailConfirmation": withheld(UNUSED, "id", "email_address", "created", "sent", "key"),
    "mfa.Authenticator": {
        **exported("sign_in", "created_at", "last_used_at", type="kind"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "user"),
        **withheld(KEYS, "data"),  # but for the name of a passkey
    },
    "people.Session": {
        **exported("devices", "browser", "internet_address", began_at="since", expire_date="last_seen_at"),
        **withheld(ALL_YOURS, "person"),
        **withheld(KEYS, "session_key", "session_data"),
    },
    "people.PushBrowser": {
        **exported("devices", since="notifications_since"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person", "session"),
        **withheld(REACHED_BY, "endpoint", "key", "secret"),
    },
    "people.Push": withheld(MAILING, "id", "public_id", "notice", "browser", "made_at", "due_at", "tries", "sent_at"),
    "people.Beginning": withheld(KEYS, "id", "session", "whom"),
    "people.SignInMail": {
        **withheld(KEYS, "id", "public_id", "whom", "sealed", "made_at", "expires_at"),
        **withheld(MAILING, "due_at", "tries", "sent_at"),
    },
}

# The same for everyone, so that no field of theirs is anybody's.
SHARED_BY_PEOPLE = {
    "people.Place": "towns",
    "auth.Group": "what staff may do",
    "auth.Group_permissions": "what staff may do",
    "auth.Permission": "what staff may do",
    "contenttypes.ContentType": "which tables there are",
    "people.Job": "when the worker did what",
}
