/** Keeps the live stream running while someone is signed in, and the session in step with it. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { prepareRinging } from "@/features/offer/model/ringer";
import { liveConnection } from "@/shared/live/live-connection";
import { useLiveStatus } from "@/shared/live/use-live";
import { keepSession, queryClient, sessionQuery } from "@/shared/session/session";

export function useLiveConnection(): void {
  const navigate = useNavigate();
  const status = useLiveStatus();
  useEffect(() => {
    prepareRinging();
    liveConnection.start();
    // A lost stream may mean a new server, or a session that ended: ask which.
    const forget = liveConnection.onRestart(() => {
      void queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
    });
    return () => {
      forget();
      liveConnection.stop();
    };
  }, []);
  useEffect(() => {
    if (status !== "signed_out") return;
    keepSession(null);
    void navigate({ to: "/sign-in" });
  }, [status, navigate]);
}
