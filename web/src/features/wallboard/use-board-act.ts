/** An act on wallboards: what failed is said. */
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { explain } from "@/shared/api/problems";

export function useBoardAct<T, R>(act: (input: T) => Promise<R>) {
  const { message } = App.useApp();
  return useMutation({ mutationFn: act, onError: (error) => void message.error(explain(error)) });
}
