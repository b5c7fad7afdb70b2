import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { useState } from "react";
import { expect, it } from "vitest";
import { CapacityField } from "./capacity-field";
import type { Capacity } from "./model/capacity";

let last: Capacity = {};

function Field() {
  const [capacity, setCapacity] = useState<Capacity>({ weights: {}, most: { email: 2 } });
  last = capacity;
  return <CapacityField value={capacity} onChange={setCapacity} />;
}

it("says how many fit, and keeps only what is not as usual", async () => {
  const person = show(<Field />);
  const at = () => screen.getAllByRole("group").map((row) => row.textContent?.match(/\d+ at once/)?.[0]);
  expect(at()).toEqual(["1 at once", "3 at once", "2 at once"]);
  const points = screen.getByRole("spinbutton", { name: "Points of one piece: Chat" });
  await person.click(points);
  await person.paste("50");
  await person.clear(screen.getByRole("spinbutton", { name: "At most: E-mail" }));
  await person.tab();
  expect(last).toEqual({ weights: { chat: 50 }, most: {} });
  expect(at()).toEqual(["1 at once", "2 at once", "20 at once"]);
});

it("does not let anybody take calls beside calls", () => {
  show(<Field />);
  const points = screen.getByRole<HTMLInputElement>("spinbutton", { name: "Points of one piece: Call" });
  expect(points.disabled).toBe(true);
});
