import { screen, waitFor } from "@testing-library/react";
import { aWork } from "@tests/support/a-work";
import { FakeServer, problem } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { describe, expect, it } from "vitest";
import { NotesForm } from "./notes-form";

const SAVE = "PUT /v1/desk/interactions/i1/wrap-up";
const FINISH = "POST /v1/desk/interactions/i1/finish";

describe("the notes", () => {
  it("are saved while they are typed, and only then called saved", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "Tea");
    expect(screen.getByText("Not saved yet")).toBeTruthy();
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(server.writes().at(-1)?.body).toEqual({ disposition_id: null, note: "Tea" });
  });

  it("that could not be saved say so", async () => {
    new FakeServer().on(SAVE, () => ({ status: 503, body: {} }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "x");
    expect(await screen.findByText(/Could not be saved/)).toBeTruthy();
  });

  it("go along when the wrap-up is finished, saved or not", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 })).on(FINISH, () => ({ status: 204 }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "Tea");
    await user.keyboard("{Alt>}w{/Alt}");
    await waitFor(() => expect(server.writes().some((asked) => asked.path.endsWith("finish"))).toBe(true));
    expect(server.writes().at(-1)?.body).toEqual({ disposition_id: null, note: "Tea" });
  });

  it("of a conversation that goes on cannot be finished", () => {
    new FakeServer();
    show(<NotesForm work={aWork({ state: "talking", ends_by: null, actions: ["hold", "save_wrap_up"] })} />);
    expect(screen.queryByRole("button", { name: /Finish/ })).toBeNull();
  });

  it("ask what the queue asks, and send the answers that were given", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 })).on(FINISH, () => ({ status: 204 }));
    const nothing = { hint: "", choices: [], least: null, most: null, ticket: null };
    const form = {
      name: "Orders",
      needs_disposition: true,
      fields: [
        { ...nothing, key: "q1", label: "Order number", kind: "text" as const, is_required: true },
        { ...nothing, key: "q2", label: "May we call?", kind: "yes_no" as const, is_required: false },
      ],
    };
    const user = show(<NotesForm work={aWork({ form, answers: { q1: "A 1", gone: "x" } })} />);
    await user.type(screen.getByLabelText(/Order number/), "7");
    await user.click(screen.getByRole("radio", { name: "No" }));
    await user.click(screen.getByRole("button", { name: /Finish/ }));
    // A form of a test before may still be trying to save what it had.
    const finished = () => server.writes().find(({ path }) => path.endsWith("finish"));
    await waitFor(() => expect(finished()).toBeTruthy());
    expect(finished()?.body).toEqual({
      disposition_id: null,
      note: "",
      answers: { q1: "A 17", q2: "no" },
    });
  });

  it("say beside the field that a ticket number is none, and show the way to one that is", async () => {
    const body = problem("wrap_up.ticket_unclear", undefined, "'Ticket': this is no ticket number.");
    const server = new FakeServer().on(SAVE, () => ({ status: 409, body }));
    const ticket = {
      prefixes: ["SUP-"],
      least_digits: 4,
      most_digits: 4,
      address: "https://help.example.com/{ticket}",
    };
    const asked = {
      key: "ticket",
      label: "Ticket",
      kind: "ticket" as const,
      is_required: false,
      hint: "From the mail",
    };
    const fields = [{ ...asked, choices: [], least: null, most: null, ticket }];
    const form = { name: "Orders", needs_disposition: false, fields };
    const user = show(
      <NotesForm
        work={aWork({ form, answers: { ticket: "SUP-1" }, ticket_address: "https://help.example.com/SUP-1" })}
      />,
    );
    const field = screen.getByLabelText("Ticket");
    expect(screen.getByRole("link", { name: /SUP-1/ }).getAttribute("href")).toBe(
      "https://help.example.com/SUP-1",
    );
    await user.type(field, "x");
    expect(await screen.findByText("This is no such ticket number.")).toBeTruthy();
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("SUP- and 4 digits")).toBeTruthy();
    expect(screen.queryByRole("link")).toBeNull();
    server.on(SAVE, () => ({ status: 204 }));
    await user.type(field, "{Backspace}");
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(screen.queryByText("This is no such ticket number.")).toBeNull();
    expect(server.writes().at(-1)?.body).toEqual({
      disposition_id: null,
      note: "",
      answers: { ticket: "SUP-1" },
    });
  });

  it("say why the server did not take them", async () => {
    const body = problem("wrap_up.answer_limits", undefined, "'Cups': from 0 to 5.");
    new FakeServer().on(SAVE, () => ({ status: 409, body }));
    const user = show(<NotesForm work={aWork()} />);
    await user.type(screen.getByLabelText("Note"), "x");
    expect(await screen.findByText("'Cups': from 0 to 5.")).toBeTruthy();
  });

  it("say what is missing until something is changed", async () => {
    const body = problem("wrap_up.disposition_missing", undefined, "Choose a disposition first.");
    new FakeServer().on(SAVE, () => ({ status: 204 })).on(FINISH, () => ({ status: 409, body }));
    const user = show(<NotesForm work={aWork()} />);
    await user.click(screen.getByRole("button", { name: /Finish/ }));
    expect((await screen.findByRole("alert")).textContent).toContain("Choose a disposition first.");
    await user.type(screen.getByLabelText("Note"), "x");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it.each([
    ["disposition_id", "text", /Disposition/],
    ["answers.q1", "text", /Answer/],
    ["answers.q1", "number", /Answer/],
    ["answers.q1", "choice", /Answer/],
    ["answers.q1", "date", /Answer/],
    ["answers.q1", "yes_no", "Yes"],
  ] as const)("mark what is missing, and bring the agent there: %s, a %s", async (field, kind, label) => {
    const nothing = { hint: "", choices: [], least: null, most: null, ticket: null };
    const fields = [{ ...nothing, key: "q1", label: "Answer", kind, is_required: true }];
    const body = problem("wrap_up.answer_missing", { [field]: "Missing." }, "Missing.");
    new FakeServer().on(SAVE, () => ({ status: 204 })).on(FINISH, () => ({ status: 409, body }));
    const form = { name: "Orders", needs_disposition: true, fields };
    const user = show(<NotesForm work={aWork({ form })} />);
    await user.click(screen.getByRole("button", { name: /Finish/ }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(label)));
    expect(document.activeElement?.closest('[aria-invalid="true"]')).toBeTruthy();
  });

  it("keep a number outside its limits as it was typed, and say so", async () => {
    const server = new FakeServer().on(SAVE, () => ({ status: 204 }));
    const cups = {
      ...{ key: "q1", label: "Cups", kind: "number" as const, is_required: false, hint: "" },
      ...{ choices: [], least: 0, most: 40, ticket: null },
    };
    const user = show(
      <NotesForm work={aWork({ form: { name: "Orders", needs_disposition: false, fields: [cups] } })} />,
    );
    const field = screen.getByLabelText<HTMLInputElement>("Cups");
    await user.type(field, "99");
    await user.tab();
    expect(field.value).toBe("99");
    expect(screen.getByText("From 0 to 40, please.")).toBeTruthy();
    await waitFor(() => expect(server.writes().at(-1)?.body).toMatchObject({ answers: { q1: "99" } }));
  });
});
