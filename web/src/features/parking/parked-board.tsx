/** Who is parked, as supervisors see it beside those who wait. */
import { useTranslation } from "react-i18next";
import { useEntityList } from "@/shared/live/use-live";
import { Panel } from "@/shared/ui/panel";
import { byPlace, ParkedList } from "./parked-list";

export function ParkedBoard() {
  const { t } = useTranslation();
  const calls = useEntityList("parked_call", byPlace);
  if (calls.length === 0) return null;
  return (
    <Panel title={t("parking.title")}>
      <ParkedList calls={calls} />
    </Panel>
  );
}
