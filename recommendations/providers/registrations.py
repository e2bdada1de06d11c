"""Trades in which the law, or safety, wants a registered person, by country: trust is not a qualification.

Only what is well known and has a public register; a trade that is not here may still need one.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from people.words import Lazy


class Registration(NamedTuple):
    words: Lazy
    register: str  # the address where anyone can look; "" where there is one for each region


GAS = _("Only a registered engineer may work on gas. Ask to see the card, and look it up.")
IF_GAS = _("If gas is involved: only a registered engineer may work on gas. Ask to see the card, and look it up.")
FINANCE = _("Whoever advises on this must be authorised. Look the firm up.")

REGISTRATIONS = {
    ("GB", "plumber"): Registration(IF_GAS, "https://www.gassaferegister.co.uk"),
    ("GB", "heating-engineer"): Registration(GAS, "https://www.gassaferegister.co.uk"),
    ("GB", "kitchen-fitter"): Registration(
        _("For a gas hob: only a registered engineer may work on gas. Ask to see the card, and look it up."),
        "https://www.gassaferegister.co.uk",
    ),
    ("GB", "electrician"): Registration(
        _("Much electrical work must be certified by a registered electrician, or by the council."),
        "https://www.electricalcompetentperson.co.uk",
    ),
    ("GB", "dentist"): Registration(_("Dentists must be registered."), "https://www.gdc-uk.org"),
    ("GB", "optician"): Registration(_("Opticians must be registered."), "https://optical.org"),
    ("GB", "physiotherapy"): Registration(_("Physiotherapists must be registered."), "https://www.hcpc-uk.org"),
    ("GB", "veterinary-care"): Registration(_("Vets must be registered."), "https://findavet.rcvs.org.uk"),
    ("GB", "legal-service"): Registration(_("Solicitors must be on the roll."), "https://www.sra.org.uk"),
    ("GB", "financial-service"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "mortgage-broker"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "insurance-agency"): Registration(FINANCE, "https://register.fca.org.uk"),
    ("GB", "child-care"): Registration(
        _("Childminders must be registered: in England with Ofsted."), "https://reports.ofsted.gov.uk"
    ),
    ("GB", "driving-instructor"): Registration(
        _("Whoever is paid to teach driving must show a badge in the car."),
        "https://www.gov.uk/find-driving-schools-and-lessons",
    ),
    ("IE", "plumber"): Registration(IF_GAS, "https://www.rgi.ie"),
    ("IE", "heating-engineer"): Registration(GAS, "https://www.rgi.ie"),
    ("IE", "electrician"): Registration(_("Electrical contractors must be registered."), "https://safeelectric.ie"),
    ("DE", "electrician"): Registration(
        _("Work on the mains is for firms in the register of the network operator. Ask for the entry."), ""
    ),
    ("DE", "heating-engineer"): Registration(
        _("Work on gas is for firms in the register of the network operator. Ask for the entry."), ""
    ),
}
REGULATED = Registration(
    _("Only a firm with the licence for this trade may do it. Look it up."), "https://www.gisa.gv.at"
)
REGISTRATIONS |= {("AT", trade): REGULATED for trade in ("plumber", "electrician", "heating-engineer")}
REGISTRATIONS["CH", "electrician"] = Registration(
    _("Installing needs a permit of the federal inspectorate. Ask for it, and look it up."), "https://www.esti.admin.ch"
)
INSURED = Registration(
    _("Whoever builds must be insured for it (assurance décennale). Ask for the certificate beforehand."),
    "",
)
REGISTRATIONS |= {
    ("FR", trade): INSURED
    for trade in (
        "bricklayer",
        "electrician",
        "general-contractor",
        "heating-engineer",
        "plumber",
        "roofing-contractor",
    )
}
AUTHORISED = Registration(
    _("Installing is for firms that are registered with their region. Ask for the number, and look it up there."), ""
)
REGISTRATIONS |= {("ES", trade): AUTHORISED for trade in ("electrician", "heating-engineer")}
LICENSED = Registration(_("Most states license this trade. Ask for the number, and look it up with the state."), "")
REGISTRATIONS |= {
    ("US", trade): LICENSED
    for trade in ("plumber", "electrician", "heating-engineer", "hvac-business", "general-contractor")
}


def registration_of(trade: str, country: str) -> Registration | None:
    return REGISTRATIONS.get((country, trade))
