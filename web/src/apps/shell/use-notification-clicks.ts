/** Goes where a notification that was clicked leads; the service worker brought the page forward. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

export function useNotificationClicks(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    const hear = ({ data }: MessageEvent) => {
      if (data?.kind === "open" && typeof data.path === "string") void navigate({ to: data.path });
    };
    worker.addEventListener("message", hear);
    return () => worker.removeEventListener("message", hear);
  }, [navigate]);
}
