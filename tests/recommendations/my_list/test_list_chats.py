"""Chats: whom the messages recommend, and nobody else."""

import json

import pytest
from django.core.management import call_command

from tests.worlds.lists_read import Who, archive, list_in, who

JOE = Who("Joe", "+441134960123", "plumber", "he did our boiler", "", "Sandra said so.")


@pytest.fixture(autouse=True)
def trades(db):
    call_command("load_trades", verbosity=0)


@pytest.mark.parametrize(
    "head",
    [
        "[12/03/2024, 18:52:07] Sandra: ",
        "[12/03/2024, 6:52:07\u202fPM] ~ Sandra: ",
        "\u200e[12.03.24, 18:52:07] Sandra: ",
        "[2024-03-12 18:52:07] Sandra: ",
        "[18:52, 12/03/2024] Sandra: ",
        "[6:52 pm, 12/03/2024] Sandra: ",
        "12/03/2024, 18:52 - Sandra: ",
        "3/12/24, 6:52\u202fPM - Sandra: ",
        "12.03.24, 18:52 - Sandra: ",
        "12.03.24 um 18:52 - Sandra: ",
        "12/03/2024 à 18:52 - Sandra: ",
        "12/3/24, 6:52 p. m. - Sandra: ",
        "12-03-2024 18:52 - Sandra: ",
        "2024/03/12, 18:52 - Sandra: ",
        "12.3.2024 klo 18.52 - Sandra: ",
        "18:52\tSandra\t",
        "06:52 PM\tSandra\t",
        "Sandra, [12.03.2024 18:52]\n",
        "Sandra, [12.03.24 18:52]:\n",
    ],
)
def test_messages_of_any_program_begin_with_who_wrote_them(head):
    found = list_in(f"{head}Joe plumber 0113 496 0123, he did our boiler\n{head}Thanks!")

    assert found.kind == "chat"
    assert who(f"{head}Joe plumber 0113 496 0123, he did our boiler\n{head}Thanks!") == [JOE]
    assert [each.text for each in found.left_out] == ["Sandra: Thanks!"]


CHAT = """[12/03/2024, 18:50:00] Nev: Nev added +44 7700 900456
[12/03/2024, 18:51:00] Nev: Does anyone know a good plumber?
[12/03/2024, 18:52:00] Sandra: Joe Smith the plumber is great
[12/03/2024, 18:52:30] Sandra: 07400 123456
[12/03/2024, 18:53:00] Kim: image omitted
[12/03/2024, 18:54:00] Kim: Two good ones:
Ann electrician 07400 123222
Bob roofer 07400 123223 £300
[12/03/2024, 18:55:00] +44 7700 900123: I've used Dave from Ackersby Plumbing, 0113 496 0777. £80 on 24 March
[12/03/2024, 18:56:00] Jo: meet you at 18:30, code 123456
[12/03/2024, 18:57:00] Jo: my number is 07400 999888
[12/03/2024, 18:58:00] Jo: yes, call Tim Roofer 07400 123555 he's brill
[12/03/2024, 18:59:00] Jo: ask Jane on 07400 999777, she knows
[12/03/2024, 19:00:00] Jo: who is 07400 999666?
[12/03/2024, 19:01:00] Jo: 07400 999555
[12/03/2024, 19:02:00] Jo: https://trades.example/joe
"""


def test_only_whom_the_messages_recommend_with_a_number_is_read():
    assert who(CHAT) == [
        Who("Joe Smith", "+447400123456", "plumber", "is great", "", "Sandra said so."),
        Who("Ann", "+447400123222", "electrician", "", "", "Kim said so."),
        Who("Bob", "+447400123223", "roofing-contractor", "", "", "£300\nKim said so."),
        Who(
            *("Dave", "+441134960777", "plumber", "", ""),
            "I've used Dave from Ackersby Plumbing\n£80 on 24 March\n+44 7700 900123 said so.",
        ),
        Who("Tim Roofer", "+447400123555", "roofing-contractor", "he's brill", "", "Jo said so."),
    ]


def test_every_other_message_is_left_out_and_shown_with_the_reason():
    left_out = list_in(CHAT).left_out

    assert [(each.line, each.why) for each in left_out] == [
        (1, "The chat program wrote it."),
        (2, "It recommends nobody who could be reached."),
        (5, "There are no words in it."),
        (6, "Nothing in it says who it is."),
        (10, "It recommends nobody who could be reached."),
        (11, "Somebody's own number."),
        (13, "It recommends nobody who could be reached."),
        (14, "It recommends nobody who could be reached."),
        (15, "It has a number in it, and nobody’s name."),
        (16, "It says nobody’s name."),
    ]


def test_the_day_of_a_message_is_no_month_and_a_month_in_it_is():
    day = "12/03/2024, 18:52 - Sandra: "

    assert [each.month for each in who(f"{day}Joe plumber 07400 123456\n{day}Al tiler 07400 123457 in May 2023")] == [
        "",
        "2023-05",
    ]


def test_an_exported_archive_is_its_chat():
    chat = "12/03/2024, 18:52 - Sandra: Joe plumber 0113 496 0123, he did our boiler"

    assert who(archive(**{"IMG-1.jpg": b"\xff\xd8\xff", "WhatsApp Chat.txt": chat})) == [JOE]


def test_the_export_of_telegram_is_read_with_contacts_that_were_shared():
    messages = [
        {"from": "Sandra", "text": ["Joe plumber ", {"type": "phone", "text": "0113 496 0123"}, ", he did our boiler"]},
        {"from": "Kim", "text": "Thanks"},
        {"from": "Kim", "text": "", "contact_information": {"first_name": "Rosa", "phone_number": "+447400123111"}},
        {"text": 7},
        "?",
    ]
    chat = json.dumps({"name": "Street", "type": "private_group", "messages": messages})

    assert who(chat) == [JOE, Who("Rosa", "+447400123111", words="Kim said so.")]


def test_a_chat_in_another_language_keeps_the_words():
    chat = """12.03.24, 18:51 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.
12.03.24, 18:53 - Kim: Klempner Jörg Müller 0171 2345678, sehr ordentlich
12.03.24, 18:55 - Ole: Probiert Elektro Schmidt
030 1234567
hat unser Bad gemacht"""

    assert who(chat, "DE") == [
        Who("Jörg Müller", "+491712345678", "plumber", "sehr ordentlich", "", "Kim said so."),
        Who("Elektro Schmidt", "+49301234567", "electrician", "", "", "hat unser Bad gemacht\nOle said so."),
    ]


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_what_a_program_wrote_in_place_of_the_last_picture_is_told(end):
    found = list_in(f"{CHAT}[12/03/2024, 19:30:00] Kim: <Media omitted>{end}")

    assert found.left_out[-1].text == "Kim: <Media omitted>"


def test_an_export_of_messenger_is_read():
    rows = [
        {"sender_name": "Kim", "photos": []},
        {"sender_name": "Zo\u00c3\u00ab", "content": "07400 123223"},
        {"sender_name": "Zo\u00c3\u00ab", "content": "J\u00c3\u00b6rg M\u00c3\u00bcller, roofer"},
        {"sender_name": "Sandra", "content": "Joe plumber 0113 496 0123, he did our boiler"},
    ]
    text = json.dumps({"participants": [{"name": "Sandra"}], "messages": rows})
    found = list_in(text)

    assert found.kind == "chat"
    assert who(text) == [JOE, Who("Jörg Müller", "+447400123223", "roofing-contractor", words="Zoë said so.")]
    assert [(each.text, each.why) for each in found.left_out] == [("Kim: ", "There are no words in it.")]
