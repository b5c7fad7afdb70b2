import { screen } from "@testing-library/react";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { Form } from "antd";
import { useState } from "react";
import { expect, it } from "vitest";
import { FaultsProvider, Part } from "@/shared/ui/faults";
import { kindsFor, newQuestion, ofKind, type Question } from "./model/questions";
import { QuestionsField } from "./questions-field";

let kept: Question[] = [];

function Editor({ first }: { first: Question[] }) {
  const [value, setValue] = useState(first);
  kept = value;
  return <QuestionsField value={value} onChange={setValue} />;
}

it("describes ticket numbers: prefixes, digits and where they lead", async () => {
  new FakeServer();
  const user = show(<Editor first={[ofKind(newQuestion([]), "ticket")]} />);
  await user.type(screen.getByLabelText("Prefixes, if any (Enter after each)"), "SUP-{Enter}");
  await user.clear(screen.getByLabelText("Digits, at least"));
  await user.type(screen.getByLabelText("Digits, at least"), "4");
  await user.type(screen.getByLabelText(/Address of a ticket/), "https://help.example.com/{{ticket}");
  expect(kept[0]).toMatchObject({
    key: "ticket",
    ticket: {
      prefixes: ["SUP-"],
      least_digits: 4,
      most_digits: 12,
      address: "https://help.example.com/{ticket}",
    },
  });
});

it("asks for one ticket number at most, under a key of its own", () => {
  const plain = newQuestion([]);
  const ticket = ofKind(plain, "ticket");
  expect([ticket.key, kindsFor(ticket, [ticket]).includes("ticket")]).toEqual(["ticket", true]);
  const second = newQuestion([ticket]);
  expect(kindsFor(second, [ticket, second])).not.toContain("ticket");
  expect(ofKind(ticket, "text", [ticket, second])).toMatchObject({ key: "q3", ticket: null });
});

it("marks the one box of a question that is wrong", async () => {
  new FakeServer();
  const faults = new Map([["questions.1.label", "Please fill this in."]]);
  show(
    <FaultsProvider value={{ faults, claim: () => () => undefined }}>
      <Form.Item validateStatus="error">
        <Part name="questions">
          <Editor first={[newQuestion([]), { ...newQuestion([]), key: "other", kind: "number" }]} />
        </Part>
      </Form.Item>
    </FaultsProvider>,
  );
  const told = screen.getByText("Please fill this in.");
  const invalid = [...document.querySelectorAll("[aria-invalid=true]")];
  expect(invalid.map((box) => box.getAttribute("aria-describedby"))).toEqual([told.id]);
  expect(document.querySelectorAll("[class*=-status-error]")).toHaveLength(1);
});
