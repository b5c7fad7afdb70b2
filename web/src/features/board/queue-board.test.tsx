import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { screen } from "@testing-library/react";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { keepSession, type Session } from "@/shared/session/session";
import { QueueBoard } from "./queue-board";

afterEach(() => liveConnection.stop());

async function emptyBoard(...permissions: string[]) {
  keepSession({ permissions, csrf: "c" } as unknown as Session);
  showPicture({ queue: {} });
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const routeTree = createRootRoute({ component: QueueBoard });
  show(<RouterProvider router={createRouter({ routeTree, history })} />);
  await screen.findByText("There are no queues yet.");
}

describe("the board of a new centre", () => {
  it("leads whoever may to the first queue", async () => {
    await emptyBoard("routing.queue.edit");
    expect(screen.getByRole("link", { name: "Add the first queue" }).getAttribute("href")).toBe(
      "/admin/queues",
    );
  });

  it("asks nobody else to add one", async () => {
    await emptyBoard();
    expect(screen.queryByRole("link")).toBeNull();
  });
});
