import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it, vi } from "vitest";
import type { Kind } from "./model/kind";
import { findKind } from "./model/kinds";
import { PagedRecords } from "./paged-records";

const CUSTOMERS = findKind("customers") as Kind;
const li = { id: "c1", version: 1, name: "Li Na", numbers: ["+8613800138000"], vip_level: 0, segment: "" };

it("very many customers are shown by pages, with the way to the next", async () => {
  new FakeServer().on("GET /v1/customers", () => ({ body: { items: [li], total: 120 } }));
  const opened = vi.fn();
  show(<PagedRecords kind={CUSTOMERS} orders={["name", "newest"]} onOpen={opened} add={null} />);
  await userEvent.click(await screen.findByRole("button", { name: "Li Na" }));
  expect(opened).toHaveBeenCalledWith(li);
  expect(screen.getByTitle("3")).toBeTruthy();
});

it("a centre without customers says what to do", async () => {
  new FakeServer().on("GET /v1/customers", () => ({ body: { items: [], total: 0 } }));
  show(
    <PagedRecords
      kind={CUSTOMERS}
      orders={["name"]}
      onOpen={() => {}}
      add={<button type="button">Add</button>}
    />,
  );
  expect(await screen.findByRole("button", { name: "Add" })).toBeTruthy();
});
