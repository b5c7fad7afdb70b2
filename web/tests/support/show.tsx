/** Renders a part of the page with what every part has around it. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { queryClient } from "@/shared/session/session";
import { ThemeProvider } from "@/shared/theme/theme-provider";

export function show(part: ReactNode) {
  render(
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>{part}</ThemeProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}
