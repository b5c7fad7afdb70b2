/** What the server says of one interaction, and the parts of it that have a place of their own. */
import type { GetInteractionResponse } from "@/shared/api/generated/types.gen";

export type Detail = GetInteractionResponse;
export type Recording = Detail["recordings"][number];
