// All that needs a script: say when htmx could not do what was asked, and show what works only with a script.
"use strict";

const problem = document.getElementById("problem");
const { dataset: said } = document.currentScript;

const tell = (event) => {
  const status = event.detail?.xhr?.status || event.detail?.ctx?.response?.status;
  problem.textContent =
    status === 429 ? said.tooOften
    : status === 503 ? said.away
    : status ? said.broken
    : said.offline;
};
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:response:error", "htmx:error"])
  document.addEventListener(name, tell);

document.addEventListener("htmx:beforeRequest", () => problem.replaceChildren());

// The session has ended: the answer is the sign-in page, which belongs in the whole window.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.xhr.responseURL.includes("/accounts/login/")) return;
  event.detail.shouldSwap = false;
  location.reload();
});

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

// Which kind of work was meant: the field says it from then on.
document.addEventListener("change", ({ target }) => {
  if (target.dataset.says) target.form.elements.trade.value = target.dataset.says;
});

// A list that is checked: whoever mends a row wants it, and the button says how many are ticked, on all its pages.
{
  const recount = () => {
    const bar = document.querySelector("[data-elsewhere]");
    if (!bar) return;
    const here = document.querySelectorAll("#check .tick input:checked").length;
    bar.querySelector("[data-count]").textContent = ` (${Number(bar.dataset.elsewhere) + here})`;
  };
  document.addEventListener("input", ({ target }) => {
    const row = target.closest("#check .check");
    if (row && target.type !== "checkbox") row.querySelector(".tick input").checked = true;
    if (row) recount();
  });
  for (const loaded of ["DOMContentLoaded", "htmx:load"]) document.addEventListener(loaded, recount);
}

// Keeps the page of one's own numbers for when there is no network; where it cannot, there is none.
if (document.body.classList.contains("member")) navigator.serviceWorker?.register("/sw.js").catch(() => {});

// That Call was tapped, so that the next visit may ask how it went. Without a script nothing is sent, and nothing asked.
document.addEventListener("click", ({ target }) => {
  const call = target.closest("a[data-called]");
  const headers = document.body.getAttribute("hx-headers");
  if (!call || !headers) return;
  fetch(call.dataset.called, { method: "POST", keepalive: true, headers: JSON.parse(headers) }).catch(() => {});
});

// Hands the words to the phone's own way of sending; where it has none, copies them.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) button.textContent = said.copy;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.share);
    const say = (text) => (document.getElementById("shared").textContent = text);
    try {
      if (navigator.share) return await navigator.share({ text: words.value });
      await navigator.clipboard.writeText(words.value);
      say(said.copied);
    } catch (error) {
      if (error.name === "AbortError") return;
      words.select();
      say(said.byHand);
    }
  });
}
