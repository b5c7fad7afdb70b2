import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it, vi } from "vitest";
import { FloorMapEditor, type MapDraft } from "./floor-map-editor";
import { FloorPlan, type Place } from "./floor-plan";

const ROOM: Place = {
  id: "room",
  kind: "room",
  x: 0,
  y: 0,
  width: 12,
  height: 7,
  label: "North",
  agent_id: null,
};
const desk = (id: string, x: number): Place => ({
  id,
  kind: "desk",
  x,
  y: 1,
  width: 4,
  height: 3,
  label: id,
  agent_id: null,
});
const MAP = { id: "map", version: 1, name: "Ground", columns: 30, rows: 16 };

async function drawing(places: Place[]) {
  new FakeServer().on("GET /v1/agents", () => ({ body: { items: [] } }));
  const onSave = vi.fn<(draft: MapDraft) => void>();
  const editor = () => <FloorMapEditor map={{ ...MAP, places }} isSaving={false} onSave={onSave} />;
  const router = createRouter({
    routeTree: createRootRoute({ component: editor }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const person = show(<RouterProvider router={router} />);
  await screen.findByRole("group", { name: "Ground" });
  const saved = async () => {
    await person.click(screen.getByRole("button", { name: "Save" }));
    return onSave.mock.lastCall?.[0] as MapDraft;
  };
  return { person, router, saved };
}

describe("drawing a floor", () => {
  it("leaves the desks where they are while a number is being typed", async () => {
    const { person, saved } = await drawing([desk("a", 0), desk("b", 20)]);
    const columns = screen.getByLabelText("Columns");
    await person.clear(columns);
    await person.type(columns, "45{Enter}");
    const { columns: now, places } = await saved();
    expect([now, places.map(({ x }) => x)]).toEqual([45, [0, 20]]);
  });

  it("puts a new desk where it does not hide the room's name", async () => {
    const { person, saved } = await drawing([ROOM]);
    await person.click(screen.getByRole("button", { name: "Desk" }));
    expect((await saved()).places[1]).toMatchObject({ x: 12, y: 0 });
  });

  it("goes on beside what was removed by keyboard", async () => {
    const { person } = await drawing([desk("a", 0), desk("b", 5), desk("c", 10)]);
    screen.getByRole("button", { name: "b" }).focus();
    await person.keyboard("{Delete}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("c"));
  });

  it("is not lost by a click elsewhere", async () => {
    const { person, router } = await drawing([]);
    await person.click(screen.getByRole("button", { name: "Desk" }));
    act(() => void router.navigate({ to: "/board" }));
    const stay = await screen.findByRole("button", { name: "Go on editing" });
    await waitFor(() => expect(document.activeElement).toBe(stay));
    fireEvent.click(stay);
    await waitFor(() => expect(screen.queryByText("Leave without saving?")).toBeNull());
    expect(router.state.location.pathname).toBe("/");
  });
});

describe("a floor", () => {
  it("does not call a desk free whose agent one does not oversee", () => {
    const seat = { ...desk("", 0), agent_id: "somebody" };
    show(<FloorPlan map={{ ...MAP, places: [seat] }} onOpen={() => undefined} />);
    expect(screen.getByRole("listitem").textContent).toBe("Taken");
  });
});
