"""Everything of one's own can be taken out, and nothing of anybody else's that no page shows."""

import csv
import io
import json
import re
import zipfile

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people.export import In, Withheld
from people.models import Block, Introduction, Invitation, Person, Tie
from recommendations.leaving.export import FIELDS, SHARED_BY_ALL, SUBJECTS, archive_of, reasons
from recommendations.models import LinkAnswer, Outcome, Provider, Relation, Scope, ShortWord, Vouch
from tests.worlds.builders import befriend, make_ask, make_link_answer, make_person, make_place, make_trade, make_vouch
from tests.worlds.network_files import take_in
from tests.worlds.private_lives import PrivateLives, canaries_in, owner_of, seeds, signed_in


def opened(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def told(person: Person) -> dict[str, list[dict]]:
    return json.loads(opened(archive_of(person))["whom.json"])


def table(files: dict[str, str], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].removeprefix("\ufeff"), newline="")))


# --- Every field is declared ----------------------------------------------------------------------


def fields_of(model) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}


def test_every_field_of_every_model_is_declared_and_no_field_that_is_gone():
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}

    assert set(models) == set(FIELDS) | set(SHARED_BY_ALL)
    assert {label: fields_of(models[label]) for label in FIELDS} == {label: set(FIELDS[label]) for label in FIELDS}


