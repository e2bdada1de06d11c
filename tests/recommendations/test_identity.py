import pytest
from django.utils import translation

from recommendations.forms.contacts import PhoneField
from recommendations.identity import (
    LocalNumberError,
    identity_of,
    normal_phone,
    normal_website,
    page_of,
    readable_phone,
)
from recommendations.models import Provider, Vouch

# Ofcom keeps these for drama, so they are nobody's; here they have to pass for real ones.
DRAMA = ["0113 496 0123", "020 7946 0123", "07700 900123", "0808 157 0123", "01632 960123"]


@pytest.mark.parametrize("number", DRAMA)
def test_numbers_kept_for_drama_are_taken(number):
    assert normal_phone(number, "GB") == "+44" + number.replace(" ", "")[1:]


@pytest.mark.parametrize(
    "written",
    [
        "0113 496 0123",
        "(0113) 4960123",
        "+44 113 496 0123",
        "0044 113 496 0123",
        "+44 (0)113-496-0123",
        " 0113.496.0123 ",
    ],
)
def test_one_number_however_it_is_written_is_one(written):
    assert normal_phone(written, "GB") == "+441134960123"


def test_a_number_without_a_code_is_one_of_the_writers_country():
    assert normal_phone("030 123456", "DE") == "+4930123456"
    assert normal_phone("+49 30 123456", "GB") == "+4930123456"
    assert normal_phone("  ", "GB") == ""


@pytest.mark.parametrize("not_a_number", ["12", "the one on the van", "0113 496 0123 0123 0123", "+", "999"])
def test_what_is_no_number_is_refused(not_a_number):
    with pytest.raises(ValueError, match="number"):
        normal_phone(not_a_number, "GB")


@pytest.mark.parametrize("long", ["+49 111111111111111", "+81 111 111 111 111 11111", "+62 1111111111 1111111"])
def test_a_number_that_is_taken_fits_its_column(long):
    try:
        taken = normal_phone(long, "GB")
    except ValueError:
        return

    assert len(taken) <= Vouch._meta.get_field("phone").max_length


def test_a_number_is_read_as_people_there_write_it():
    assert readable_phone("+441134960123", "GB") == "0113 496 0123"
    assert readable_phone("+441134960123", "FR") == "+44 113 496 0123"
    assert readable_phone("", "GB") == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("rosa.example", "https://rosa.example"),
        ("http://rosa.example/", "http://rosa.example/"),
        (" https://rosa.example/work?x=1 ", "https://rosa.example/work?x=1"),
        ("bücher.example", "https://bücher.example"),
    ],
)
def test_a_web_address_is_kept_with_its_scheme(written, kept):
    assert normal_website(written) == kept


@pytest.mark.parametrize(
    "no_address",
    [
        "rosa",
        "javascript:alert(1)",
        "javascript:alert(1)//a.b",
        "ftp://a.b",
        "a b.c",
        "http://[::1",
        "https://.",
        "a..b",
        "https://rosa.example\\@evil.example",
        "https://rosa.example@evil.example",
    ],
)
def test_what_is_no_web_address_is_refused(no_address):
    with pytest.raises(ValueError, match="not a web address"):
        normal_website(no_address)


@pytest.mark.parametrize(
    "written",
    [
        "https://www.Rosa.example/",
        "http://rosa.example",
        "HTTPS://WWW.ROSA.EXAMPLE",
        "https://rosa.example?utm_source=mail&fbclid=1#top",
        "https://m.rosa.example:443/?",
        "http://mobile.rosa.example",
    ],
)
def test_one_page_however_it_is_written_is_one(written):
    assert identity_of("", normal_website(written)) == "rosa.example"


def test_two_pages_on_one_platform_stay_two():
    rosa, bob = (identity_of("", f"https://platform.example/{who}/") for who in ("rosa", "bob"))

    assert (rosa, bob) == ("platform.example/rosa", "platform.example/bob")


def test_a_number_goes_before_a_web_page_and_nothing_is_nobody():
    assert identity_of("+441134960123", "https://rosa.example") == "+441134960123"
    assert identity_of("", "") is None


def test_an_identity_that_is_taken_fits_its_column():
    try:
        identity = identity_of("", normal_website("https://" + "ü." * 120 + "com"))
    except ValueError:
        return

    assert len(identity) <= Provider._meta.get_field("identity").max_length


def test_identified_finds_one_by_number_and_makes_one_for_nothing(db):
    """The same number is the same provider and nothing is a new one each time."""
    rosa = Provider.objects.identified("+441134960123")

    assert Provider.objects.identified("+441134960123") == rosa
    assert Provider.objects.identified("rosa.example") != rosa
    assert Provider.objects.identified(None) != Provider.objects.identified(None)


