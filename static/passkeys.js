// Joins our buttons to the sign-in library's scripts for passkeys, and says so when none was used.
"use strict";

const { known, unused } = document.currentScript.dataset;

for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const ids = { credential: button.form.elements.credential.id, data: "js_data", passwordless: "id_passwordless" };
  for (const act of ["add", "authenticate", "login"]) ids[act] = button.id;
  window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
  button.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("problem").textContent =
    event.detail.exception.name === "InvalidStateError" ? known
    : unused;
});
