import { screen, waitFor, within } from "@testing-library/react";
import { FakeServer, problem } from "@tests/support/fake-server";
import { HeldAnswers } from "@tests/support/held-answers";
import { show } from "@tests/support/show";
import { describe, expect, it, vi } from "vitest";
import { CataloguePage } from "./catalogue-page";
import type { OwnFields } from "./fields/form-field";
import type { Kind } from "./model/kind";
import { findKind } from "./model/kinds";

const SKILLS = findKind("skills") as Kind;
const nothing = () => null;
const OWN: OwnFields = {
  flow_start: nothing,
  flow_steps: nothing,
  agent_choice: nothing,
  music: nothing,
  choice_weights: nothing,
  relaxation: nothing,
  overflow: nothing,
  waiting_room: nothing,
  head_starts: nothing,
  capacity: nothing,
  alternatives: nothing,
  questions: nothing,
};
const mandarin = { id: "s1", name: "Mandarin", version: 3 };

function showSkills(items: object[], mayEdit = true) {
  const server = new FakeServer().on("GET /v1/skills", () => ({ body: { items } }));
  const user = show(<CataloguePage kind={SKILLS} mayEdit={mayEdit} own={OWN} />);
  return { server, user };
}

async function edit(user: ReturnType<typeof show>, name: string) {
  await user.click(await screen.findByRole("button", { name: "Mandarin" }));
  const input = await screen.findByLabelText("Name");
  await user.clear(input);
  await user.type(input, name);
  await user.click(screen.getByRole("button", { name: "Save" }));
}

