/** A wallboard's own live stream, for as long as it is shown. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type Live, LiveConnection, socketUrl } from "@/shared/live/live-connection";

/** `greeting` is what a display says first; a signed-in page needs none. */
export function useWallboard(path: string, greeting?: string, onRestart?: () => void): Live {
  const connection = useMemo(() => new LiveConnection(socketUrl(path), greeting), [path, greeting]);
  useEffect(() => {
    connection.start();
    const forget = onRestart ? connection.onRestart(onRestart) : undefined;
    return () => {
      forget?.();
      connection.stop();
    };
  }, [connection, onRestart]);
  return useSyncExternalStore(connection.subscribe, connection.read);
}
