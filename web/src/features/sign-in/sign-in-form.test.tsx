import { screen, waitFor } from "@testing-library/react";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it, vi } from "vitest";
import { SignInForm } from "./sign-in-form";

const session = { user: { name: "Ann" }, permissions: [], csrf: "token-of-ann" };

async function signIn(onSignedIn = vi.fn()) {
  const user = show(<SignInForm onSignedIn={onSignedIn} />);
  await user.type(screen.getByLabelText("Login"), "ann");
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  return onSignedIn;
}

describe("signing in", () => {
  it("works by keyboard alone, and hands the session on", async () => {
    const server = new FakeServer().on("POST /v1/session", () => ({ body: session }));
    const onSignedIn = await signIn();
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledWith(session));
    expect(server.writes()[0]?.body).toEqual({ login: "ann", password: "secret" });
  });

  it("says that login or password is wrong, and not which", async () => {
    new FakeServer().on("POST /v1/session", () => ({ status: 401, body: problem("sign_in.wrong") }));
    const onSignedIn = await signIn();
    expect((await screen.findByRole("alert")).textContent).toBe("Login or password is wrong.");
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  it("asks for what is missing before it asks the server", async () => {
    const server = new FakeServer();
    const user = show(<SignInForm onSignedIn={vi.fn()} />);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findAllByText("Please fill this in.")).toHaveLength(2);
    expect(server.asked).toEqual([]);
  });
});
