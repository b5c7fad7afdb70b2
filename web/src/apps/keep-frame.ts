/** Lets the browser keep the page's frame, which makes of it an app that can be installed. */
export function keepFrame(): void {
  // While one develops, what was kept would hide what was changed.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Without it the page works as before: private windows refuse it.
  void navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
}
