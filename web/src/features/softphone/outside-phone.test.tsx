import { screen, waitFor } from "@testing-library/react";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { OutsidePhone } from "./outside-phone";

const SET = "PUT /v1/desk/phone-number";
const phone = {
  kind: "outside" as const,
  is_reachable: true,
  number: "+8613800138000",
  may_set_number: true,
};

describe("the phone outside", () => {
  it("is shown with its number, and is no button where an administrator sets it", () => {
    show(<OutsidePhone phone={{ ...phone, may_set_number: false }} />);
    expect(screen.getByText("Phone: +8613800138000")).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("says that no number is set", () => {
    show(<OutsidePhone phone={{ ...phone, number: "", is_reachable: false }} />);
    expect(screen.getByText("No phone number set")).toBeTruthy();
  });

  it("is changed by its agent", async () => {
    const server = new FakeServer().on(SET, () => ({ status: 204 }));
    const user = show(<OutsidePhone phone={phone} />);
    await user.click(screen.getByRole("button"));
    const field = await screen.findByLabelText("Telephone number");
    await user.clear(field);
    await user.type(field, "+8613900139000");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByLabelText("Telephone number")).toBeNull());
    expect(server.writes().map(({ body }) => body)).toEqual([{ number: "+8613900139000" }]);
  });

  it("says at the field why a number is refused", async () => {
    new FakeServer().on(SET, () => ({
      status: 409,
      body: problem("dial.not_allowed", undefined, "This number must not be called."),
    }));
    const user = show(<OutsidePhone phone={phone} />);
    await user.click(screen.getByRole("button"));
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(await screen.findByText(/This number must not be called/)).toBeTruthy();
    expect(screen.getByLabelText("Telephone number")).toBeTruthy();
  });
});
