"""Tables of any make: columns are known by what they are called, in several languages, or by what stands in them."""

import pytest
from django.core.management import call_command

from tests.worlds.lists_read import Who, archive, list_in, ods, who, xlsx


@pytest.fixture(autouse=True)
def trades(db):
    call_command("load_trades", verbosity=0)


@pytest.mark.parametrize(
    ("country", "heading", "row", "expected"),
    [
        (
            "DE",
            "Vorname,Nachname,Organisation - Name,Organisation - Titel,Notizen,Labels,Telefon 1 - Label,"
            "Telefon 1 - Wert,Telefon 2 - Label,Telefon 2 - Wert",
            "Jörg,Müller,Bad GmbH,Klempner,gut,* myContacts,Work Fax,030 1234567,Mobil,0171 2345678",
            Who("Jörg Müller", "+491712345678", "plumber", words="gut\nBad GmbH", others=("+49301234567",)),
        ),
        (
            "FR",
            "Prénom;Nom;Société;Tél. mobile;Téléphone (bureau);Adresse de messagerie;Notes",
            "Hélène;Dupré;;06 12 34 56 78;01 23 45 67 89;;bien",
            Who("Hélène Dupré", "+33612345678", words="bien", others=("+33123456789",)),
        ),
        (
            "ES",
            "Nombre;Apellidos;Empresa;Móvil;Teléfono;Correo electrónico;Notas",
            "Juan;Pérez;Fontanería Pérez;612 34 56 78;91 123 45 67;;Muy bueno",
            Who("Juan Pérez", "+34612345678", "plumber", "", "", "Muy bueno\nFontanería Pérez", ("+34911234567",)),
        ),
        (
            "NL",
            "Voornaam,Achternaam,Bedrijf,Mobiele telefoon,Telefoon werk,Notities",
            "Jan,de Vries,,06 12345678,020 123 4567,Goed",
            Who("Jan de Vries", "+31612345678", words="Goed", others=("+31201234567",)),
        ),
        (
            "IT",
            "Nome,Cognome,Società,Cellulare,Telefono ufficio,Indirizzo posta elettronica,Note",
            "Mario,Rossi,,347 123 4567,02 1234567,m@example.it,bravo",
            Who("Mario Rossi", "+393471234567", words="bravo", others=("+39021234567",)),
        ),
        (
            "PL",
            "Imię;Nazwisko;Firma;Telefon komórkowy;Telefon służbowy;Adres e-mail;Uwagi",
            "Jan;Kowalski;;601 234 567;22 123 45 67;jan@example.pl;Dobry",
            Who("Jan Kowalski", "+48601234567", words="Dobry", others=("+48221234567",)),
        ),
        (
            "DE",
            "Gewerk\tFirma\tAnsprechpartner\tTelefon\tEmpfohlen von\tWann\tBemerkung",
            "Klempner\tBad GmbH\tJörg Müller\t030/1234567\tAna\t03/2023\tgut",
            Who("Jörg Müller", "+49301234567", "plumber", "", "2023-03", "gut\nBad GmbH\nEmpfohlen von: Ana"),
        ),
    ],
)
def test_columns_are_known_in_several_languages(country, heading, row, expected):
    assert who(f"{heading}\n{row}\n", country) == [expected]


def test_rows_above_the_headings_and_between_are_no_people():
    table = """Our street,,,
Updated Jan 2026,,,
,,,
Name,Phone,Last used,Again?
Joe,07400 123456,Spring 2023,Yes
PLUMBERS,,,
Ann,07400 123457,2024-03-12 00:00:00,No
Garden,,,
Tom,07400 123458,Q2,
Name,Phone,Last used,Again?
"""
    found = list_in(table)

    assert who(table) == [
        Who("Joe", "+447400123456", words="Spring 2023\nAgain?: Yes"),
        Who("Ann", "+447400123457", "plumber", month="2024-03", words="Again?: No"),
        Who("Tom", "+447400123458", words="Q2"),
    ]
    assert [each.line for each in found.left_out] == [1, 2, 6, 8, 10]


def test_cells_for_a_number_may_hold_anything():
    cells = {
        "ask Jane": Who("Joe", words="ask Jane"),
        '"07400 123456, ask for Bob"': Who("Joe", "+447400123456", words="ask for Bob"),
        "'+447400123456": Who("Joe", "+447400123456"),
        '="07400123456"': Who("Joe", "+447400123456"),
        "7400123456.0": Who("Joe", "+447400123456"),
        "7.4001E+09": Who("Joe", words="7.4001E+09"),
        "(07400) 123 456 or 0113 496 0461 (eve)": Who("Joe", "+447400123456", "", "", "", "(eve)", ("+441134960461",)),
        "0113 496 0424 ext 12": Who("Joe", "+441134960424;ext=12"),
        "n/a": Who("Joe"),
    }

    assert {cell: who(f"Name,Phone\nJoe,{cell}\n") for cell in cells} == {cell: [each] for cell, each in cells.items()}


def test_a_month_is_read_where_it_is_one_and_kept_as_words_where_it_is_none():
    cells = {
        "Mar-24": "2024-03",
        "12-Mar-24": "2024-03",
        "2024/03": "2024-03",
        "03/24": "2024-03",
        "45352": "2024-03",
        **dict.fromkeys(("Mar 24", "Mrz 24", "mars-24", "12. März 2024", "marzo de 2024"), "2024-03"),
        **dict.fromkeys(("2023", "Autumn 2023", "24 March", "03/04", "10/10", "March 2999", "soon"), ""),
    }
    read = {cell: who(f"Name,Phone,When\nJoe,07400123401,{cell}\n")[0] for cell in cells}

    assert {cell: each.month for cell, each in read.items()} == cells
    assert all(each.month or each.words == cell for cell, each in read.items())
    assert who("Name,Phone,When\nJoe,+14155552671,03/24\n", "US")[0].words == "03/24"


