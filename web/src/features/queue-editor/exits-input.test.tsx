import { fireEvent, screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { useState } from "react";
import { expect, it } from "vitest";
import { ExitsInput } from "./exits-input";
import type { WaitingRoom } from "./model/waiting-room";

let last: WaitingRoom["exits"] = {};

function Field() {
  const [exits, setExits] = useState<WaitingRoom["exits"]>({
    "1": { kind: "call_back", queue_id: null },
    "2": { kind: "voicemail", queue_id: null },
  });
  last = exits;
  return <ExitsInput exits={exits} onChange={setExits} />;
}

it("puts a way out on whichever key is still free", async () => {
  new FakeServer().on("GET /v1/queues", () => ({ body: { items: [] } }));
  show(<Field />);
  fireEvent.mouseDown(screen.getByRole("combobox", { name: "Which key instead of 2" }));
  fireEvent.click(await screen.findByTitle("Key 3"));
  // Key 1 is in its own row only, and not among the keys to choose from.
  expect(screen.getAllByTitle("Key 1")).toHaveLength(1);
  expect(last).toEqual({
    "1": { kind: "call_back", queue_id: null },
    "3": { kind: "voicemail", queue_id: null },
  });
});
