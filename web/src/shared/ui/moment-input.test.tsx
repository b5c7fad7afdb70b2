import { screen } from "@testing-library/react";
import { show } from "@tests/support/show";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { showLanguage } from "@/shared/i18n/i18n";
import { DayInput, MomentInput, TimeInput } from "./moment-input";

const heard: string[] = [];

function Fields() {
  const [moment, setMoment] = useState("");
  const [time, setTime] = useState("09:00");
  heard.push(`${moment} ${time}`);
  return (
    <>
      <MomentInput aria-label="Due" value={moment} onChange={setMoment} />
      <TimeInput aria-label="Opens" value={time} onChange={setTime} required />
    </>
  );
}

describe("fields for days and times", () => {
  afterEach(() => showLanguage("en"));

  it("take what is typed, and hand it on as a local text", async () => {
    const person = show(<Fields />);
    const write = async (label: string, text: string) => {
      await person.click(screen.getByLabelText(label));
      await person.clear(screen.getByLabelText(label));
      await person.paste(text);
      await person.keyboard("{Enter}");
    };
    await write("Due", "2026-01-06 15:30");
    await write("Opens", "08:15");
    expect(heard.at(-1)).toBe("2026-01-06T15:30 08:15");
  });

  it("say what they could not read, and how to write it", async () => {
    const person = show(<Fields />);
    await person.click(screen.getByLabelText("Due"));
    await person.paste("tomorrow");
    await person.tab();
    expect((await screen.findByRole("status")).textContent).toMatch(
      /^“tomorrow” is no day and time\. Write it like \d{4}-\d\d-\d\d \d\d:\d\d\.$/,
    );
    await person.click(screen.getByLabelText("Due"));
    await person.paste("2026-01-06 15:30");
    await person.tab();
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("name weekdays in the page's language, whatever the browser's is", async () => {
    await showLanguage("zh-Hans");
    const person = show(<DayInput aria-label="Day" value="2026-01-06" />);
    await person.click(screen.getByLabelText("Day"));
    expect(await screen.findByRole("columnheader", { name: "一" })).toBeTruthy();
  });
});
