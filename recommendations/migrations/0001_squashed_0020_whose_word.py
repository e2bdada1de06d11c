"""Whose word, as 1.0 begins: what twenty migrations had made, for whoever begins here.

A database that any of those has made goes on with them, and ends at the same: they stay beside this until 1.1.
"""

from django.conf import settings
from django.db import migrations

from recommendations.migrations.beginning import asked_of_a_friend, asks, desk, insights_and_offers, lists, vouches


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("recommendations", "0001_providers_trades_and_vouches"),
        ("recommendations", "0002_lists_photos_thanks_and_cases"),
        ("recommendations", "0003_asks_and_answers"),
        ("recommendations", "0004_insights_and_serendipity"),
        ("recommendations", "0005_answers_across_a_block"),
        ("recommendations", "0006_not_again_may_warn_beyond"),
        ("recommendations", "0007_providers_regrouped_by_identity"),
        ("recommendations", "0008_reports_and_looks_that_outlive_their_case"),
        ("recommendations", "0009_whose_words_count_is_in_the_index_of_sight"),
        ("recommendations", "0010_mails_about_a_question_can_be_answered"),
        ("recommendations", "0011_lists_checked_before_they_are_added"),
        ("recommendations", "0012_numbers_asked_for_and_calls"),
        ("recommendations", "0013_the_surprise_of_a_day"),
        ("recommendations", "0014_something_else_and_ideas"),
        ("recommendations", "0015_insights_are_conversations"),
        ("recommendations", "0016_offers"),
        ("recommendations", "0017_asking_quietly_and_what_is_left_unsaid"),
        ("recommendations", "0018_friends_asked_to_introduce"),
        ("recommendations", "0019_cases_answered_in_their_language"),
        ("recommendations", "0020_names_and_words_are_looked_up"),
    ]
    dependencies = [
        ("people", "0001_squashed_0009_who_is_near"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *vouches.OPERATIONS,
        *asks.OPERATIONS,
        *asked_of_a_friend.OPERATIONS,
        *lists.OPERATIONS,
        *insights_and_offers.OPERATIONS,
        *desk.OPERATIONS,
    ]
