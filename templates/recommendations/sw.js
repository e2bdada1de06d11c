{% load static %}// Keeps one page, that of one's own numbers, with what it needs to look right. It shows it when there is no network.
// No other page is ever kept: they hold other people's words.
// And it shows what comes by push: a first name at most. A tap opens the page that it is about.
"use strict";

const NUMBERS = "{% url 'numbers' %}";
const LOOKS = ["{% static 'whom.css' %}", "{% static 'fonts/figtree-latin-wght-normal.woff2' %}"];
const STORE = "numbers";
// Where numbers change; and where one comes to after the end of a session, when the copy has to go.
const CHANGES = [NUMBERS, "{% url 'vouches' %}", "{% url 'circle' %}", "{% url 'blocks' %}", "/providers/", "/accounts/", "/i/"];
const changes = (path) => path === "{% url 'landing' %}" || CHANGES.some((begin) => path.startsWith(begin));

const renew = async () => {
  const answer = await fetch(NUMBERS, { redirect: "manual", cache: "no-store" });
  const store = await caches.open(STORE);
  if (answer.type === "opaqueredirect") await store.delete(NUMBERS);
  else if (answer.ok) await store.put(NUMBERS, answer);
};

const kept = async (request, error) => {
  const found = await caches.match(request, { ignoreVary: true });
  if (!found) throw error;
  return found;
};

const page = async (event) => {
  try {
    const answer = await fetch(event.request);
    if (changes(new URL(event.request.url).pathname)) event.waitUntil(renew().catch(() => {}));
    return answer;
  } catch (error) {
    return await kept(NUMBERS, error);
  }
};

const look = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    return await kept(request, error);
  }
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(LOOKS)));
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([clients.claim(), forget(), renew().catch(() => {})]));
});

// What an earlier version of the site looked like.
const forget = async () => {
  const store = await caches.open(STORE);
  for (const { url } of await store.keys())
    if (![NUMBERS, ...LOOKS].includes(new URL(url).pathname)) await store.delete(url);
};

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(page(event));
  else if (LOOKS.includes(pathname)) event.respondWith(look(event.request));
});

addEventListener("push", (event) => {
  const { title, lang, tag, navigate } = event.data.json().notification;
  const looks = { lang, tag, icon: "{% static 'icons/whom-192.png' %}", data: navigate };
  event.waitUntil(registration.showNotification(title, looks));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { origin, pathname, search } = new URL(event.notification.data, location.href);
  if (origin === location.origin) event.waitUntil(open(pathname + search));
});

// In the window that shows it already, if there is one.
const open = async (path) => {
  const windows = await clients.matchAll({ type: "window" });
  const there = windows.find(({ url }) => new URL(url).pathname === path);
  return there ? there.focus() : clients.openWindow(path);
};
