/*
 * What the installed app keeps: the page's frame and its parts, never any data.
 *
 * Pages are asked for first, so that a new version is seen at once; without a network the frame
 * that was kept says so. Parts have names that change with what is in them: they are kept until
 * another frame comes. Everything else, above all /v1 and /sip, passes by.
 */
const FRAME = "antiphon-frame";
const PARTS = "antiphon-parts";
// Pages of their own, which must not take the frame's place.
const NOT_THE_APP = /^\/(call|try-call-button)\//;

self.addEventListener("install", (event) => {
  // Not through here, even to pass by: what a page sends as it is left would be lost on the way.
  event.addRoutes?.({ condition: { urlPattern: "/v1/*" }, source: "network" });
  self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (NOT_THE_APP.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(frame(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(part(request));
});

async function frame(request) {
  const kept = await caches.open(FRAME);
  try {
    const answer = await fetch(request);
    if (answer.ok && isPage(answer)) await keepFrame(kept, answer.clone());
    return answer;
  } catch (error) {
    const last = await kept.match("/");
    if (last) return last;
    throw error;
  }
}

async function keepFrame(kept, answer) {
  const last = await kept.match("/");
  if (last && (await last.text()) !== (await answer.clone().text())) await caches.delete(PARTS);
  await kept.put("/", answer);
}

async function part(request) {
  const kept = await caches.open(PARTS);
  const last = await kept.match(request);
  if (last) return last;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

function isPage(answer) {
  return (answer.headers.get("content-type") ?? "").startsWith("text/html");
}

// A click on a notification brings the page forward and tells it where to go; it is never loaded
// anew while there is one, for a call may be going on in it.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(bring(event.notification.data?.path ?? "/"));
});

async function bring(path) {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) return self.clients.openWindow(path);
  page.postMessage({ kind: "open", path });
  return page.focus();
}
