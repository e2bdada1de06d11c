// Brings in what a phone or computer hands over: contacts that one chooses there, and contacts files opened with Whom.
// They are sent by a form of their own, so that what is typed on the page stays as it is.
"use strict";

{
  const form = document.getElementById("from_phone"), part = document.getElementById("contacts");

  const send = (pieces) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File(pieces.flatMap((piece) => [piece, "\n"]), "contacts.vcf", { type: "text/vcard" }));
    form.elements.file.files = chosen.files;
    form.requestSubmit();
  };

  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");
  const lines = (property, values) => values.filter(Boolean).map((value) => `${property}:${escaped(value)}`);
  const cardOf = ({ name = [], tel = [], email = [] }) => [
    "BEGIN:VCARD", "VERSION:3.0",
    ...lines("FN", name.slice(0, 1)), ...lines("NICKNAME", name.slice(1)), ...lines("TEL", tel), ...lines("EMAIL", email),
    "END:VCARD",
  ].join("\n");

  const choose = async () => {
    try {
      const offered = await navigator.contacts.getProperties();
      const asked = ["name", "tel", "email"].filter((kind) => offered.includes(kind));
      const chosen = await navigator.contacts.select(asked, { multiple: true });
      if (chosen.length) send(chosen.map(cardOf));
    } catch {
      document.getElementById("problem").textContent = form.dataset.refused;
    }
  };

  if (navigator.contacts) {
    part.hidden = false;
    part.querySelector("button").addEventListener("click", choose);
  }

  // The page that says what is wrong with a file is this one too, and must not send it again.
  const isRefused = location.search === new URL(form.action).search;
  window.launchQueue?.setConsumer(async ({ files }) => {
    if (files.length && !isRefused) send(await Promise.all(files.map((file) => file.getFile())));
  });
}
