/** A screen that runs for weeks loads the page again when the server has a newer one. */
import { useCallback, useEffect, useRef } from "react";

const EVERY_MS = 15 * 60 * 1000;

async function readPage(): Promise<string | null> {
  try {
    const answer = await fetch("/display", { cache: "no-cache", headers: { Accept: "text/html" } });
    // The page names its parts by their contents, so another version is another text.
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** Gives a function that looks at once, such as after a connection was lost. */
export function useNewestPage(): () => Promise<void> {
  const first = useRef<string | null>(null);
  const look = useCallback(async () => {
    const page = await readPage();
    if (page === null) return;
    first.current ??= page;
    if (page !== first.current) location.reload();
  }, []);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  return look;
}
