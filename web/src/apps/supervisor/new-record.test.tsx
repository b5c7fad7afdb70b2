import { screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it, vi } from "vitest";
import { NewRecord } from "./new-record";

it("makes one record, though Enter is pressed again before the answer is there", async () => {
  const server = new FakeServer().on("POST /v1/wallboards", () => ({ body: { id: "w1" } }));
  const made = vi.fn();
  const user = show(<NewRecord path="/v1/wallboards" text="wallboard.new" fresh={{}} onMade={made} />);
  await user.click(screen.getByRole("button"));
  await user.type(await screen.findByRole("textbox"), "Hall");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(server.writes()).toHaveLength(1));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(made).toHaveBeenCalledWith("w1"));
  expect(server.writes()).toHaveLength(1);
});
