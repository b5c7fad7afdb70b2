import { screen, waitFor } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { InternalCall } from "./internal-call";

const ben = { id: null, number: "", name: "Ben", note: "", segment: "", vip_level: 0 };

describe("a call between colleagues", () => {
  it("is ended by the keyboard, and has nothing to hold", async () => {
    const server = new FakeServer().on("POST /v1/desk/interactions/i1/hang-up", () => ({ status: 204 }));
    const work = aWork({ direction: "internal", state: "talking", customer: ben, actions: ["hang_up"] });
    const person = show(<InternalCall work={work} />);
    expect(screen.getByText("Ben")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Hold/ })).toBeNull();
    await person.keyboard("{Alt>}q{/Alt}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });

  it("that nobody answered says so, and is closed by one click", async () => {
    const server = new FakeServer().on("POST /v1/desk/interactions/i1/finish", () => ({ status: 204 }));
    const work = aWork({
      direction: "internal",
      state: "wrap_up",
      connected_at: null,
      end_reason: "no_answer",
      customer: ben,
      actions: ["finish"],
    });
    const person = show(<InternalCall work={work} />);
    expect(screen.getByText("Ben did not answer.")).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });
});
