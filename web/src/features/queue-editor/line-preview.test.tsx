import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it } from "vitest";
import { LinePreview } from "./line-preview";

const answer = (lengths: object[]) => ({
  body: { agents: [], agent_count: 0, waiting: [], waiting_count: 0, lengths },
});

it("shows the queues under ratio control, also for a queue that is not saved yet", async () => {
  new FakeServer().on("POST /v1/routing/choice-preview", () =>
    answer([
      { queue_id: "vip", name: "VIP", waiting_count: 1, weight: 2 },
      { queue_id: "sales", name: "Sales", waiting_count: 4, weight: 10 },
    ]),
  );
  show(<LinePreview id={null} body={{ name: "Sales", order_by: "ratio" }} />);
  const list = await screen.findByRole("region", { name: "Queues by weight: the first is served next" });
  expect(list.textContent).toContain("1VIP1 waiting, weight 2");
  expect(list.textContent).toContain("2Sales4 waiting, weight 10");
});

it("shows no lengths for a queue without ratio control", async () => {
  new FakeServer().on("POST /v1/routing/choice-preview", () => answer([]));
  show(<LinePreview id="q1" body={{ name: "Sales" }} />);
  expect(await screen.findByText("Nobody is waiting, so there is nothing to explain.")).toBeTruthy();
  expect(screen.queryByRole("region", { name: /weight/ })).toBeNull();
});
