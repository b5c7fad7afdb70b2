/**
 * Before every test file: English texts, the API client, an empty memory, and patience.
 *
 * Files share their worker and the modules in it, so what is started is started by the first of them,
 * and each finds it as a page does that was just opened.
 */
import { cleanup, configure } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { stopTimers } from "@tests/support/timers";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { startClient } from "@/shared/api/client";
import { loadOfficeTexts, showLanguage, startTexts } from "@/shared/i18n/i18n";
import { sendRemovals } from "@/shared/removal/pending-removals";
import { queryClient } from "@/shared/session/session";

// Waiting is for facts; how long they take is the machine's affair.
configure({ asyncUtilTimeout: 15_000 });

beforeAll(async () => {
  if (i18next.isInitialized) return showLanguage("en");
  startClient();
  await startTexts("en");
  await loadOfficeTexts();
});
beforeEach(() => {
  localStorage.clear();
  queryClient.clear();
});
// What a page leaves behind, such as a note that it still tries to save, must not reach the next one.
afterEach(async () => {
  cleanup();
  await sendRemovals();
  FakeServer.endAll();
  stopTimers();
});
