"""How often what may be done, and what may be sent: settings that are no installation's own."""

# On top of the library's own, by action: how many, in what time, for whom.
SEARCHES_A_MINUTE = 60
ACCOUNT_RATE_LIMITS = {
    "invite": "5/d/user",
    "mail_invitation": "1/14d/key",
    "open_invitation": "60/h/ip",
    **dict.fromkeys(("link_answer", "mail_answer"), "10/h/ip"),
    "by_mail": "60/h/ip",
    "introduce": "20/d/user",
    "introduce_me": "3/7d/user",
    **dict.fromkeys(("part", "block"), "30/h/user"),
    "vouch": "30/d/user",
    "edit": "120/h/user",
    "photo": "60/d/user",
    "save": "120/h/user",
    "thank": "30/d/user",
    "answer": "60/d/user",
    "pass_on": "20/d/user",
    "question": "10/d/user",
    "ask": "10/d/user",
    "ask_number": "20/d/user",
    **dict.fromkeys(("insight", "offer", "short_word"), "20/d/user"),
    "report": "10/d/user",
    "held": "10/h/ip,3/d/key",
    "held_about": "10/d/key",
    "held_code": "30/h/ip",
    "entry": "100/d/user",
    "list_import": "60/h/user",
    "change": "120/h/user",
    "export": "5/h/user",
    "reauthentication_code": "5/h/user",
    # In place of the library's own, which strangers could use up for the owner of an address, and which told of them.
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
}
# Of mails to addresses that somebody typed in, and of passwords where a browser is known: people/rations.py.
RATIONS = {
    "codes": "10/d/key",
    "links": "5/d/key",
    "later": "5/d/key",
    "known": "30/d/key",
    "network": "300/d/key",
    "passwords": "5/5m/key",
}
