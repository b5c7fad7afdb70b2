import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { beforeEach, describe, expect, it } from "vitest";
import { queryClient } from "@/shared/session/session";
import { readLevel, stepTo, withLevel } from "./model/levels";
import { SkillsMatrix } from "./skills-matrix";

const agent = { id: "a1", name: "Ann", version: 3, skills: { s1: 5 }, queues: ["q1"] };
const skills = [
  { id: "s1", name: "English", version: 1 },
  { id: "s2", name: "Mandarin", version: 1 },
];

describe("the skills matrix", () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer()
      .on("GET /v1/agents", () => ({ body: { items: [agent] } }))
      .on("GET /v1/skills", () => ({ body: { items: skills } }))
      .on("PUT /v1/agents/a1", (body) => ({ body: { ...(body as object), id: "a1", version: 4 } }));
  });

  it("saves a level where it is typed, with the rest of the agent as it was, and undoes it", async () => {
    show(<SkillsMatrix mayEdit />);
    const cell = await screen.findByRole("textbox", { name: "Ann: level in English" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "7{Enter}");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    expect(server.writes()[0]?.body).toEqual({
      name: "Ann",
      version: 3,
      skills: { s1: 7 },
      queues: ["q1"],
    });
    await userEvent.click(screen.getByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toMatchObject({ version: 4, skills: { s1: 5 } });
  });

  it("takes a level once when the keyboard goes on to the agent below, and one undo brings it back", async () => {
    const ben = { ...agent, id: "a2", name: "Ben" };
    server
      .on("GET /v1/agents", () => ({ body: { items: [agent, ben] } }))
      .on("PUT /v1/agents/a1", (body) => ({ body: { ...(body as object), id: "a1", version: 4 } }));
    queryClient.clear();
    show(<SkillsMatrix mayEdit />);
    const cell = await screen.findByRole("textbox", { name: "Ann: level in English" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "7{Enter}");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Ben: level in English");
    await userEvent.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(screen.queryByRole("button", { name: /Undo/ })).toBeNull());
    await waitFor(() => expect(server.writes()).toHaveLength(2));
    expect(server.writes()[1]?.body).toMatchObject({ skills: { s1: 5 } });
  });

  it("takes no level that there is not", async () => {
    show(<SkillsMatrix mayEdit />);
    const cell = await screen.findByRole<HTMLInputElement>("textbox", { name: "Ann: level in English" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "12{Enter}");
    expect(cell.value).toBe("5");
    expect(server.writes()).toEqual([]);
  });
});

describe("levels", () => {
  it.each([
    ["7", 7],
    ["0", null],
    [" ", null],
    ["11", undefined],
    ["x", undefined],
  ])("%j typed means %s", (text, level) => expect(readLevel(text)).toBe(level));

  it("are given and taken", () => {
    expect(withLevel({ s1: 5 }, "s2", 3)).toEqual({ s1: 5, s2: 3 });
    expect(withLevel({ s1: 5 }, "s1", null)).toEqual({});
  });

  it("lie beside one another", () => {
    expect(stepTo("ArrowDown", 1, 2)).toEqual([2, 2]);
    expect(stepTo("a", 1, 2)).toBeNull();
  });
});
