/** One page of a browser holds the phone: two would take each other's registration away. */

const LOCK = "antiphon.phone";

/**
 * Run `begin` once no other page holds the phone; the function it gives back ends it.
 * The returned function lets go of the phone, or of the wait for it.
 */
export function asTheOnlyPage(begin: () => () => void, whileWaiting: () => void): () => void {
  if (!navigator.locks) return begin();
  const waiting = new AbortController();
  let letGo: () => void = () => waiting.abort();
  const hold = () =>
    new Promise<void>((resolve) => {
      const end = begin();
      letGo = () => {
        end();
        resolve();
      };
    });
  whileWaiting();
  // Letting go while waiting rejects the request; that is its only failure.
  navigator.locks.request(LOCK, { signal: waiting.signal }, hold).catch(() => undefined);
  return () => letGo();
}
