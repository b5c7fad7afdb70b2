/** Starts the web app. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onSignedOut, startClient } from "@/shared/api/client";
import { showOwnLanguage, startTexts } from "@/shared/i18n/i18n";
import { keepSession, queryClient, sessionQuery } from "@/shared/session/session";
import "@/shared/theme/tokens.css";
import { ThemeProvider } from "@/shared/theme/theme-provider";
import { keepFrame } from "./keep-frame";
import { router } from "./router";

async function start(): Promise<void> {
  startClient();
  onSignedOut(() => {
    keepSession(null);
    void router.navigate({ to: "/sign-in", search: { next: location.pathname } });
  });
  const [session] = await Promise.all([
    queryClient.ensureQueryData(sessionQuery).catch(() => null),
    startTexts(),
  ]);
  if (session) await showOwnLanguage(session.user.language);

  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root.");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <ThemeProvider>
          <RouterProvider router={router} />
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
keepFrame();
