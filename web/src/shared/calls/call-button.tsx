/** Calls the customer of an earlier interaction; the number itself never comes to the page. */
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { Icon } from "@/shared/ui/icon";
import { usePlaceCall, useWhyNoCall } from "./use-place-call";

interface Props {
  interactionId: string;
  /** Whom, as people read it. */
  name: string;
  /** With its word beside the sign, where there is room. */
  isWide?: boolean;
}

export function CallButton({ interactionId, name, isWide = false }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const whyNot = useWhyNoCall();
  const call = usePlaceCall();
  if (whyNot === undefined) return null;
  return (
    <Button
      size={isWide ? "middle" : "small"}
      disabled={whyNot !== null}
      loading={call.isPending}
      title={whyNot === null ? t("dialling.call") : t(`dialling.why_not.${whyNot}`)}
      aria-label={t("dialling.call_to", { name })}
      icon={<Icon name="phone" size={16} />}
      onClick={() =>
        call.mutate(
          { interaction_id: interactionId },
          { onError: (error) => void message.error(explain(error)) },
        )
      }
    >
      {isWide && t("dialling.call")}
    </Button>
  );
}
