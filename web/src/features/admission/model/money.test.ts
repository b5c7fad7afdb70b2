import { expect, it } from "vitest";
import { amountOf, amountTold, hundredthsOf } from "./money";

it("every amount with two decimals comes back as it was", () => {
  const wrong = Array.from({ length: 100_000 }, (_, at) => at).filter(
    (one) => hundredthsOf(amountOf(one)) !== one || hundredthsOf(Number((one / 100).toFixed(2))) !== one,
  );
  expect(wrong).toEqual([]);
  expect(hundredthsOf(2.3)).toBe(230);
});

it("nothing is no amount, and zero is one", () => {
  expect([amountOf(null), hundredthsOf(null)]).toEqual([null, null]);
  expect([amountOf(0), hundredthsOf(0)]).toEqual([0, 0]);
});

it("an amount is told with its decimals", () => {
  expect(amountTold(123450, "en")).toBe("1,234.50");
});
