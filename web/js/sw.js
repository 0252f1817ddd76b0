// The page without a network. What comes over the network is always taken first, so nothing old is shown while
// there is one; a copy of every file of the page is kept for when there is none.

const KEPT = "aksess";

self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(event.data)));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) {
      const kept = await caches.open(KEPT);
      await kept.put(event.request, answer.clone());
    }
    return answer;
  });
  event.respondWith(fresh.catch(async () => (await caches.match(event.request, { ignoreSearch: true })) ?? Response.error()));
});
