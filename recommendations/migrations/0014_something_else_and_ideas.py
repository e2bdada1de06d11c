import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import recommendations.models.kinds


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_pushes_to_browsers"),
        ("recommendations", "0013_the_surprise_of_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="linkanswer",
            name="link_answer_from_experience",
        ),
        migrations.AddField(
            model_name="ask",
            name="other",
            field=models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
        ),
        migrations.AddField(
            model_name="ask",
            name="seeks",
            field=models.CharField(
                choices=[("hire", "Somebody to hire"), ("idea", "A person or an idea")],
                default="hire",
                max_length=4,
                verbose_name="what is looked for",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="other",
            field=models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
        ),
        migrations.AddField(
            model_name="insight",
            name="other",
            field=models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
        ),
        migrations.AddField(
            model_name="linkanswer",
            name="other",
            field=models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
        ),
        migrations.AddField(
            model_name="vouch",
            name="other",
            field=models.CharField(blank=True, max_length=80, verbose_name="something else, in its author's words"),
        ),
        migrations.AddField(
            model_name="vouch",
            name="other_folded",
            field=recommendations.models.kinds.FoldedField(blank=True, editable=False, max_length=160, of="other"),
        ),
        migrations.AlterField(
            model_name="ask",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hired", "You hired someone"),
                    ("found", "You have what you asked for"),
                    ("not_needed", "No longer needed"),
                    ("rested", "Nothing was heard of it for a while"),
                ],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ask",
            name="trade",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.trade",
            ),
        ),
        migrations.AlterField(
            model_name="linkanswer",
            name="hired_on",
            field=models.DateField(null=True, verbose_name="first day of the month"),
        ),
        migrations.AlterField(
            model_name="linkanswer",
            name="outcome",
            field=models.SmallIntegerField(choices=[(0, "Not again"), (1, "Yes, but"), (2, "Yes")], null=True),
        ),
        migrations.AlterField(
            model_name="linkanswer",
            name="trade",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.trade",
            ),
        ),
        migrations.AlterField(
            model_name="vouch",
            name="trade",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.trade",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other", ""), ("trade__isnull", False)),
                    models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ask_of_one_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(("seeks", "hire"), models.Q(("seeks", "idea"), ("trade", None)), _connector="OR"),
                name="ask_for_an_idea_is_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("trade", None), ("other", ""), _connector="OR"), name="entry_of_one_kind_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(("trade", None), ("other", ""), _connector="OR"), name="insight_of_one_kind_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(
                        models.Q(
                            models.Q(("provider", ""), _negated=True),
                            models.Q(("job", ""), _negated=True),
                            ("hired_on__isnull", False),
                            ("outcome__isnull", False),
                        ),
                        models.Q(
                            models.Q(("words", ""), _negated=True),
                            ("caveat", ""),
                            ("hired_on", None),
                            ("job", ""),
                            ("outcome", None),
                            ("phone", ""),
                            ("provider", ""),
                            ("website", ""),
                        ),
                        _connector="OR",
                    ),
                ),
                name="link_answer_from_experience",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other", ""), ("trade__isnull", False)),
                    models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                    _connector="OR",
                ),
                name="link_answer_of_one_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trade", None)),
                fields=("provider", "author", "other_folded"),
                name="vouch_once_of_something_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other", ""), ("trade__isnull", False)),
                    models.Q(("trade", None), models.Q(("other", ""), _negated=True)),
                    _connector="OR",
                ),
                name="vouch_of_one_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other", ""), ("other_folded", "")),
                    models.Q(models.Q(("other", ""), _negated=True), models.Q(("other_folded", ""), _negated=True)),
                    _connector="OR",
                ),
                name="vouch_other_says_something",
            ),
        ),
    ]