def test_what_is_shared_by_all_leads_to_nobody():
    models = [apps.get_model(label) for label in SHARED_BY_ALL]

    linked = {
        field.related_model._meta.label
        for model in models
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    assert linked <= set(SHARED_BY_ALL)


def test_no_table_is_outside_the_models(db):
    """But for what counts, for minutes, how often someone tried, and for the list of migrations."""
    of_models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(connection.introspection.table_names()) - of_models == {
        "django_migrations",
        settings.CACHES["default"]["LOCATION"],
    }


def test_every_column_is_declared_and_every_declaration_has_its_column():
    columns = {(file, column) for file, subject in SUBJECTS.items() for column in subject.columns}
    declared = {tuple(how) for fields in FIELDS.values() for how in fields.values() if isinstance(how, In)}
    # Beside each, to know the vouch by.
    again = {("vouches_more", column) for column in ("provider", "trade", "hired_on")}
    # Told as their page tells them: the rows are those of whoever gave them.
    again |= {("thanks_received", column) for column in ("provider", "words", "sent_at")}
    again |= {("replies", "provider"), ("numbers_given", "provider"), ("numbers_given", "friend")}
    # Of a short word, both files tell all that its two read.
    again |= {("short_words_sent", column) for column in ("answer", "answered_at", "taken_at")}
    again |= {("short_words_received", column) for column in ("words", "made_at", "thanks", "thanked_at")}
    # Of one row each of the three has what stands on their page.
    again |= {("introductions_to_pass_on", column) for column in ("who", "words", "made_at")}
    again |= {("introductions_wanted", column) for column in ("who", "through", "words", "made_at")}
    # One row is the asker's and its writer's.
    again |= {("said_by_link", column) for column in SUBJECTS["said_by_link"].columns}

    # The name of a passkey lies among its secrets.
    assert columns == declared | again | {("sign_in", "name")}


def test_the_readme_names_every_file_and_every_reason(ana):
    files = opened(archive_of(ana))

    said = " ".join(files["README.txt"].split())
    assert set(files) == {"README.txt", "whom.json", *(f"{name}.csv" for name in SUBJECTS)}
    assert [name for name in SUBJECTS if f"{name}.csv" not in said] == []
    assert {how.reason for fields in FIELDS.values() for how in fields.values() if isinstance(how, Withheld)} == set(
        reasons()
    )
    assert [reason for reason in reasons() if reason not in said] == []


# --- What is in it --------------------------------------------------------------------------------


def test_what_ana_wrote_is_in_it_and_what_ben_wrote_of_her_is_not(ana):
    ben = make_person(name="Ben Okafor")
    Tie.objects.connect(ana, ben, "we sing together", "she sang too loud")

    assert [(row["friend"], row["how"]) for row in told(ana)["circle"]] == [("Ben Okafor", "we sing together")]
    assert "too loud" not in str(opened(archive_of(ana)))
    assert [(row["friend"], row["how"]) for row in told(ben)["circle"]] == [("Ana Silva", "she sang too loud")]


def test_every_exported_field_is_really_there(ana, ben, cleo):
    """One row of each kind, in which each text is told apart by a word that stands nowhere else."""
    place = make_place("Canaryhome")
    Person.objects.filter(pk=ana.pk).update(place=place, time_zone="Europe/Canary", language="en-canary")
    Invitation.objects.create(inviter=ana, name="canary-guest", how="canary-known", email="canary-guest@example.org")
    answered = Invitation.objects.create(inviter=make_person(name="canary-inviter"), name="?", how="hidden-theirs")
    answered.accept(ana, "canary-answered")
    came = Invitation.objects.create(inviter=ana, name="canary-expected", how="x")
    came.accept(make_person(name="canary-came"), "hidden-came")
    Introduction.objects.introduce(ben, ana, cleo, "canary-why")
    ana.block(make_person(name="canary-blocked"))
    parted = make_person(name="hidden-parted")
    Tie.objects.connect(ana, parted, "hidden-parted-how", "hidden-parted-back")
    Tie.objects.part(ana, parted)
    Authenticator.objects.create(user=ana, type="webauthn", data={"name": "canary-passkey", "credential": "hidden-key"})
    signed_in(ana, browser="canary-browser", internet_address="10.9.8.7", words="hidden-session")
    said = {field: f"canary-{field}" for field in ("name", "job", "words", "caveat", "cost")}
    make_vouch(
        author=ana, phone="+442079460123", website="https://canary.example", email="canary-contact@example.org", **said
    )
    ana.refresh_from_db()

    text = opened(archive_of(ana))["whom.json"]

    expected = """Canaryhome Europe/Canary en-canary canary-guest canary-known canary-guest@example.org canary-inviter
        canary-answered canary-expected canary-came canary-why canary-blocked
        canary-passkey canary-browser 10.9.8.7 canary-name canary-job canary-words canary-caveat canary-cost
        +442079460123 https://canary.example canary-contact@example.org""".split()
    assert [word for word in expected if word not in text] == []
    assert "hidden" not in text
    assert "Ben Okafor would like you to know somebody." in text
    assert ana.password not in text
    assert ana.sessions.get().pk not in text


def test_friends_who_rest_or_have_parted_are_not_in_it(ana, ben):
    gone, parted, blocked = make_person(name="Gone"), make_person(name="Parted"), make_person(name="Blocked")
    for friend in (gone, parted, blocked):
        befriend(ana, friend)
    gone.set_active(False, rests=True)
    Tie.objects.part(parted, ana)
    blocked.block(ana)

    assert [row["friend"] for row in told(ana)["circle"]] == ["Ben Okafor"]
    assert not {"Gone", "Parted", "Blocked"} & set(str(told(ana)).split("'"))


def test_a_blocked_person_is_known_by_the_name_of_then(ana):
    eve = make_person(name="Eve Then")
    ana.block(eve)
    Person.objects.filter(pk=eve.pk).update(name="Eve Now")

    assert [row["name"] for row in told(ana)["blocks"]] == ["Eve Then"]


def test_an_introduction_is_in_it_while_it_waits_for_ones_own_answer_only(ana, ben, cleo):
    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    assert [(row["introducer"], row["friend"]) for row in told(ana)["introductions"]] == [("Ben Okafor", "Cleo Martin")]
    assert told(ben)["introductions"] == []

    ana.introductions.get().say(yes=True, how="from the choir")

    assert told(ana)["introductions"] == []
    assert told(cleo)["introductions"] != []


# --- Nothing of anybody else's --------------------------------------------------------------------


def screen_of(person: Person) -> str:
    """All that the pages about oneself and one's circle show."""
    client = signed_in(person)
    named = ("circle", "notices", "blocks", "invitations", "look", "vouches", "thanks", "you")
    paths = [reverse(name) for name in named] + [f"{reverse('insights')}?whose=kept"]
    paths += [reverse("provider", args=[each.public_id]) for each in Provider.objects.visible_to(person)]
    paths += [friend.get_absolute_url() for friend in Person.objects.circle_of(person)]
    for mine in person.invitations.all():
        paths += [reverse(name, args=[mine.public_id]) for name in ("invitation", "invitation_confirm")]
    paths += [reverse("introduction", args=[half.public_id]) for half in person.introductions.all()]
    paths += [each.get_absolute_url() for each in ShortWord.objects.visible_to(person)]
    paths += [reverse("thanks_went", args=[given.public_id]) for given in person.thanks_given.all()]
    pages = [client.get(path).content.decode() for path in paths]
    for theirs in Invitation.objects.filter(accepted_by=person):
        session = client.session
        session["invitation"] = str(theirs.public_id)
        session.save()
        pages.append(client.get(reverse("invited"), follow=True).content.decode())
    return "".join(pages)


@pytest.mark.parametrize("seed", seeds(1, 20))
def test_nothing_of_others_is_in_it_that_no_page_shows(db, seed):
    lives = PrivateLives(seed)

    for number, person in list(enumerate(lives.people))[:3]:
        found = canaries_in("".join(opened(archive_of(person)).values()))
        mine = {canary for canary in found if owner_of(canary) == number}
        assert mine, "else the canaries cannot be seen at all"
        assert not {canary for canary in mine if "secret" in canary or "password" in canary}
        if person.is_active:
            assert found - mine - typed_by(person) - told_by_link(person) <= canaries_in(screen_of(person)), (
                seed,
                number,
            )


def typed_by(person: Person) -> set[str]:
    """Of others, and that in ones own rows: whom one has invited, and the number of whoever others hired too."""
    typed = [*person.invitations.values_list("email", flat=True), *person.vouches.values_list("phone", flat=True)]
    return canaries_in(" ".join(typed))


def told_by_link(person: Person) -> set[str]:
    """To them alone."""
    said = LinkAnswer.objects.filter(ask__person=person).values_list("name", "provider", "job", "words", "caveat")
    return canaries_in(" ".join(word for words in said for word in words))


def test_the_worlds_hold_enough_to_be_found(db):
    """Else the test above could not fail."""
    lives = PrivateLives(7)

    assert Block.objects.exists()
    assert Introduction.objects.exists()
    assert Invitation.objects.waiting().exists()
    found = [canaries_in("".join(opened(archive_of(person)).values())) for person in lives.people]
    foreign = {canary for number, some in enumerate(found) for canary in some if owner_of(canary) != number}
    assert {re.sub(r"\d", "", canary) for canary in foreign} >= {"canaryname", "canarywhy", "canaryinsight"}


def test_no_row_number_and_no_id_is_in_it(ana, ben, cleo):
    make_vouch(author=ana)
    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    Invitation.objects.create(inviter=ana, name="Eve", how="school")
    ids = [
        str(value)
        for model in (Person, Vouch, Provider, Invitation, Introduction)
        for value in model.objects.values_list("public_id", flat=True)
    ]

    text = "".join(opened(archive_of(ana)).values())
    assert [each for each in ids if each in text] == []
    assert not {"id", "pk"} & {key for rows in told(ana).values() for row in rows for key in row}


# --- As tables ------------------------------------------------------------------------------------


def test_the_tables_and_the_json_say_the_same(ana, ben):
    make_vouch(author=ana, words="Grüße, „wirklich“ gut\nund schnell", pass_on=True)
    files = opened(archive_of(ana))

    def plain(value) -> str:
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value

    for name, rows in told(ana).items():
        expected = [{column: plain(value) for column, value in row.items()} for row in rows]
        found = [
            {c: v.removeprefix("'") if c != "how" else v for c, v in row.items()} for row in table(files, f"{name}.csv")
        ]
        assert found == expected, name
    assert all(files[name].startswith("\ufeff") for name in files if name.endswith(".csv"))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(ana, begins):
    make_vouch(author=ana, job=f"{begins}cmd|' /C calc'!A0", words="1+1=2")
    files = opened(archive_of(ana))

    row = table(files, "vouches.csv")[0]
    assert row["job"].startswith(f"'{begins}")
    assert row["words"] == "1+1=2"
    assert told(ana)["vouches"][0]["job"].startswith(begins)


@given(st.text(max_size=20))
def test_a_cell_never_begins_as_a_formula_does(text):
    from people.spreadsheets import _cell

    assert not _cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert _cell(text).endswith(text)


def test_the_vouches_can_be_read_in_again_as_they_were(ana, tmp_path):
    plumbing, leeds = make_trade(slug="plumber"), make_place("Leeds")
    for number, outcome in enumerate(Outcome):
        make_vouch(
            author=ana,
            trade=plumbing,
            place=leeds,
            phone=f"+44113496012{number}",
            website="https://rosa.example/plumbing",
            outcome=outcome,
            scope=Scope.CIRCLE,
            relation=Relation.FAMILY,
            pass_on=bool(number),
            words="Careful, and kind:\n“never” late.",
        )
    make_vouch(author=ana, trade=plumbing, scope=Scope.ME)
    make_vouch(author=ana, other="mends accordions, and harps")
    facts = (
        "name",
        "phone",
        "website",
        "place",
        "trade",
        "other",
        "job",
        "hired_on",
        "outcome",
        "words",
        "scope",
        "relation",
        "pass_on",
    )
    before = list(ana.vouches.order_by("name").values_list(*facts))
    files = opened(archive_of(ana))
    ana.vouches.all().delete()
    Provider.objects.all().delete()

    (tmp_path / "vouches.csv").write_text(files["vouches.csv"], encoding="utf-8", newline="")
    (tmp_path / "people.csv").write_text(f"email,name,place,relays,named_beyond\n{ana.email},Ana Silva,,yes,no\n")
    (tmp_path / "ties.csv").write_text("person,friend,how\n")
    take_in(tmp_path)

    assert list(ana.vouches.order_by("name").values_list(*facts)) == before


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def no_limits_left_over(db):
    cache.clear()


def test_the_page_says_what_one_gets_and_its_button_gives_it(ana):
    client = signed_in(ana)

    page = client.get("/you/export/")
    assert page.status_code == 200
    assert SUBJECTS["sign_in"].about[1:] in page.content.decode()
    answer = client.post("/you/export/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="whom-{timezone.localdate()}.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert json.loads(opened(answer.content)["whom.json"])["me"][0]["email"] == ana.email


def test_it_asks_again_who_one_is(client, ana):
    client.force_login(ana)

    for method in (client.get, client.post):
        answer = method("/you/export/")
        assert (answer.status_code, answer.headers["Content-Type"] == "application/zip") == (302, False)


def test_it_can_be_taken_five_times_an_hour(ana, no_limits_left_over):
    client = signed_in(ana)

    assert [client.post("/you/export/").status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.get("/you/export/").status_code == 200


def test_its_queries_do_not_grow_with_what_is_in_it(ana, django_assert_max_num_queries):
    ask = make_ask(person=ana, to=[])
    for _ in range(30):
        make_link_answer(ask=ask)
        make_vouch(author=ana, place=make_place())
        befriend(ana, make_person())
        ana.block(make_person())
        Invitation.objects.create(inviter=ana, name="x", how="y")

    with django_assert_max_num_queries(53):
        archive_of(ana)
