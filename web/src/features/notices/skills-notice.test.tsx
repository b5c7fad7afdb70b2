import { act, screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { show } from "@tests/support/show";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OwnSkill } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { SkillsNotice } from "./skills-notice";

const TEA = { id: "tea", name: "Tea", level: 5 };
const ENGLISH = { id: "en", name: "English", level: 9 };
const COFFEE = { id: "coffee", name: "Coffee", level: 2 };

describe("an agent whose skills were changed", () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => liveConnection.stop());

  const open = (skills: OwnSkill[]) => {
    const socket = showPicture({ me: { me: aMe({ skills }) } });
    const user = show(<SkillsNotice />);
    const change = (to: OwnSkill[]) => {
      const changes = [{ entity: "me", id: "me", value: aMe({ skills: to }) }];
      act(() => socket.say({ kind: "changes", sequence: 2, changes }));
    };
    return { user, change };
  };

  it("is told which, from what and to what, until it is read", async () => {
    const { user, change } = open([TEA, ENGLISH]);
    expect(screen.queryByRole("status")).toBeNull();
    change([{ ...TEA, level: 7 }, COFFEE]);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Tea: 5 → 7",
      "Coffee: new, level 2",
      "English: taken away, was level 9",
    ]);
    await user.click(screen.getByRole("button", { name: "I have read it" }));
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("is told of what changed while the page was closed", () => {
    localStorage.setItem("antiphon.skills.a1", JSON.stringify([TEA]));
    open([{ ...TEA, level: 3 }]);
    expect(screen.getByText("Tea: 5 → 3")).toBeTruthy();
  });

  it("is told nothing by a browser that knew nothing, or kept something else", () => {
    localStorage.setItem("antiphon.skills.a1", "{nonsense");
    open([TEA]);
    expect(screen.queryByRole("status")).toBeNull();
  });
});
