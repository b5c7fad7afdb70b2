/** A keyboard shortcut: Alt with a key by its place, so that layouts and input methods agree. */
import { useLayoutEffect, useRef } from "react";

/** Run `action` on Alt+`code`; undefined switches the shortcut off. */
export function useShortcut(code: string, action: (() => void) | undefined): void {
  const latest = useRef(action);
  latest.current = action;
  const isOn = action !== undefined;
  // Before what it belongs to can be seen: who presses the key at once is heard.
  useLayoutEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.code !== code || event.repeat) return;
      event.preventDefault();
      latest.current?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [code, isOn]);
}
