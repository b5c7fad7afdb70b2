import { screen, waitFor } from "@testing-library/react";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { Input } from "antd";
import { expect, it, vi } from "vitest";
import { Box, Part } from "@/shared/ui/faults";
import { CataloguePage } from "./catalogue-page";
import type { OwnFields } from "./fields/form-field";
import type { Kind } from "./model/kind";
import { findKind } from "./model/kinds";

const SKILLS = findKind("skills") as Kind;
const nothing = () => null;
const OWN = { overflow: nothing, relaxation: nothing } as unknown as OwnFields;
const mandarin = { id: "s1", name: "Mandarin", version: 3 };

type Step = { after?: string };

function Steps({ value = [], onChange }: { value?: Step[]; onChange?: (value: Step[]) => void }) {
  const set = (at: number, after: string) =>
    onChange?.(value.map((step, other) => (other === at ? { after } : step)));
  return value.map((step, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id
    <Part key={at} name={at}>
      <Box name="after">
        <Input value={step.after} onChange={({ target }) => set(at, target.value)} />
      </Box>
    </Part>
  ));
}

it("says no more at a field what was wrong there the time before", async () => {
  const ways: Kind["fields"] = [
    { key: "when_closed", input: "own", name: "overflow" },
    { key: "relaxation", input: "own", name: "relaxation" },
  ];
  const server = new FakeServer().on("GET /v1/skills", () => ({ body: { items: [mandarin] } }));
  const wrong = ways.map(({ key }) => problem("input.invalid", { [key]: `wrong in ${key}` }));
  server.on("PUT /v1/skills/s1", () => ({ status: 422, body: wrong.shift() }));
  const user = show(<CataloguePage kind={{ ...SKILLS, fields: ways }} mayEdit own={OWN} askedFor="s1" />);
  await user.click(await screen.findByRole("button", { name: "Save" }));
  expect(await screen.findByText(/wrong in when_closed/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/wrong in relaxation/)).toBeTruthy();
  await waitFor(() => expect(screen.queryByText(/wrong in when_closed/)).toBeNull());
});

it("marks only the box that is wrong inside a large field, until that one is changed", async () => {
  const wrong = { "relaxation.1.after": "Input should be a valid integer" };
  new FakeServer()
    .on("GET /v1/skills", () => ({ body: { items: [{ ...mandarin, relaxation: [{}, {}] }] } }))
    .on("PUT /v1/skills/s1", () => ({ status: 422, body: problem("input.invalid", wrong) }));
  const fields: Kind["fields"] = [{ key: "relaxation", input: "own", name: "relaxation" }];
  const own = { ...OWN, relaxation: Steps };
  const user = show(<CataloguePage kind={{ ...SKILLS, fields }} mayEdit own={own} askedFor="s1" />);
  await user.click(await screen.findByRole("button", { name: "Save" }));
  expect(await screen.findByText("Please fill this in.")).toBeTruthy();
  const [first, second] = screen.getAllByRole<HTMLInputElement>("textbox") as unknown as [
    HTMLElement,
    HTMLElement,
  ];
  expect([first, second].map((box) => box.getAttribute("aria-invalid"))).toEqual([null, "true"]);
  expect(document.activeElement).toBe(second);
  await user.type(first, "1");
  expect(screen.getByText("Please fill this in.")).toBeTruthy();
  await user.type(second, "1");
  expect(screen.queryByText("Please fill this in.")).toBeNull();
});

it("brings into view why all of it was refused, which may stand far below", async () => {
  const shown: (string | null)[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    shown.push(this.textContent);
  });
  new FakeServer()
    .on("GET /v1/skills", () => ({ body: { items: [mandarin] } }))
    .on("PUT /v1/skills/s1", () => ({
      status: 409,
      body: { ...problem("agents.in_use"), detail: "It is in use." },
    }));
  const user = show(<CataloguePage kind={SKILLS} mayEdit own={OWN} askedFor="s1" />);
  await user.click(await screen.findByRole("button", { name: "Save" }));
  await waitFor(() => expect(shown).toEqual(["It is in use."]));
});
