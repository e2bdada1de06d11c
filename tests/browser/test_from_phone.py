"""Contacts that a phone hands over, and contacts files that are opened with Whom."""

from playwright.sync_api import Page, expect

from recommendations.models import Entry

IMPORT, PICK = "/vouches/import/", "Choose from your phone’s contacts"
CONTACTS = """
  const chosen = [
    { name: ["Rosa Lima, plumber"], tel: ["0113 496 0123", "+44 7700 900123"], email: ["rosa@example.org"] },
    { name: ["Joe; Sons\\nTEL:0113 496 0199"], tel: ["0113 496 0124"], email: [] },
    { name: [], tel: [] },
  ];
  const contacts = {
    getProperties: async () => ["name", "tel", "email", "icon"],
    select: async (kinds, { multiple }) => {
      if (kinds.join() !== "name,tel,email" || !multiple || contacts.refuses) throw new TypeError();
      return contacts.cancelled ? [] : chosen;
    },
  };
  Object.defineProperty(navigator, "contacts", { value: contacts });
"""
OPENED = """
  const EMPTY = false;
  const file = (name, lines) => ({ getFile: async () => new File([EMPTY ? "" : lines.join("\\r\\n")], name) });
  const files = ["Rosa", "Joe"].map((name) => file(`${name}.vcf`, ["BEGIN:VCARD", `FN:${name}`, "END:VCARD"]));
  const launchQueue = { setConsumer: (consumer) => addEventListener("load", () => consumer({ files })) };
  Object.defineProperty(window, "launchQueue", { value: launchQueue });
"""
# Also what stands in fields.
SHOWN = """[...document.querySelectorAll("main, main input, main textarea")]
  .map((each) => each.value || each.textContent).join()"""


def with_script(page: Page, script: str, path: str = IMPORT) -> None:
    page.add_init_script(f"if (location.pathname === '{IMPORT}') {{ {script} }}")
    page.goto(path)


def test_contacts_chosen_are_looked_at_and_what_was_typed_stays(visit, street):
    page = visit(IMPORT, street["ana"])
    expect(page.get_by_role("button", name=PICK)).to_be_hidden()
    with_script(page, CONTACTS)
    page.get_by_label("One tradesperson a line").fill("Kim 0113 496 0125")
    page.evaluate("navigator.contacts.cancelled = true")
    page.get_by_role("button", name=PICK).click()
    page.evaluate("navigator.contacts.cancelled = false; navigator.contacts.refuses = true")
    page.get_by_role("button", name=PICK).click()
    expect(page.get_by_role("alert")).to_contain_text("Your phone did not hand over its contacts.")
    page.evaluate("navigator.contacts.refuses = false")
    page.get_by_role("button", name=PICK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your list")
    rosa = {"Rosa Lima, plumber", "0113 496 0123", "+447700900123", "rosa@example.org"}
    joe = {"Joe; Sons TEL:0113 496 0199", "0113 496 0124"}
    assert {each for each in rosa | joe if each not in page.evaluate(SHOWN)} == set()
    assert not Entry.objects.exists()

    page.goto(IMPORT)
    assert page.get_by_label("One tradesperson a line").input_value() == "Kim 0113 496 0125"


def test_contacts_files_opened_with_whom_are_looked_at_at_once(visit, street):
    page = visit("/find/", street["ana"])
    with_script(page, OPENED)

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your list")
    assert all(name in page.evaluate(SHOWN) for name in ("Rosa", "Joe"))
    assert not Entry.objects.exists()


def test_contacts_files_that_are_refused_are_not_sent_again(visit, street):
    page = visit("/find/", street["ana"])
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with_script(page, OPENED.replace("EMPTY = false", "EMPTY = true"))

    page.get_by_role("link", name="Paste at least one line, or choose a file.").wait_for()
    page.wait_for_timeout(300)
    assert len(sent) == 1
