// Installed beside the site: without a network it shows the page that says so, and it does nothing else.
const [name, ...kept] = KEPT;
addEventListener("install", (e) => e.waitUntil(caches.open(name).then((box) => box.addAll(kept)).then(() => skipWaiting())));
addEventListener("activate", (e) => e.waitUntil(caches.keys().then((all) => Promise.all(all.filter((each) => each !== name).map((each) => caches.delete(each))))));
addEventListener("fetch", (e) => {
  const { pathname } = new URL(e.request.url);
  const offline = () => caches.match(kept.find((each) => each !== "/offline" && each.endsWith("/offline") && pathname.startsWith(each.slice(0, -7))) ?? "/offline");
  if (e.request.mode === "navigate") e.respondWith(fetch(e.request).catch(offline));
  else if (kept.includes(pathname)) e.respondWith(caches.match(pathname).then((found) => found ?? fetch(e.request)));
});
