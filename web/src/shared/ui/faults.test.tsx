import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { Form, Input, Select } from "antd";
import { useEffect } from "react";
import { expect, it } from "vitest";
import { Box, FaultsProvider, goToFault, Part, PartFault, useFaults } from "./faults";
import { NumberInput } from "./number-input";

const WRONG = new Map([
  ["steps.1.after", "Later, please."],
  ["steps.1.queue", "Choose one."],
  ["steps.0", "It changes nothing."],
]);

function Steps() {
  const { offered, setFaults, isClaimed } = useFaults();
  useEffect(() => {
    expect(isClaimed("steps.1.after")).toBe(true);
    expect(isClaimed("steps")).toBe(false);
    setFaults(WRONG);
  }, [setFaults, isClaimed]);
  return (
    <FaultsProvider value={offered}>
      <Form.Item validateStatus="error" help="Something is wrong.">
        {["0", "1"].map((at) => (
          <Part key={at} name="steps">
            <Part name={at}>
              <PartFault name="" />
              <Box name="after">
                <NumberInput aria-label={`After ${at}`} min={1} value={0} />
              </Box>
              <Box name="queue">
                <Select aria-label={`Queue ${at}`} />
              </Box>
              <Box name="note">
                <Input aria-label={`Note ${at}`} />
              </Box>
            </Part>
          </Part>
        ))}
      </Form.Item>
    </FaultsProvider>
  );
}

it("marks the boxes that something is wrong in, and says there what", async () => {
  show(<Steps />);
  await screen.findByText("Later, please.");
  const invalid = [...document.querySelectorAll("input[aria-invalid=true]")];
  // A number out of its bounds marks itself.
  expect(invalid.map((box) => box.getAttribute("aria-label"))).toEqual(["After 0", "After 1", "Queue 1"]);
  expect(screen.getByLabelText("Queue 1").getAttribute("aria-describedby")).toBe(
    screen.getByText("Choose one.").id,
  );
  expect(document.querySelectorAll("[class*=-status-error]")).toHaveLength(3);
  // What the bounds are is not said besides.
  expect(screen.getAllByRole("status")).toHaveLength(1);
});

it("brings the keyboard to the first of them", async () => {
  show(<Steps />);
  const told = await screen.findByText("It changes nothing.");
  goToFault(document);
  expect(document.activeElement).toBe(told);
});
