import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import type { WallboardTile } from "@/shared/live/wallboard-entities";
import { WallboardTileView } from "./wallboard-tile";

const aTile = (fields: Partial<WallboardTile>): WallboardTile => ({
  id: "one",
  kind: "number",
  x: 0,
  y: 0,
  width: 3,
  height: 2,
  title: "",
  text: "",
  figure: null,
  queues: [],
  warns_at: null,
  alarms_at: null,
  sounds: false,
  ...fields,
});

describe("a tile without a title of its own", () => {
  it.each([
    [{ kind: "number", figure: "waiting" }, "Waiting"],
    [{ kind: "agents" }, "Agents"],
    [{ kind: "waiting" }, "Waiting now"],
  ] as const)("says what it shows: %o", (fields, name) => {
    show(<WallboardTileView tile={aTile(fields)} content={undefined} />);
    expect(screen.getByRole("heading", { name })).toBeTruthy();
  });

  it("needs none when it speaks for itself", () => {
    show(
      <WallboardTileView tile={aTile({ kind: "text", text: "Fire drill at three." })} content={undefined} />,
    );
    expect(screen.getByText("Fire drill at three.")).toBeTruthy();
    expect(screen.queryByRole("heading")).toBeNull();
  });
});
