/** The page's one softphone, running as long as an agent with a browser phone is signed in. */
import { useEffect } from "react";
import { answered } from "@/shared/api/client";
import { getOwnPhone, openOwnLine, recoverAudio } from "@/shared/api/generated/sdk.gen";
import { useMe } from "@/shared/live/use-live";
import { queryClient } from "@/shared/session/session";
import { usePhoneStore } from "./model/phone-store";
import { Softphone } from "./model/softphone";
import { asTheOnlyPage } from "./only-one-page";

export const softphone = new Softphone({
  recoverAudio: async (interactionId) => {
    await answered(recoverAudio({ path: { interaction_id: interactionId } }));
  },
  openLine: async () => {
    await answered(openOwnLine());
  },
});

function run(): () => void {
  let isWanted = true;
  void softphone.askMicrophone();
  const credentials = queryClient.fetchQuery({
    queryKey: ["own-phone"],
    queryFn: () => answered(getOwnPhone()),
    staleTime: 0,
    retry: 10,
    retryDelay: 1_000,
  });
  credentials.then(
    (found) => (isWanted ? softphone.start(found) : undefined),
    () => undefined,
  );
  return () => {
    isWanted = false;
    softphone.stop();
  };
}

export function useSoftphone(): void {
  const kind = useMe()?.phone.kind;
  useEffect(() => {
    if (kind !== "browser") return;
    return asTheOnlyPage(run, () => usePhoneStore.setState({ line: "elsewhere" }));
  }, [kind]);
}
