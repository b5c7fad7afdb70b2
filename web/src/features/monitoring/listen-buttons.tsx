/** Ways into the conversation of an agent: to listen, or to coach the agent. */
import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { startMonitoring } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { InHand } from "@/shared/live/floor-entities";
import { useEntities } from "@/shared/live/use-live";
import { Icon } from "@/shared/ui/icon";

const IN_TALK: ReadonlySet<string> = new Set(["talking", "held", "suspended"]);

export function ListenButtons({ item }: { item: InHand }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const listening = useEntities("listening")["me"];
  const start = useMutation({
    mutationFn: (mode: "listen" | "coach") =>
      answered(startMonitoring({ path: { interaction_id: item.id }, body: { mode } })),
    onError: (error) => void message.error(explain(error)),
  });
  if (item.channel !== "voice" || !IN_TALK.has(item.state) || listening) return null;
  return (
    <>
      <Button
        icon={<Icon name="ear" size={18} />}
        loading={start.isPending && start.variables === "listen"}
        onClick={() => start.mutate("listen")}
      >
        {t("monitoring.listen")}
      </Button>
      <Button loading={start.isPending && start.variables === "coach"} onClick={() => start.mutate("coach")}>
        {t("monitoring.coach")}
      </Button>
    </>
  );
}
