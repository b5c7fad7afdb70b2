import { act, screen } from "@testing-library/react";
import { showPicture, snapshot } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, expect, it } from "vitest";
import { liveConnection } from "@/shared/live/live-connection";
import { QueueFigures } from "./queue-figures";

afterEach(() => liveConnection.stop());

const queue = (id: string, name: string) => ({
  [id]: {
    id,
    name,
    waiting: 0,
    ready_agents: 0,
    busy_agents: 0,
    answered: 0,
    abandoned: 0,
    answered_in_target: 0,
    longest_waiting_since: null,
  },
});

it("tells the agent which queues they are, once somebody changed them", async () => {
  const both = { ...queue("a", "Sales"), ...queue("b", "Service") };
  const socket = showPicture({ queue: both });
  show(<QueueFigures areServed />);
  expect(await screen.findByText("Service")).toBeTruthy();
  expect(screen.queryByText("Your queues were changed")).toBeNull();
  act(() => socket.say(snapshot({ queue: queue("a", "Sales") }, 2, "e2")));
  expect(await screen.findByText("You serve now: Sales")).toBeTruthy();
});
