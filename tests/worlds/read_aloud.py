"""All that is said to somebody: the pages, what a form says to nothing, mails, notices, letters and files."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from people.delivery import deliver_mails
from people.emails import invitation_mail, notice_mail, suspension_mail
from people.models import Notice, Person
from people.notices import KINDS
from people.told_notices import told_to
from recommendations.models import CaseMail, Letter, Surprise
from recommendations.unasked.letters import letter_mail
from tests.recommendations.notices.test_notices_that_say import MAKERS, make
from tests.worlds.access import World, client_of, named_patterns, signed_in, url_of
from tests.worlds.builders import make_case, make_insight, make_offer, make_person, make_staff, make_vouch
from tests.worlds.cases import prove
from tests.worlds.pseudo import texts_of

# What is said, by where.
Said = dict[str, list[str]]
