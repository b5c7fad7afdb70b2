import { fireEvent, screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { Form } from "antd";
import { expect, it } from "vitest";
import { ChangesField } from "./changes-field";
import { type Change, type Changes, NO_CHANGES, type Subject } from "./model/changes";

const page = (items: unknown[]) => ({ body: { items, next_cursor: null } });
const AGENT = { id: "a1", name: "Anna", skills: { en: 8 }, queues: ["q1"] };
const QUEUE = { id: "q1", name: "Sales", required_skills: {}, service_level_s: 20, order_by: "arrival" };
const SKILL = { id: "en", name: "English" };

let held: Changes;

/** The field with what it holds, known to `held`. */
function Field({ subject, made }: { subject: Subject; made: Change[] }) {
  return (
    <Form
      initialValues={{ changes: { ...NO_CHANGES, made } }}
      onValuesChange={(_, { changes }) => (held = changes)}
    >
      <Form.Item name="changes">
        <ChangesField subject={subject} />
      </Form.Item>
    </Form>
  );
}

async function open(subject: Subject, made: Change[] = []) {
  new FakeServer()
    .on("GET /v1/agents", () => page([AGENT]))
    .on("GET /v1/queues", () => page([QUEUE]))
    .on("GET /v1/skills", () => page([SKILL]));
  show(<Field subject={subject} made={made} />);
  fireEvent.click(await screen.findByText(subject === "agents" ? "Change an agent" : "Change a queue"));
}

async function choose(field: string, option: string) {
  fireEvent.mouseDown(await screen.findByLabelText(field));
  const shown = await screen.findAllByTitle(option);
  fireEvent.click(shown.at(-1) as HTMLElement);
}

it("says in a line which level of an agent would be another", async () => {
  await open("agents");
  await choose("Agent", "Anna");
  await choose("What changes", "English");
  fireEvent.click(screen.getByText("Add"));
  expect(screen.getByRole("alert").textContent).toBe("Please fill this in.");
  await choose("Level", "5");
  fireEvent.click(screen.getByText("Add"));
  expect(screen.getByText("Anna: English 5 instead of 8")).toBeTruthy();
  expect(held).toEqual({ made: [{ whom: "a1", what: "skill:en", value: 5 }], draft: null });
});

it("takes a line away, and a second word about the same thing takes the place of the first", async () => {
  await open("agents", [
    { whom: "a1", what: "skill:en", value: null },
    { whom: "a1", what: "more", value: 2 },
  ]);
  fireEvent.click(await screen.findByLabelText("Remove: Anna: 2 more like this one"));
  await choose("Agent", "Anna");
  await choose("What changes", "English");
  await choose("Level", "3");
  expect(screen.getByText("Anna: without English 8")).toBeTruthy();
  fireEvent.click(screen.getByText("Add"));
  expect(held.made).toEqual([{ whom: "a1", what: "skill:en", value: 3 }]);
});

it("says at its field what a threshold cannot be", async () => {
  await open("queues");
  await choose("Queue", "Sales");
  await choose("What changes", "Service level target");
  const number = await screen.findByLabelText("service level target");
  for (const [typed, said] of [
    ["0", "From 1 to 3600, please."],
    ["20", "This is how it is now: choose another value."],
  ] as const) {
    fireEvent.change(number, { target: { value: typed } });
    fireEvent.click(screen.getByText("Add"));
    expect(screen.getByRole("alert").textContent).toBe(said);
  }
  fireEvent.change(number, { target: { value: "60" } });
  fireEvent.click(screen.getByText("Add"));
  expect(screen.getByText("Sales: service level target 60 s instead of 20 s")).toBeTruthy();
});

it("tells another order in words", async () => {
  await open("queues", [{ whom: "q1", what: "order_by", value: "ratio" }]);
  const order = "Sales: order “Whose queue is longest for its weight” instead of “Who came first”";
  expect(await screen.findByText(order)).toBeTruthy();
});