def test_two_hundred_columns_are_read_and_what_is_not_read_is_told():
    headings = ["Name", "Phone", "Birthday", "Priority", *(f"C{number}" for number in range(200))]
    row = ["Joe", "07400 123456", "1970-01-01", "", *("x" if number % 90 == 3 else "" for number in range(200))]
    found = list_in(f"{','.join(headings)}\n{','.join(row)}\n")

    assert [each.words for each in found.readings] == ["C3: x\nC93: x\nC183: x"]
    assert found.columns_unread == ["Birthday"]


def test_an_address_book_ticks_those_who_look_like_tradespeople():
    table = "First Name,Last Name,Organization Name,Phone 1 - Value\n"
    rows = ",Mum,,07400 123451\nJoe,Plumber,,07400 123452\nAnn,Lee,,07400 123453\nBo,Ek,Ek Ltd,07400 123454\n"

    assert [(each.name, each.is_likely) for each in list_in(table + rows).readings] == [
        ("Mum", False),
        ("Joe Plumber", True),
        ("Ann Lee", False),
        ("Bo Ek", True),
    ]


def test_a_lost_quotation_mark_takes_no_other_row_with_it():
    rows = ["Name,Phone,Notes", 'Joe,07400123401,"never closed', "Ann,07400123402,x", 'Bo,07400123403,5" pipe']

    assert [(each.name, each.words) for each in who("\n".join(rows))] == [
        ("Joe", '"never closed'),
        ("Ann", "x"),
        ("Bo", '5" pipe'),
    ]


def test_tables_without_headings_are_known_by_what_stands_in_them():
    assert who("07400 123456\tJoe\tjoe@example.com\n07400 123457\tAnn\tann@example.com") == [
        Who("Joe", "+447400123456"),
        Who("Ann", "+447400123457"),
    ]


# --- Spreadsheets -----------------------------------------------------------------------------------

DATE = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
)


def test_a_spreadsheet_is_read_as_it_shows():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>Phone</t></is></c>'
        '<c r="D3" t="str"><v>When</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4"><v>7400123456</v></c>'
        '<c r="C4"><f>HYPERLINK("x")</f></c><c r="D4" s="1"><v>45363</v></c></row>'
    )
    sheet = xlsx(rows, ("Our list", "Name", "Joe &amp; Sons"), DATE)

    assert who(sheet) == [Who("Joe & Sons", "+447400123456", month="2024-03")]


def test_a_sheet_of_open_office_is_read_with_its_repeated_cells():
    rows = (
        "<table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>Telefon</text:p>'
        "</table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Jörg</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>030 1234567</text:p>'
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert who(ods(rows), "DE") == [Who("Jörg", "+49301234567")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row><c r="A1" t="s"><v>99999999</v></c></row>',
        '<row><c r="A1" t="s"><v>²</v></c></row>',
        f'<row><c r="A1" t="s"><v>{"9" * 5000}</v></c></row>',
        '<row><c r="A1" s="x"/></row>',
        "",
    ],
)
def test_a_sheet_of_strange_cells_holds_nobody(rows):
    assert list_in(xlsx(rows)).readings == []


def test_a_sheet_that_is_cut_off_is_refused_in_words():
    with pytest.raises(ValueError, match="cannot be read"):
        list_in(xlsx("<row><c><v>1"))


def test_a_sheet_that_unpacks_to_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setattr("recommendations.my_list.reading.spreadsheets.MOST_UNPACKED", 100_000)

    with pytest.raises(ValueError, match="too large"):
        list_in(xlsx("<row><c><v>1</v></c></row>", styles=" " * 200_000))


def test_a_sheet_that_declares_entities_is_refused():
    sheet = (
        '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(ValueError, match="cannot be read"):
        list_in(archive(**{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}))


def test_a_line_drawn_between_rows_is_nobody():
    drawn = "| Name | Trade | Phone |\n|------|:-----:|-------|\n| Joe Bloggs | plumber | 0113 496 0123 |\n|══|══|══|\n"
    found = list_in(drawn)

    assert [(each.name, each.phone, each.faults) for each in found.readings] == [("Joe Bloggs", "+441134960123", [])]
    assert [each.text for each in found.left_out] == ["|------|:-----:|-------|", "|══|══|══|"]


def test_a_column_of_trades_without_a_heading_is_no_column_of_names():
    rows = "plumber\tJoe Bloggs\t0113 496 0123\nMaler\tFarben-Öztürk\t0113 496 0124\n\tAnn Other\t0113 496 0125\n"

    assert who(rows) == [
        Who("Joe Bloggs", "+441134960123", "plumber"),
        Who("Farben-Öztürk", "+441134960124", "house-painter"),
        Who("Ann Other", "+441134960125"),
    ]
    assert who("plumber\t0113 496 0123\npainter\t0113 496 0124\n") == [
        Who("plumber", "+441134960123", "plumber"),
        Who("painter", "+441134960124", "house-painter"),
    ]


@pytest.mark.parametrize(
    ("heading", "by"),
    [("Recommended by", "kim@example.org"), ("Empfohlen von", "07700 900999"), ("author", "k@w.example")],
)
def test_whoever_recommends_is_not_how_to_reach_the_tradesperson(heading, by):
    found = list_in(f"Name,Trade,{heading}\nJoe Bloggs,plumber,{by}\nAnn Other,painter,{by}\n")

    assert [(each.name, each.phone, each.email) for each in found.readings] == [
        ("Joe Bloggs", "", ""),
        ("Ann Other", "", ""),
    ]
    assert {each.words for each in found.readings} == {f"{heading}: {by}"}
