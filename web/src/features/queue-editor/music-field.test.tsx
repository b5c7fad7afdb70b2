import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeServer } from "@tests/support/fake-server";
import { show } from "@tests/support/show";
import { expect, it, vi } from "vitest";
import { MusicField } from "./music-field";

function serverWithMusic(): void {
  const items = [
    { name: "default", pieces: 5 },
    { name: "spring", pieces: 1 },
  ];
  new FakeServer().on("GET /v1/music", () => ({ body: { items } }));
}

it("the music of a queue is one of those there are", async () => {
  serverWithMusic();
  const chosen = vi.fn();
  show(<MusicField value="default" onChange={chosen} />);
  await userEvent.click(screen.getByRole("combobox"));
  await userEvent.click(await screen.findByTitle("spring"));
  expect(chosen).toHaveBeenCalledWith("spring");
});

it("music that was taken away is told, and cannot be heard", async () => {
  serverWithMusic();
  show(<MusicField value="autumn" />);
  expect(await screen.findByText(/was taken away/)).toBeTruthy();
  const listen = screen.getByRole("button", { name: "Listen" });
  expect((listen as HTMLButtonElement).disabled).toBe(true);
});
