// Lets this browser show what concerns whoever is signed in, also while Whom is closed. It says once a day by what it is
// reached, since that changes; and keeps, for whoever turned it on here, that it is on.
"use strict";

{
  const { key, on, off } = document.currentScript.dataset;
  const KEPT = "push", DAY = 24 * 3600 * 1000;
  const whose = (document.cookie.match(/(?:^|; )drafts_of=(\w+)/) || [])[1] || "";
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const isApples = /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  const isInstalled = navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

  // A browser may forbid it.
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { return {}; }
  };

  const state = () => {
    if (!can) return isApples && !isInstalled ? "install" : "cannot";
    if (Notification.permission === "denied") return "denied";
    return Notification.permission === "granted" && whose && kept().whose === whose ? "on" : "off";
  };

  const tell = async (address, said) => {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
    const sent = { method: "POST", redirect: "manual", headers: { "x-csrftoken": token }, body: new URLSearchParams(said) };
    const answer = await fetch(address, sent);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
  };

  const subscribed = async () => {
    const { pushManager } = await navigator.serviceWorker.ready;
    const wanted = { userVisibleOnly: true, applicationServerKey: key };
    try {
      return await pushManager.subscribe(wanted);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error; // that is, made for a key that is ours no longer
      await (await pushManager.getSubscription())?.unsubscribe();
      return await pushManager.subscribe(wanted);
    }
  };

  const turnOn = async () => {
    const { endpoint, keys } = (await subscribed()).toJSON();
    await tell(on, { endpoint, key: keys.p256dh, secret: keys.auth });
    localStorage.setItem(KEPT, JSON.stringify({ whose, at: Date.now() }));
  };

  const acts = {
    // Asked at once: Safari asks nobody later than by the tap.
    on: async () => (await Notification.requestPermission()) === "granted" && (await turnOn()),
    off: async () => {
      await tell(off, {});
      localStorage.removeItem(KEPT);
      const { pushManager } = await navigator.serviceWorker.ready;
      await (await pushManager.getSubscription())?.unsubscribe();
    },
  };

  const sections = [...document.querySelectorAll("[data-push]")];

  const show = () => {
    const now = state();
    for (const part of document.querySelectorAll("[data-push-is]")) part.hidden = part.dataset.pushIs !== now;
    for (const section of sections) section.hidden = false;
    const offer = now === "off" || now === "install" ? `yes; max-age=${DAY / 1000}` : "; max-age=0";
    document.cookie = `push_offer=${offer}; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  };

  for (const section of sections)
    section.addEventListener("click", async ({ target }) => {
      const act = target.dataset.pushDo, said = section.querySelector("[data-push-said]");
      if (!act) return;
      if (act === "close") return section.remove();
      target.disabled = true;
      said.textContent = "";
      try {
        await acts[act]();
        show();
        section.querySelector("h2").focus();
      } catch {
        said.textContent = said.dataset.pushSaid;
      }
      target.disabled = false;
    });

  show();
  const isForgotten = sections.some((section) => !section.closest(".messages") && section.dataset.push !== "here");
  if (state() === "on" && (isForgotten || Date.now() - kept().at > DAY)) turnOn().catch(() => {});
}
