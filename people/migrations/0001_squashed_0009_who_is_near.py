"""Who is near, as 1.0 begins: what nine migrations had made, for whoever begins here.

A database that any of those has made goes on with them, and ends at the same: they stay beside this until 1.1.
"""

from django.db import migrations

from people.migrations.beginning import people_and_ties, sessions_and_notices


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("people", "0001_people_places_ties_and_invitations"),
        ("people", "0002_sessions_without_their_keys"),
        ("people", "0003_who_gets_in"),
        ("people", "0004_one_may_mute_what_a_friend_passes_on"),
        ("people", "0005_a_person_may_be_suspended"),
        ("people", "0006_after_a_call_one_may_be_asked"),
        ("people", "0007_pushes_to_browsers"),
        ("people", "0008_introductions_may_be_asked_for"),
        ("people", "0009_one_worker"),
    ]
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        *people_and_ties.OPERATIONS,
        *sessions_and_notices.OPERATIONS,
    ]
