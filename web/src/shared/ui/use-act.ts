/** An act of a supervisor: what failed is said, what was done is confirmed in a word. */
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { explain } from "@/shared/api/problems";

export function useAct<T>(act: (input: T) => Promise<unknown>, done?: string) {
  const { message } = App.useApp();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      if (done) void message.success(done);
    },
    onError: (error) => void message.error(explain(error)),
  });
}
