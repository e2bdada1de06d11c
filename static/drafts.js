// Keeps what is typed into a form marked data-draft until it is saved, for when the session ends, the page is loaded
// again or the network goes: on this device, by the address that the form goes to and by whoever is signed in. With
// data-draft="tab" only as long as the tab is open: of a page that is the same for everybody, and names nobody.
"use strict";

{
  const PREFIX = "draft ", LASTS = 7 * 24 * 3600 * 1000;
  const NOT_KEPT = ["password", "file", "search", "submit", "button", "image", "reset", "fieldset", "output"];
  const said = document.currentScript.dataset;
  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=(\\w+)`) || [])[1];
  const whose = document.body.classList.contains("member") ? cookie("drafts_of") || "" : "";
  const problem = document.getElementById("problem");

  // A browser may forbid them.
  const stores = ["localStorage", "sessionStorage"].flatMap((name) => {
    try { return [window[name]]; } catch { return []; }
  });
  const storeOf = (form) => stores[form.dataset.draft === "tab" ? stores.length - 1 : 0];
  const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href);
  const nameOf = (form) => `${PREFIX}${whose} ${addressOf(form).pathname}${addressOf(form).search}`;

  const read = (store, name) => {
    try { return JSON.parse(store.getItem(name)) || {}; } catch { return {}; }
  };

  const forget = (isToGo) => {
    for (const store of stores)
      for (const name of Object.keys(store))
        if (name.startsWith(PREFIX) && isToGo(read(store, name))) store.removeItem(name);
  };

  // What the server has taken, as its cookie says; what is old; and, once somebody is signed in, what another left.
  const tidy = () => {
    const taken = cookie("draft_taken");
    const isOld = (draft) => !(draft.at > Date.now() - LASTS);
    const isAnothers = (draft) => whose && draft.whose && draft.whose !== whose;
    forget((draft) => taken === "all" || draft.id === taken || isOld(draft) || isAnothers(draft));
    if (taken) document.cookie = "draft_taken=; path=/; max-age=0; samesite=lax";
  };

  const isKey = (field) => field.type === "hidden" && field.name === "key"; // by which what is sent twice is saved once
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && (isKey(field) || field.type !== "hidden") && !NOT_KEPT.includes(field.type) && field.autocomplete !== "one-time-code");

  const keep = (form) => {
    const store = storeOf(form), name = nameOf(form);
    if (!store) return "";
    const { id = Date.now().toString(36) + Math.random().toString(36).slice(2) } = read(store, name);
    const fields = fieldsOf(form).map((field) => [field.name, isTicked(field) ? field.value : "", isTicked(field) ? field.checked : field.value]);
    try {
      store.setItem(name, JSON.stringify({ id, at: Date.now(), whose, fields }));
    } catch {
      return ""; // more than a browser keeps
    }
    return id;
  };

  // Whether what was typed differs from what stands there.
  const fill = (form, draft) => {
    const left = [...(draft.fields || [])];
    let differs = false;
    for (const field of fieldsOf(form)) {
      const place = left.findIndex(([name, value]) => name === field.name && value === (isTicked(field) ? field.value : ""));
      if (place < 0) continue;
      const [[, , typed]] = left.splice(place, 1);
      const what = isTicked(field) ? "checked" : "value", before = field[what];
      if (typed === before || (isKey(field) && !typed)) continue;
      field[what] = typed;
      if (field[what] !== typed) field[what] = before; // a choice that is no longer there
      else if (!isKey(field)) {
        differs = true;
        const closed = field.closest("details");
        if (closed) closed.open = true;
      }
    }
    return differs;
  };

  const offerToDrop = (form, key) => {
    const line = document.createElement("p"), button = document.createElement("button");
    line.className = "note kept";
    line.setAttribute("role", "status");
    button.type = "button";
    button.className = "plain";
    button.textContent = said.drop;
    button.addEventListener("click", () => {
      storeOf(form).removeItem(nameOf(form));
      form.reset();
      if (key) key.field.value = key.value;
      line.remove();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    line.append(`${said.kept} `, button);
    form.prepend(line);
  };

  const begin = (part) => {
    for (const form of part.querySelectorAll("form[data-draft]")) {
      const store = storeOf(form), field = form.querySelector("input[type=hidden][name=key]");
      const key = field && { field, value: field.value };
      if (store && fill(form, read(store, nameOf(form)))) offerToDrop(form, key);
    }
  };

  const typing = ({ target }) => {
    if (target.form && "draft" in target.form.dataset) keep(target.form);
  };
  document.addEventListener("input", typing);
  document.addEventListener("change", typing);

  let waits = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ((form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (whose && addressOf(form).pathname === "/accounts/logout/") forget(() => true); // also if the session has ended already
    const id = "draft" in form.dataset ? keep(form) : "";
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      waits = true;
      problem.textContent = id ? said.keptOffline : said.offline;
      return;
    }
    if (!id) return;
    const field = form.querySelector("input[name=draft]") || document.createElement("input");
    Object.assign(field, { type: "hidden", name: "draft", value: id });
    form.append(field);
  }, true);

  addEventListener("online", () => {
    if (waits) problem.textContent = said.online;
    waits = false;
  });

  // What htmx sends of a form is taken as well.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const form = detail.verb === "post" && detail.elt.closest("form[data-draft]");
    if (form) detail.parameters.draft = keep(form);
  });

  document.addEventListener("htmx:afterRequest", tidy);
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  tidy();
  begin(document);
}
