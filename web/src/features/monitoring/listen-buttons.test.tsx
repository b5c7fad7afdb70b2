import { screen, waitFor } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import type { InHand } from "@/shared/live/floor-entities";
import { liveConnection } from "@/shared/live/live-connection";
import { ListenButtons } from "./listen-buttons";

const TALK = { id: "i1", channel: "voice", state: "talking" } as InHand;

describe("the ways into an agent's conversation", () => {
  afterEach(() => liveConnection.stop());

  const open = (entities: Parameters<typeof showPicture>[0]) => {
    showPicture(entities);
    const server = new FakeServer().on("POST /v1/monitoring/interactions/i1", () => ({ status: 204 }));
    return { server, user: show(<ListenButtons item={TALK} />) };
  };
  const listen = () => screen.getByRole<HTMLButtonElement>("button", { name: "Listen" });

  it("are open to who has a phone and takes no calls", async () => {
    const { server, user } = open({ me: { me: aMe() } });
    await user.click(listen());
    await waitFor(() => expect(server.writes()).toHaveLength(1));
  });

  it.each([
    ["who is no agent", {}, /needs a phone/],
    ["whose phone is away", { me: { me: aMe({ why_not_listen: "monitor.no_phone" }) } }, /not connected/],
    ["who could be offered a call", { me: { me: aMe({ why_not_listen: "monitor.ready" }) } }, /Go not ready/],
  ])("say beside them why not, to %s", (_, entities, why) => {
    open(entities);
    expect(listen().disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Coach" }).disabled).toBe(true);
    expect(screen.getByText(why)).toBeTruthy();
  });
});
