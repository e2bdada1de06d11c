"""Lists are read in the languages of the pages: months, headings, labels and chats."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils.translation import override

from recommendations.models import Trade
from recommendations.my_list.items import TABLE_COLUMNS, as_table, list_of
from recommendations.my_list.reading.headings import FACTS_OF_TABLE, fact_of_heading
from recommendations.my_list.reading.months import month_in_cell, months_in
from tests.worlds.builders import make_entry, make_person
from tests.worlds.lists_read import Who, list_in, who

LANGUAGES = ("en-gb", "de", "fr", "es")
TODAY = date(2026, 3, 10)


@pytest.fixture
def trades(db) -> None:
    call_command("load_trades", verbosity=0)


@pytest.mark.parametrize(
    ("country", "text", "month"),
    [
        ("DE", "Klempner, März 2024", (2024, 3)),
        ("DE", "maerz 2024", (2024, 3)),
        ("DE", "im Mai '23", (2023, 5)),
        ("AT", "Jänner 2024", (2024, 1)),
        ("DE", "Okt 23", (2023, 10)),
        ("CH", "12.3.2024", (2024, 3)),
        ("DE", "03/2024", (2024, 3)),
        ("FR", "en mars 2024", (2024, 3)),
        ("FR", "1er fevrier 2024", (2024, 2)),
        ("FR", "aout 2023", (2023, 8)),
        ("FR", "février 24", (2024, 2)),
        ("ES", "marzo de 2024", (2024, 3)),
        ("ES", "setiembre de 2023", (2023, 9)),
        ("ES", "en junio 23", (2023, 6)),
        ("ES", "ene-24", (2024, 1)),
    ],
)
def test_months_are_read_as_each_language_writes_them(country, text, month):
    found = [each.month for each in months_in(text, country, TODAY)]

    assert found == [date(*month, 1)]
    assert month_in_cell(text.split(", ")[-1], country, TODAY) == date(*month, 1)


@pytest.mark.parametrize(
    "text", ["am 24. März", "le 24 mars", "el 24 de marzo", "im Frühling 2024", "été 2023", "mars", "2024"]
)
def test_no_month_is_made_up_in_any_language(text):
    assert months_in(text, "DE", TODAY) == []


@pytest.mark.parametrize("reads", LANGUAGES)
def test_a_list_taken_out_is_read_back_in_every_language(trades, reads):
    """Whoever reads it, and by whom it was taken out: the headings and the trade are of the language of that one."""
    ana = make_person()
    make_entry(
        person=ana,
        name="Rosa Lima",
        phone="+441134960123",
        email="rosa@example.org",
        website="https://rosa.example",
        trade=Trade.objects.get(slug="plumber"),
        job="boiler",
        hired_on=date(2024, 3, 1),
        words="on time",
    )
    for taken_out in LANGUAGES:
        with override(taken_out):
            table = as_table(list_of(ana))
        with override(reads):
            (found,) = list_in(table).readings
            said = (found.email, found.website)

        assert who(table) == [Who("Rosa Lima", "+441134960123", "plumber", "boiler", "2024-03", "on time")], taken_out
        assert said == ("rosa@example.org", "https://rosa.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_of_ones_own_list_are_known_in_every_language(language):
    may_be = {"name": {"name", "first", "last"}, "words": {"words"}}
    with override(language):
        for fact, column in zip(FACTS_OF_TABLE, TABLE_COLUMNS, strict=True):
            assert fact_of_heading(str(column)) in may_be.get(fact, {fact}), str(column)


@pytest.mark.parametrize(
    ("country", "line", "expected"),
    [
        ("DE", "Jörg Müller, Klempner, Handy: 0171 2345678", Who("Jörg Müller", "+491712345678", "plumber")),
        ("DE", "Jörg Müller, Klempner, Tel. 030 1234567", Who("Jörg Müller", "+49301234567", "plumber")),
        ("AT", "Rauchfangkehrer Huber, Mobil 0664 1234567", Who("Huber", "+436641234567", "chimney-sweep")),
        ("CH", "Sanitärinstallateur Meier, 044 668 18 00", Who("Meier", "+41446681800", "plumber")),
        ("FR", "Hélène Dupré, plombière, tél. 06 12 34 56 78", Who("Hélène Dupré", "+33612345678", "plumber")),
        (
            "FR",
            "Hélène Dupré - chauffagiste - portable : 06 12 34 56 78",
            Who("Hélène Dupré", "+33612345678", "heating-engineer"),
        ),
        ("ES", "Juan Pérez, fontanero, móvil: 612 34 56 78", Who("Juan Pérez", "+34612345678", "plumber")),
        ("ES", "Juan Pérez, cerrajero, fijo 91 123 45 67", Who("Juan Pérez", "+34911234567", "locksmith")),
    ],
)
def test_lines_are_read_with_the_labels_of_each_language(trades, country, line, expected):
    assert who(line, country) == [expected]


@pytest.mark.parametrize(
    ("country", "chat", "left_out"),
    [
        (
            "DE",
            "12.03.24, 18:50 - Nev hat Kim hinzugefügt\n"
            "12.03.24, 18:51 - Kim: <Medien ausgeschlossen>\n"
            "12.03.24, 18:52 - Sandra: Klempner Jörg Müller 0171 2345678\n"
            "12.03.24, 18:53 - Kim: Kontaktkarte ausgelassen\n"
            "12.03.24, 18:54 - Kim: Du hast diese Nachricht gelöscht.\n"
            "12.03.24, 18:55 - Kim: Finger weg von Max Mustermann 0171 9999999",
            5,
        ),
        (
            "FR",
            "12/03/2024 à 18:50 - Nev a ajouté Kim\n"
            "12/03/2024 à 18:51 - Kim: <Médias omis>\n"
            "12/03/2024 à 18:52 - Sandra: Plombier Jörg Müller +49 171 2345678\n"
            "12/03/2024 à 18:53 - Kim: vidéo absente\n"
            "12/03/2024 à 18:54 - Kim: Ce message a été supprimé\n"
            "12/03/2024 à 18:55 - Kim: à éviter : Max Martin 06 12 34 56 78",
            5,
        ),
        (
            "ES",
            "12/3/24, 18:50 - Nev añadió a Kim\n"
            "12/3/24, 18:51 - Kim: <Multimedia omitido>\n"
            "12/3/24, 18:52 - Sandra: Fontanero Jörg Müller +49 171 2345678\n"
            "12/3/24, 18:53 - Kim: Tarjeta de contacto omitida\n"
            "12/3/24, 18:54 - Kim: Se eliminó este mensaje.\n"
            "12/3/24, 18:55 - Kim: no recomiendo a Max Martín 612 34 56 78",
            5,
        ),
    ],
)
def test_chats_are_read_in_the_words_of_each_language(trades, country, chat, left_out):
    found = list_in(chat, country)

    assert found.kind == "chat"
    assert [(each.name, each.phone, each.trade.slug) for each in found.readings] == [
        ("Jörg Müller", "+491712345678", "plumber")
    ]
    assert len(found.left_out) == left_out


@pytest.mark.parametrize(
    "warning",
    [
        "evitate Elettrica Bianchi 07400 123456",
        "sconsiglio vivamente il fabbro Gino 07400 123456",
        "non lo consiglio: Gino 07400 123456",
        "niet aan te raden: Bouwbedrijf Smit 07400 123456",
        "Schilder Kees 07400 123456, nooit meer",
        "ik raad Schilder Kees af, 07400 123456",
        "nie polecam elektryka Kowalskiego 07400 123456",
        "Kowalski, odradzam, 07400 123456",
        "não recomendo o Zé Pintor 07400 123456",
    ],
)
def test_whoever_is_warned_of_is_recommended_in_no_language(trades, warning):
    found = list_in(f"12/03/24, 18:52 - Kim: {warning}\n12/03/24, 18:55 - Jo: Sì, Joe Smith 0113 496 0123\n")

    assert [each.name for each in found.readings] == ["Joe Smith"]
    assert [(each.text, each.why) for each in found.left_out] == [(f"Kim: {warning}", "It warns of somebody.")]


@pytest.mark.parametrize(
    ("head", "answered"),
    [
        (
            "From: Nev Jones <nev@example.org>\nDate: Tue, 12 Mar 2024 18:52\nTo: Kim\nSubject: plumber",
            "On 12 Mar 2024, at 18:40, Kim <kim@example.org> wrote:",
        ),
        (
            "> Von: Nev Jones <nev@example.org>\n> Gesendet: Dienstag, 12. März 2024\n> An: Kim\n> Betreff: AW",
            "Am 12.03.2024 um 18:40 schrieb Kim <kim@example.org>:",
        ),
        (
            "De : Nev Jones <nev@example.org>\nEnvoyé : mardi 12 mars 2024\nÀ : Kim\nObjet : plombier",
            "Le 12/03/2024 à 18:40, Kim <kim@example.org> a écrit :",
        ),
        (
            "De: Nev Jones <nev@example.org>\nEnviado: martes, 12 de marzo de 2024\nPara: Kim\nAsunto: fontanero",
            "El 12 mar 2024, a las 18:40, Kim <kim@example.org> escribió:",
        ),
        ("*From:* Nev (+44 7700 900001)\n*Date:* 12 Mar 2024, 18:52", "On 12 March 2024 Kim wrote:"),
    ],
)
def test_who_wrote_a_mail_and_when_is_no_tradesperson_and_no_month(trades, head, answered):
    found = list_in(f"{head}\n\nRosa Lima, plumber, 0113 496 0123\n\n{answered}\n> Joe Smith, roofer, 0113 496 0124\n")

    assert [(each.name, each.phone, each.hired_on) for each in found.readings] == [
        ("Rosa Lima", "+441134960123", None),
        ("Joe Smith", "+441134960124", None),
    ]
    assert [(each.text, each.why) for each in found.left_out] == [
        (line, "A heading.") for line in (*head.split("\n"), answered)
    ]


def test_what_only_looks_like_the_head_of_a_mail_is_read(trades):
    found = list_in("Joe Smith, plumber, 0113 496 0123\nDate: March 2024\nOn time in 2023, says Kim, who wrote: fine\n")

    (joe,) = found.readings
    assert (joe.name, joe.hired_on, found.left_out) == ("Joe Smith", date(2024, 3, 1), [])
