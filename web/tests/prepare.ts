/** Before every test file: English texts, the API client, an empty memory, and patience. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { startClient } from "@/shared/api/client";
import { loadOfficeTexts, startTexts } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/session/session";

// Waiting is for facts; how long they take is the machine's affair.
configure({ asyncUtilTimeout: 15_000 });

beforeAll(async () => {
  startClient();
  await startTexts("en");
  await loadOfficeTexts();
});
beforeEach(() => {
  localStorage.clear();
  queryClient.clear();
});
afterEach(() => cleanup());