describe("a page of records", () => {
  it("that is empty says what to do next", async () => {
    showSkills([]);
    expect(await screen.findByText("No skill yet.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Add skill" })).toBeTruthy();
  });

  it("opens the record that the address asks for, and says when it was closed", async () => {
    new FakeServer().on("GET /v1/skills", () => ({ body: { items: [mandarin] } }));
    const closed = vi.fn();
    const user = show(
      <CataloguePage kind={SKILLS} mayEdit own={OWN} askedFor={mandarin.id} onClose={closed} />,
    );
    expect(await screen.findByRole("dialog", { name: "Mandarin" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(closed).toHaveBeenCalled();
  });

  it("names whatever its columns refer to", async () => {
    new FakeServer()
      .on("GET /v1/voicemail-boxes", () => ({
        body: { items: [{ id: "b1", name: "Ann\u2019s box", queue_id: null, agent_id: "a1", version: 1 }] },
      }))
      .on("GET /v1/agents", () => ({ body: { items: [{ id: "a1", name: "Ann Lee" }] } }))
      .on("GET /v1/queues", () => ({ body: { items: [] } }));
    show(<CataloguePage kind={findKind("voicemail-boxes") as Kind} mayEdit own={OWN} />);
    expect(await screen.findByRole("cell", { name: "Ann Lee" })).toBeTruthy();
  });

  it("keeps what a voicemail box says, by language, and for how long it keeps messages", async () => {
    const box = { id: "b1", name: "Night", queue_id: null, agent_id: null, keep_days: null, version: 2 };
    const server = new FakeServer()
      .on("GET /v1/voicemail-boxes", () => ({
        body: { items: [{ ...box, greeting: { en: "We sleep.", yue: "瞓咗。" } }] },
      }))
      .on("GET /v1/agents", () => ({ body: { items: [] } }))
      .on("GET /v1/queues", () => ({ body: { items: [] } }))
      .on("PUT /v1/voicemail-boxes/b1", (sent) => ({ body: { ...(sent as object), id: "b1", version: 3 } }));
    const user = show(<CataloguePage kind={findKind("voicemail-boxes") as Kind} mayEdit own={OWN} />);
    await user.click(await screen.findByRole("button", { name: "Night" }));
    await user.clear(await screen.findByLabelText("粵語"));
    await user.type(screen.getByLabelText("English"), " Speak.");
    await user.type(screen.getByLabelText("Keep messages for"), "30");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(server.writes()[0]?.body).toMatchObject({ greeting: { en: "We sleep. Speak." }, keep_days: 30 }),
    );
  });

  it("asks of an agent only what belongs to the kind of phone", async () => {
    const agent = {
      ...(findKind("agents") as Kind).fresh,
      ...{ id: "a1", name: "Ann Lee", keeps_line: true, version: 2 },
    };
    const server = new FakeServer()
      .on("GET /v1/agents", () => ({ body: { items: [agent] } }))
      .on("PUT /v1/agents/a1", (sent) => ({ body: { ...(sent as object), id: "a1", version: 3 } }));
    for (const path of ["users", "queues", "skills", "teams"])
      server.on(`GET /v1/${path}`, () => ({ body: { items: [] } }));
    const user = show(<CataloguePage kind={findKind("agents") as Kind} mayEdit own={OWN} />);
    await user.click(await screen.findByRole("button", { name: "Ann Lee" }));
    expect(await screen.findByLabelText("Keep the line open")).toBeTruthy();
    expect(screen.queryByLabelText("Number of the phone outside")).toBeNull();
    await user.click(screen.getByLabelText("Phone"));
    await user.click(screen.getByTitle("A number outside"));
    expect(screen.queryByLabelText("Keep the line open")).toBeNull();
    await user.type(await screen.findByLabelText("Number of the phone outside"), "+8613800138000");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(server.writes()[0]?.body).toMatchObject({
        phone_kind: "outside",
        phone_number: "+8613800138000",
        keeps_line: false,
      }),
    );
  });

  it("sends the version that was edited", async () => {
    const { server, user } = showSkills([mandarin]);
    server.on("PUT /v1/skills/s1", () => ({ body: { ...mandarin, name: "Putonghua", version: 4 } }));
    await edit(user, "Putonghua");
    await waitFor(() => expect(server.writes()[0]?.body).toEqual({ name: "Putonghua", version: 3 }));
    expect(await screen.findByText("Putonghua is saved and in use.")).toBeTruthy();
  });

  it("does not close the record that was opened while another one was being saved", async () => {
    const { server, user } = showSkills([mandarin, { id: "s2", name: "Welsh", version: 1 }]);
    const answers = new HeldAnswers();
    server.on("PUT /v1/skills/s1", answers.hold);
    await edit(user, "Putonghua");
    await waitFor(() => expect(server.writes()).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Welsh" }));
    const dialog = await screen.findByRole("dialog", { name: "Welsh" });
    await answers.give({ body: { ...mandarin, name: "Putonghua", version: 4 } });
    expect(await screen.findByText("Putonghua is saved and in use.")).toBeTruthy();
    expect(screen.getByRole("dialog", { name: "Welsh" })).toBe(dialog);
  });

  it("takes a change back on undo, on top of the version that was saved", async () => {
    const { server, user } = showSkills([mandarin]);
    server.on("PUT /v1/skills/s1", (sent) => ({
      body: { ...(sent as object), id: "s1", version: (sent as { version: number }).version + 1 },
    }));
    await edit(user, "Putonghua");
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(server.writes().map(({ body }) => body)).toEqual([
        { name: "Putonghua", version: 3 },
        { name: "Mandarin", version: 4 },
      ]),
    );
  });

  it("takes an earlier version into the form, to be saved from there", async () => {
    const { server, user } = showSkills([mandarin]);
    const edition = (name: string, version: number) => ({
      at: "2026-01-05T12:00:00Z",
      by: null,
      item: { ...mandarin, name, version },
    });
    server
      .on("GET /v1/users", () => ({ body: { items: [] } }))
      .on("GET /v1/skills/s1/versions", () => ({
        body: { items: [edition("Mandarin", 3), edition("Putonghua", 2)] },
      }))
      .on("PUT /v1/skills/s1", (sent) => ({ body: { ...(sent as object), id: "s1", version: 4 } }));
    await user.click(await screen.findByRole("button", { name: "Mandarin" }));
    await user.click(await screen.findByRole("button", { name: "2 earlier versions" }));
    expect((await screen.findByText("Putonghua")).closest("li")?.textContent).toBe(
      "Name: Putonghua → Mandarin",
    );
    await user.click(await screen.findByRole("button", { name: "Take into the form" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.writes()[0]?.body).toEqual({ name: "Putonghua", version: 3 }));
  });

  it("puts what is wrong with a field beside the field", async () => {
    const { server, user } = showSkills([mandarin]);
    const body = problem("input.invalid", { name: "is too odd" }, "See the fields.");
    server.on("PUT /v1/skills/s1", () => ({ status: 422, body }));
    await edit(user, "Odd");
    expect(await screen.findByText("is too odd")).toBeTruthy();
    expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true");
  });

  it("says at the field which rule was broken, and keeps what was typed", async () => {
    const { server, user } = showSkills([mandarin]);
    const detail = "Another skill is called 'Tea' already.";
    server.on("PUT /v1/skills/s1", () => ({
      status: 409,
      body: { ...problem("catalogue.name_taken"), detail, fields: { name: detail } },
    }));
    await edit(user, "Tea");
    expect(await screen.findByText(detail)).toBeTruthy();
    const input = screen.getByLabelText<HTMLInputElement>("Name");
    expect([input.getAttribute("aria-invalid"), input.value]).toEqual(["true", "Tea"]);
  });

  it("explains a conflict, and lets one keep one's own values on top of the new version", async () => {
    const { server, user } = showSkills([mandarin]);
    server
      .on("PUT /v1/skills/s1", (sent) =>
        (sent as { version: number }).version === 3
          ? { status: 409, body: problem("catalogue.changed_meanwhile") }
          : { body: { ...mandarin, name: "Mine", version: 8 } },
      )
      .on("GET /v1/skills/s1", () => ({ body: { ...mandarin, name: "Theirs", version: 7 } }));
    await edit(user, "Mine");
    await user.click(await screen.findByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Keep mine" })).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.writes().at(-1)?.body).toEqual({ name: "Mine", version: 7 }));
  });

  it("hides a removed record at once and brings it back on undo, without asking the server", async () => {
    const { server, user } = showSkills([mandarin]);
    await user.click(await screen.findByRole("button", { name: "Mandarin" }));
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(within(await screen.findByRole("table")).getByText("Mandarin")).toBeTruthy();
    expect(server.writes()).toEqual([]);
  });

  it("for those who may only look has nothing to press", async () => {
    const { user } = showSkills([mandarin], false);
    await user.click(await screen.findByRole("button", { name: "Mandarin" }));
    expect(await screen.findByText(/but not change it/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Add skill" })).toBeNull();
  });
});
