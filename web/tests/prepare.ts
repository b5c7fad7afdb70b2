/** Before every test file: English texts, the API client, an empty memory. */
import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { startClient } from "@/shared/api/client";
import { loadOfficeTexts, startTexts } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/session/session";

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
