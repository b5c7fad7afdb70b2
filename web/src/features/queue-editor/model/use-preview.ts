/** The server's answer to "whom would these settings choose now?", asked anew as they change. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answered } from "@/shared/api/client";
import { previewChoice } from "@/shared/api/generated/sdk.gen";
import type { PreviewChoiceData } from "@/shared/api/generated/types.gen";
import type { Values } from "@/shared/api/records";
import { useSettled } from "@/shared/ui/use-settled";

const PAUSE_MS = 200;
const REFRESH_MS = 3_000;

export function usePreview(id: string | null, body: Values) {
  const asked = useSettled(JSON.stringify({ queue_id: id, queue: body }), PAUSE_MS);
  return useQuery({
    queryKey: ["choice-preview", asked],
    queryFn: () => answered(previewChoice({ body: JSON.parse(asked) as PreviewChoiceData["body"] })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.error ? false : REFRESH_MS),
    retry: false,
  });
}
