/** Renders a part of the page with what every part has around it. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { queryClient } from "@/shared/session/session";
import { ThemeProvider } from "@/shared/theme/theme-provider";

export function show(part: ReactNode) {
  return showAgain(part).user;
}

/** Like `show`; `again` draws the part as it is later. */
export function showAgain(part: ReactNode) {
  const { rerender } = render(around(part));
  return { user: userEvent.setup(), again: (later: ReactNode) => rerender(around(later)) };
}

function around(part: ReactNode) {
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>{part}</ThemeProvider>
    </QueryClientProvider>
  );
}
