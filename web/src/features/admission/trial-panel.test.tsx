import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { TrialPanel } from "./trial-panel";

it("what cannot be tried is said at its field", async () => {
  new FakeServer().on("GET /v1/admission/trial", () => ({
    status: 422,
    body: {
      code: "input.invalid",
      fields: { "query.keys": "String should match pattern '^[0-9*#]{0,20}$'" },
    },
  }));
  const person = show(<TrialPanel />);
  await person.type(screen.getByLabelText("Number dialled"), "400");
  await person.type(screen.getByLabelText("Keys pressed"), "zz");
  await person.click(screen.getByRole("button", { name: "Try" }));
  expect((await screen.findByLabelText(/^Keys pressed./)).getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByLabelText("Number dialled").getAttribute("aria-invalid")).toBe("false");
});
