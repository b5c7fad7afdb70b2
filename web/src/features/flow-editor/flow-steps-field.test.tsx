import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { Form } from "antd";
import { expect, it } from "vitest";
import { FaultsProvider, Part } from "@/shared/ui/faults";
import { FlowStepsField } from "./flow-steps-field";
import type { Steps } from "./model/steps";

const STEPS: Steps = {
  ask: {
    kind: "menu",
    text: { en: "Hi" },
    choices: { "1": "gone" },
    otherwise: null,
    timeout_s: 5,
    attempts: 3,
  },
  end: { kind: "hang_up" },
};
const WRONG = new Map([
  ["steps.ask.timeout_s", "Sooner, please."],
  ["steps.ask.choices.1", "No such step."],
  ["steps.end", "No way leads here."],
]);

it("marks the one box of a step that is wrong, and a folded step tells what is wrong in it", async () => {
  new FakeServer();
  const person = show(
    <FaultsProvider value={{ faults: WRONG, claim: () => () => undefined }}>
      <Form.Item validateStatus="error">
        <Part name="steps">
          <FlowStepsField value={STEPS} />
        </Part>
      </Form.Item>
    </FaultsProvider>,
  );
  expect(screen.getByText("No way leads here.")).toBeTruthy();
  await person.click(screen.getByRole("button", { name: /^ask/ }));
  const invalid = [...document.querySelectorAll("input[aria-invalid=true]")];
  expect(invalid.map((box) => box.getAttribute("aria-describedby"))).toEqual([
    screen.getByText("No such step.").id,
    screen.getByText("Sooner, please.").id,
  ]);
  const marked = [...document.querySelectorAll("[class*=-status-error]")];
  expect(marked.map((box) => box.querySelector("input")?.getAttribute("aria-invalid"))).toEqual([
    "true",
    "true",
  ]);
});