@pytest.mark.parametrize(
    ("written", "country", "normal"),
    [
        ("0113 496 0123 ext 5", "GB", "+441134960123;ext=5"),
        ("+44 113 496 0123 x5", "US", "+441134960123;ext=5"),
        ("+441134960123;ext=5", "GB", "+441134960123;ext=5"),
        ("0113 496 0123", "GB", "+441134960123"),
    ],
)
def test_a_number_with_an_extension_is_another_number(written, country, normal):
    assert normal_phone(written, country) == normal
    assert normal_phone(readable_phone(normal, country), country) == normal


@pytest.mark.parametrize(
    ("written", "country"),
    [
        *(("496 0123", "GB"), ("4960123", "GB"), ("496012", "GB"), ("123456", "DE"), ("30 123456", "DE")),
        *(("555-0123", "US"), ("9123 4567", "AU"), ("123-45-67", "RU")),
        *(("496 0123", "IT"), ("5551 2345", "IT"), ("698 12345", "VA")),
    ],
)
def test_a_local_number_without_its_area_code_is_no_number(written, country):
    with pytest.raises(LocalNumberError):
        normal_phone(written, country)


@pytest.mark.parametrize(
    ("written", "country", "normal"),
    [
        ("1134960123", "GB", "+441134960123"),  # a spreadsheet took its 0
        ("08001111", "GB", "+448001111"),
        ("1300 123 456", "AU", "+611300123456"),
        ("131 234", "AU", "+61131234"),
        ("12345678", "DK", "+4512345678"),
        *(("3491234567", "IT", "+393491234567"), ("06 1234 5678", "IT", "+390612345678")),
        ("0532 1999", "IT", "+3905321999"),  # no range that is known
        *(("800 123456", "IT", "+39800123456"), ("+39 4960123", "IT", "+394960123")),
    ],
)
def test_a_number_that_has_no_area_code_to_lack_is_taken(written, country, normal):
    assert normal_phone(written, country) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("facebook.com/profile.php?id=1", "facebook.com/profile.php?id=2"),
        ("maps.google.com/?cid=12345", "maps.google.com/?cid=54321"),
        ("directory.example/plumber?listing=5", "directory.example/plumber"),
        ("pages.example/#/joe", "pages.example/#/ann"),
        ("pages.example/#!/joe", "pages.example"),
        ("sites.example/Joe", "sites.example/joe"),
        ("sites.example:8080", "sites.example"),
        ("sites.example/a%2Fb", "sites.example/a/b"),
        ("m.example", "mobile.example"),
    ],
)
def test_two_pages_stay_two(one, other):
    assert page_of(normal_website(one)) != page_of(normal_website(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.facebook.com/profile.php?id=1&fbclid=ab", "http://m.facebook.com/profile.php?mibextid=x&id=1"),
        ("facebook.com/Rosa.Lima", "www.facebook.com/rosa.lima/"),
        ("directory.example/v?a=1&b=2", "directory.example/v?b=2&utm_campaign=x&a=1"),
        ("pages.example/caf%C3%A9", "pages.example/café"),
        ("pages.example/%7Ejoe", "pages.example/~joe#contact"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_one_page_written_in_two_ways_is_one(one, other):
    assert page_of(normal_website(one)) == page_of(normal_website(other))


@pytest.mark.parametrize(
    "tracks",
    [
        *("fbclid", "gclid", "dclid", "msclkid", "yclid", "ttclid", "twclid", "gbraid", "wbraid", "gclsrc", "srsltid"),
        *("gad_source", "gad_campaignid", "utm_source", "utm_id", "mc_cid", "igsh", "igshid", "_gl", "li_fat_id"),
    ],
)
def test_what_an_advertisement_leaves_in_an_address_makes_no_other_page(tracks):
    """By the names that those who leave them write in their own manuals."""
    assert page_of(f"https://rosa.example/work?{tracks}=x1") == "rosa.example/work"
    assert page_of(f"https://rosa.example/work?a=1&{tracks.upper()}=x1") == "rosa.example/work?a=1"
    assert page_of(f"https://rosa.example/work?not_{tracks}=x1") != "rosa.example/work"


def test_phone_keeps_its_order_where_one_reads_from_right_to_left():
    written = readable_phone("+441134960123", "GB")
    with translation.override("ar"):
        turned = readable_phone("+441134960123", "GB")

    assert (turned, readable_phone("", "GB")) == (f"\u2066{written}\u2069", "")
    assert normal_phone(turned, "GB") == "+441134960123"


def test_a_field_reads_a_number_as_it_is_written_where_whom_is_run_now(settings):
    """The demo is at home in a country that was not known when its forms were read."""
    field, given = PhoneField(), PhoneField()
    settings.DEFAULT_COUNTRY, given.country = "DE", "GB"

    assert (field.clean("0221 4710640"), given.clean("0113 496 0001")) == ("+492214710640", "+441134960001")
