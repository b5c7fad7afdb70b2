import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { useState } from "react";
import { expect, it } from "vitest";
import { NumberInput } from "./number-input";

function Field({ bounds }: { bounds: { min?: number; max?: number } }) {
  const [value, setValue] = useState<number | null>(5);
  return <NumberInput aria-label="Seconds" {...bounds} value={value} onChange={setValue} />;
}

it.each([
  [{ min: 0, max: 120 }, "99999", "From 0 to 120, please."],
  [{ max: 9 }, "10", "9 or less, please."],
  [{ min: 1 }, "-3", "1 or more, please."],
])("keeps what is out of %j as it was typed, and says what it may be", async (bounds, typed, said) => {
  const person = show(<Field bounds={bounds} />);
  const field = screen.getByLabelText<HTMLInputElement>("Seconds");
  expect(screen.queryByRole("status")).toBeNull();
  await person.clear(field);
  await person.type(field, typed);
  await person.tab();
  expect(field.value).toBe(typed);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByRole("status").textContent).toBe(said);
  await person.clear(field);
  await person.type(field, "7");
  expect(screen.queryByRole("status")).toBeNull();
});

function Owned() {
  const [value, setValue] = useState<number | null>(30);
  return <NumberInput aria-label="Seconds" min={1} value={value} onChange={(next) => setValue(next ?? 1)} />;
}

it("stays empty while another number is typed, whatever its owner makes of an empty one", async () => {
  const person = show(<Owned />);
  const field = screen.getByLabelText<HTMLInputElement>("Seconds");
  await person.clear(field);
  expect(field.value).toBe("");
  await person.type(field, "45");
  expect(field.value).toBe("45");
  await person.clear(field);
  await person.tab();
  expect(field.value).toBe("1");
});
