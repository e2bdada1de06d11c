"""Requests that no browser sends: to every address and by every method, from whoever it may be, with the fields of its
own forms and of others, and values that something may stumble over. The same request for the same number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

OTHER_METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "Ü"]
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
OPTION = re.compile(r'<select[^>]* name="([^"]+)".*?<option value="([^"]+)"', re.DOTALL)
VALUE = re.compile(r'name="([^"]+)"[^>]* value="([^"]*)"')
# Every field of a parameter that a page reads from its address.
ASKED_FOR = "q near within whose after before trade place provider day page next kind about for to in all".split()
ODD: list[bytes] = [
    *(b"", b" ", b"0", b"-1", b"1", b"2", b"on", b"yes", b"no", b"null", b"None", b"[]", b"{}", b"true", b"NaN"),
    *(
        b"9" * 18,
        b"9" * 19,
        b"9" * 40,
        b"9" * 5000,
        b"-" + b"9" * 30,
        b"1e309",
        b"0x10",
        b"1.5",
        "٣٤".encode(),
        "²".encode(),
    ),
    *(b"\0", b"a\0b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"%00", b"%ff", b"\x1b[0m", b"\r\nX-Odd: 1", b"\x7f"),
    *("\u202e\u200b", "\ufeff", "\ufffe", "😀" * 300, "é" * 1000, "a\u0301" * 500, "ß" * 101, "İ", "ﷺ" * 60),
    *(
        b"a" * 101,
        b"a" * 20_000,
        b"'",
        b"'; DROP TABLE people_person; --",
        b'"><script>x</script>',
        b"{{ 7*7 }}",
        b"%s%n",
        b"%(person)s",
    ),
    *(
        b"../../etc/passwd",
        b"//evil.example",
        b"javascript:alert(1)",
        b"http://[",
        b"http://[::1",
        b"https://x:99999/",
        b"http://\xc3\x9f.example",
    ),
    *(
        b"a@b",
        b"@",
        b"a@" + b"b" * 300,
        "ü@ü.example".encode(),
        b"a@[1.2.3",
        b"+44 113 496 0123",
        b"tel:",
        b"+" * 30,
        b"0" * 60,
    ),
    *(
        b"2026-01",
        b"2026-13",
        b"0000-00",
        b"99999-01",
        b"-1-01-01",
        b"2026-02-30",
        b"0001-01-01",
        b"9999-12-31",
        b"12/2026",
    ),
    *(
        b"Leeds",
        b"plumber",
        b"me",
        b"circle",
        b"beyond",
        b"Europe/London",
        b"../x",
        b"de",
        b"xx",
        b"A" * 64,
        b"GB",
        b"00",
    ),
]
ODD = [each.encode() if isinstance(each, str) else each for each in ODD]
KINDS = [
    *["application/x-www-form-urlencoded"] * 24,
    *["multipart/form-data; boundary=BoUnD"] * 8,
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300),
    *("application/json", "text/plain", "", "x", "a/b; charset=utf-7", "application/x-www-form-urlencoded; charset=x"),
    *("application/x-www-form-urlencoded; charset=utf-16", "\xff", "text/html; charset="),
]
HEADERS: dict[str, list[str]] = {
    "Accept-Language": [
        "de",
        "xx",
        "*",
        "en;q=0",
        "de-DE,de;q=" + "9" * 400,
        "a" * 5000,
        "\xff",
        ",,,;;;",
        "fr_FR",
        "zh-Hant-x",
    ],
    "Accept": ["*/*", "x", "", "text/html;q=a", "application/json"],
    "Host": ["evil.example", "localhost:99999", "", "[::1", "localhost:x", "\xff", "a" * 300, "localhost."],
    "HX-Request": ["true", "false", "x", "\xff"],
    "HX-Current-URL": ["http://[", "http://localhost/find/?q=%ff", "\xff", "x" * 3000],
    "HX-Current-URL-URI-AutoEncoded": ["true"],
    "HX-Target": ["results", "\xff", "x" * 500],
    "HX-Trigger-Name": ["place", "trade", "x", "\xff"],
    "HX-Boosted": ["true"],
    "HX-History-Restore-Request": ["true", "x"],
    "HX-Prompt": ["%ff", "\xff"],
    "Referer": ["http://[", "https://evil.example/", "\xff", "about:blank"],
    "Origin": ["null", "http://[", "https://evil.example", "\xff"],
    "Cookie": [
        "sessionid=\xff",
        "csrftoken=" + "x" * 5000,
        ";;;===",
        'a="\\',
        "last_time=x",
        "calls_asked=\xff,,",
        "known=%00",
    ],
    "X-Request-ID": ["x" * 3000, "\xff", "\r\n", ""],
    "X-Forwarded-For": ["x", "::1, \xff", "1.2.3.4, 5"],
    "X-Forwarded-Proto": ["https", "x"],
    "X-Requested-With": ["XMLHttpRequest"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 50],
    "If-None-Match": ["*", "\xff", '"' * 100],
    "Range": ["bytes=0-1", "bytes=-9999999999999999999", "x=" + "1-," * 500, "bytes=5-1"],
    "Authorization": ["Basic \xff", "Bearer x", "Basic " + "A" * 2000, "x"],
    "Sec-Fetch-Site": ["cross-site", "none", "same-origin", "x"],
    "Content-Length": ["0", "-1", "x", "9" * 30, ""],
    "Content-Encoding": ["gzip", "x"],
    "Transfer-Encoding": ["chunked"],
    "Forwarded": ["for=\xff"],
}


@dataclass(frozen=True)
class Odd:
    who: str
    method: str
    path: bytes  # percent-encoded where it must be
    query: bytes
    kind: str
    body: bytes
    headers: dict[str, str]

    def sent_by(self, client: Client) -> HttpResponse:
        meta: dict[str, Any] = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        for name in ("CONTENT_LENGTH",):
            if f"HTTP_{name}" in meta:
                meta[name] = meta.pop(f"HTTP_{name}")
        meta["QUERY_STRING"] = self.query.decode("latin-1")
        return client.generic(self.method, self.path.decode("latin-1"), self.body, self.kind, **meta)


@dataclass
class Addresses:
    """What of the site is there to be asked for: each pattern, the ids and keys that are somewhere, and the fields of
    the form that posts to it."""

    known: dict[str, list[str]] = field(default_factory=dict)  # by name of a pattern, addresses of it that are there
    values: dict[str, list[bytes]] = field(default_factory=dict)  # by field, what pages write into it
    fields: dict[str, set[str]] = field(default_factory=dict)  # by address, without ids, of what posts to it

    def learn(self, url: str, page: str) -> None:
        """From a page that somebody was shown: which fields its forms have, and what they hold."""
        for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
            action = re.match(r'<form[^>]* action="([^"?#]*)', form)
            leads_to = (action and action[1]) or url.partition("?")[0]
            self.fields.setdefault(without_ids(leads_to), set()).update(FIELD.findall(form))
            for name, value in VALUE.findall(form) + OPTION.findall(form):
                self.values.setdefault(name, []).append(value.encode()[:200])

    @property
    def all_fields(self) -> list[str]:
        return sorted({name for names in self.fields.values() for name in names} | set(ASKED_FOR))


def without_ids(path: str) -> str:
    return re.sub(r"[0-9a-f-]{36}|(?<=/)[\w-]{20,}(?=/)", "*", path)


def patterns(resolver: URLResolver | None = None, before: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += patterns(each, here)
        else:
            found.append((here.replace("^", "").replace("$", "").replace("\\Z", ""), each))
    return found


def odd_request(number: int, site: Addresses, every: list[tuple[str, URLPattern]], who: list[str]) -> Odd:
    rng = Random(f"odd {number}")
    route, pattern = every[number % len(every)] if rng.random() < 0.5 else rng.choice(every)
    known = site.known.get(pattern.name or "", [])
    path = rng.choice(known).encode() if known and rng.random() < 0.8 else b"/" + filled(route, rng).encode("latin-1")
    if rng.random() < 0.03:
        path += rng.choice([b"%ff", b"%00", b"/", b"//", b".", b"%2e%2e/", b"?", b"\xff", b";x", b"%", b"%zz"])
    own = sorted(site.fields.get(without_ids(path.decode("latin-1")), ()))
    method = rng.choice(["GET", "GET", "POST", "POST", *(["POST"] * 6 if own else []), rng.choice(OTHER_METHODS)])
    names = own if own and rng.random() < 0.85 else rng.sample(site.all_fields, rng.randint(0, 8))
    given = [(name, value_for(name, site, rng)) for name in names if rng.random() < 0.9]
    if given and rng.random() < 0.15:
        given += [(given[0][0], value_for(given[0][0], site, rng))] * rng.choice([1, 2, 250, 400])
    kind = rng.choice(KINDS)
    body = b"" if method in ("GET", "HEAD") and rng.random() < 0.9 else body_of(given, kind, rng)
    asked = [(name, value_for(name, site, rng)) for name in rng.sample(ASKED_FOR, rng.choice([0, 0, 1, 2, 4]))]
    if method == "GET":
        asked += given
    headers = {name: rng.choice(HEADERS[name]) for name in rng.sample(sorted(HEADERS), rng.choice([0, 0, 1, 1, 2, 4]))}
    return Odd(rng.choice([who[0], *who]), method, path, form_encoded(asked), kind, body, headers)


def filled(route: str, rng: Random) -> str:
    """The route with something in each of its places, seldom anything that is there."""

    def instead(found: re.Match[str]) -> str:
        if "uuid" in found[0]:
            return str(UUID(int=rng.getrandbits(128)))
        odd = rng.choice(
            ["x", "0", "9" * 40, "a" * 300, "%ff", "%00", "-", "_", "A-b_c", quote_from_bytes(rng.choice(ODD)[:60])]
        )
        return odd or "x"

    return re.sub(r"<[^>]+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", instead, route)


def value_for(name: str, site: Addresses, rng: Random) -> bytes:
    held = site.values.get(name, [])
    if held and rng.random() < 0.65:
        return rng.choice(held)
    if rng.random() < 0.1:
        return bytes(rng.getrandbits(8) for _ in range(rng.randint(1, 40)))
    return rng.choice(ODD)


def form_encoded(given: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(
        quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(value).encode() for name, value in given
    )


def body_of(given: list[tuple[str, bytes]], kind: str, rng: Random) -> bytes:
    if rng.random() < 0.05:
        return bytes(rng.getrandbits(8) for _ in range(rng.randint(0, 400)))
    if not kind.startswith("multipart"):
        body = form_encoded(given)
        return body.replace(b"%", b"", 3) if rng.random() < 0.05 else body
    parts = []
    for name, value in given:
        if rng.random() < 0.2:
            said = rng.choice([b"x.jpg", b"", b"x" * 400, b"a\0.csv", b"..\\..\\x.vcf", b"\xff.zip"])
            kind_of = rng.choice([b"image/jpeg", b"", b"text/csv", b"application/zip", b"\xff", b"a/b; charset=utf-7"])
            head = b'; filename="' + said + b'"\r\nContent-Type: ' + kind_of
            value = rng.choice(
                [
                    b"",
                    b"\xff\xd8\xff\xe0 no picture",
                    b"PK\x03\x04" + b"\0" * 50,
                    b"BEGIN:VCARD\nN:\xff\nEND:VCARD",
                    value,
                ]
            )
        else:
            head = rng.choice(
                [b"", b"", b"", b"\r\nContent-Transfer-Encoding: base64", b"\r\nContent-Type: text/plain; charset=x"]
            )
        parts.append(
            b'--BoUnD\r\nContent-Disposition: form-data; name="'
            + name.encode()
            + b'"'
            + head
            + b"\r\n\r\n"
            + value
            + b"\r\n"
        )
    end = rng.choice([b"--BoUnD--\r\n"] * 8 + [b"", b"--BoUnD"])
    return b"".join(parts) + end


def addresses_of(urls: list[str], every: list[tuple[str, URLPattern]], readers: list[Client]) -> Addresses:
    """All that is learned by looking: each of these pages, and each that needs no id, by the first reader who may."""
    site = Addresses()
    plain = [reverse(pattern.name) for route, pattern in every if pattern.name and not re.search(r"[<(]", route)]
    for url in dict.fromkeys([*urls, *plain]):
        site.known.setdefault(resolve(url.partition("?")[0]).url_name, []).append(url.partition("?")[0])
        for reader in readers:
            response = reader.get(url)
            if response.status_code == 200:
                if "html" in response.headers["Content-Type"]:
                    site.learn(url, response.content.decode())
                break
    return site
