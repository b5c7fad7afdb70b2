import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { AlternativesField } from "./alternatives-field";

const SKILLS = [
  { id: "s1", name: "Mandarin" },
  { id: "s2", name: "Cantonese" },
];
let last: Record<string, number>[] = [];

function Editor({ begun }: { begun: Record<string, number>[] }) {
  const [value, setValue] = useState(begun);
  last = value;
  return <AlternativesField value={value} onChange={setValue} />;
}

beforeEach(() => {
  new FakeServer().on("GET /v1/skills", () => ({ body: { items: SKILLS } }));
});

it("this skill or that one: two sets", async () => {
  show(<Editor begun={[{ s1: 3 }]} />);
  await userEvent.click(screen.getByRole("button", { name: "Add a set" }));
  const second = screen.getByRole("region", { name: "Set 2" });
  await userEvent.click(within(second).getByRole("combobox", { name: "Skill of set 2" }));
  await userEvent.click(await screen.findByTitle("Cantonese"));
  expect(last).toEqual([{ s1: 3 }, { s2: 5 }]);
});

it("a set is taken away, and without any it is told what they are for", async () => {
  show(<Editor begun={[{ s1: 3 }]} />);
  await userEvent.click(screen.getByRole("button", { name: "Remove set 1" }));
  expect(last).toEqual([]);
  expect(screen.getByText(/this skill, or that one/)).toBeTruthy();
});
