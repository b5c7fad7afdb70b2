/**
 * Notifications for whoever does not look at the page. They come from the service worker where
 * there is one: on a phone only that may show them, and a click finds the page again.
 */

interface Note {
  title: string;
  body: string;
  /** A newer one of the same tag takes its place. */
  tag: string;
  /** Where a click leads. */
  path: string;
}

function isWanted(): boolean {
  if (document.visibilityState === "visible") return false;
  return "Notification" in window && Notification.permission === "granted";
}

/** Shows it if nobody looks; the returned function takes it away. */
export function notify({ title, body, tag, path }: Note): () => void {
  if (!isWanted()) return () => undefined;
  const options = { body, tag, requireInteraction: true, icon: "/icon-192.png", data: { path } };
  const worker = navigator.serviceWorker?.controller ? navigator.serviceWorker.ready : null;
  if (worker === null) {
    const note = new Notification(title, options);
    note.addEventListener("click", () => window.focus());
    return () => note.close();
  }
  const shown = worker.then((registration) => registration.showNotification(title, options));
  return () => void shown.then(() => closeShown(tag));
}

async function closeShown(tag: string): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  for (const note of await registration.getNotifications({ tag })) note.close();
}
