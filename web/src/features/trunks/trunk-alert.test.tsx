import { screen } from "@testing-library/react";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveTrunk } from "@/shared/live/floor-entities";
import { liveConnection } from "@/shared/live/live-connection";
import { TrunkAlert } from "./trunk-alert";

function aTrunk(change: Partial<LiveTrunk>): LiveTrunk {
  const since = new Date(Date.now() - 65_000).toISOString();
  return { id: "t1", name: "Carrier", state: "registered", trouble: null, since, is_down: false, ...change };
}

describe("the alert about trunks", () => {
  afterEach(() => liveConnection.stop());

  it("is silent while all are well", () => {
    showPicture({ trunk: { t1: aTrunk({}) } });
    show(<TrunkAlert />);
    expect(screen.getByRole("alert").textContent).toBe("");
  });

  it("names each that is down, with its reason and since when", () => {
    const trouble = { reason: "status", status: 403 };
    const down = aTrunk({ id: "t2", name: "Second", state: "refused", is_down: true, trouble });
    showPicture({ trunk: { t1: aTrunk({}), t2: down } });
    show(<TrunkAlert />);
    expect(screen.getByRole("heading").textContent).toContain("A trunk is down");
    const [item, ...others] = screen.getAllByRole("listitem");
    expect(others).toEqual([]);
    expect(item?.textContent).toContain("Second");
    expect(item?.textContent).toContain("Refused · The carrier refuses us (SIP 403)");
    expect(item?.textContent).toMatch(/1:0[56]/);
  });
});
