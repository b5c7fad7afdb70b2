import { act, screen } from "@testing-library/react";
import { aMe } from "@tests/support/a-me";
import { showPicture } from "@tests/support/fake-live";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { afterEach, describe, expect, it } from "vitest";
import type { Me } from "@/shared/live/entities";
import { liveConnection } from "@/shared/live/live-connection";
import { SkillsNotice } from "./skills-notice";

const READ = "PUT /v1/desk/skills-read";
const CHANGED: Partial<Me> = {
  skills: [
    { id: "tea", name: "Tea", level: 7 },
    { id: "coffee", name: "Coffee", level: 2 },
  ],
  skill_changes: [
    { id: "tea", name: "Tea", before: 5, after: 7 },
    { id: "coffee", name: "Coffee", before: null, after: 2 },
    { id: "en", name: "English", before: 9, after: null },
  ],
};

describe("an agent whose skills were changed", () => {
  afterEach(() => liveConnection.stop());

  const open = (me: Partial<Me>) => {
    const socket = showPicture({ me: { me: aMe(me) } });
    const user = show(<SkillsNotice />);
    let sequence = 1;
    const become = (now: Partial<Me>) => {
      const changes = [{ entity: "me", id: "me", value: aMe(now) }];
      sequence += 1;
      act(() => socket.say({ kind: "changes", sequence, changes }));
    };
    return { user, become };
  };

  it("is told which, from what and to what, until the server says that it was read", async () => {
    const server = new FakeServer().on(READ, () => ({ status: 204 }));
    const { user, become } = open({});
    expect(screen.queryByRole("status")).toBeNull();
    become(CHANGED);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Tea: 5 → 7",
      "Coffee: new, level 2",
      "English: taken away, was level 9",
    ]);
    await user.click(screen.getByRole("button", { name: "I have read it" }));
    expect(server.writes().map(({ body }) => body)).toEqual([{ skills: { tea: 7, coffee: 2 } }]);
    become({ ...CHANGED, skill_changes: [] });
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("reads why it could not be taken down, and keeps the notice", async () => {
    new FakeServer().on(READ, () => ({
      status: 409,
      body: problem("catalogue.unknown", undefined, "There is no such skill."),
    }));
    const { user } = open(CHANGED);
    await user.click(screen.getByRole("button", { name: "I have read it" }));
    expect(await screen.findByText("There is no such skill.")).toBeTruthy();
    expect(screen.getByText("Tea: 5 → 7")).toBeTruthy();
  });
});
