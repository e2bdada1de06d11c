"""Trades in which the law, or safety, wants a registered person, by country: trust is not a qualification.

Only what is well known and has a public register; a trade that is not here may still need one.
"""

from typing import NamedTuple


class Registration(NamedTuple):
    words: str
    register: str  # the address where anyone can look; "" where there is one for each region


GAS = "Only a registered engineer may work on gas. Ask to see the card, and look it up."
FINANCE = "Whoever advises on this must be authorised. Look the firm up."

REGISTRATIONS = {
    ("GB", "plumber"): Registration(
        f"If gas is involved: {GAS[0].lower()}{GAS[1:]}", "https://www.gassaferegister.co.uk"
    ),
    ("GB", "heating-engineer"): Registration(GAS, "https://www.gassaferegister.co.uk"),
    ("GB", "kitchen-fitter"): Registration(
        f"For a gas hob: {GAS[0].lower()}{GAS[1:]}", "https://www.gassaferegister.co.uk"
    ),
    ("GB", "electrician"): Registration(
        "Much electrical work must be certified by a registered electrician, or by the council.",
        "https://www.electricalcompetentperson.co.uk",
    ),
    ("GB", "dentist"): Registration("Dentists must be registered.", "https://www.gdc-uk.org"),
    ("GB", "optician"): Registration("Opticians must be registered.", "https://optical.org"),
    ("GB", "physiotherapy"): Registration("Physiotherapists must be registered.", "https://www.hcpc-uk.org"),
    ("GB", "veterinary-care"): Registration("Vets must be registered.", "https://findavet.rcvs.org.uk"),
    ("GB", "legal-service"): Registration("Solicitors must be on the roll.", "https://www.sra.org.uk"),
    ("GB", "financial-service"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "mortgage-broker"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "insurance-agency"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "child-care"): Registration(
        "Childminders must be registered: in England with Ofsted.", "https://reports.ofsted.gov.uk"
    ),
    ("GB", "driving-instructor"): Registration(
        "Whoever is paid to teach driving must show a badge in the car.",
        "https://www.gov.uk/find-driving-schools-and-lessons",
    ),
    ("IE", "plumber"): Registration(f"If gas is involved: {GAS[0].lower()}{GAS[1:]}", "https://www.rgi.ie"),
    ("IE", "heating-engineer"): Registration(GAS, "https://www.rgi.ie"),
    ("IE", "electrician"): Registration("Electrical contractors must be registered.", "https://safeelectric.ie"),
    ("DE", "electrician"): Registration(
        "Work on the mains is for firms in the register of the network operator. Ask for the entry.", ""
    ),
    ("DE", "heating-engineer"): Registration(
        "Work on gas is for firms in the register of the network operator. Ask for the entry.", ""
    ),
}
LICENSED = Registration("Most states license this trade. Ask for the number, and look it up with the state.", "")
REGISTRATIONS |= {
    ("US", trade): LICENSED
    for trade in ("plumber", "electrician", "heating-engineer", "hvac-business", "general-contractor")
}


def registration_of(trade: str, country: str) -> Registration | None:
    return REGISTRATIONS.get((country, trade))
