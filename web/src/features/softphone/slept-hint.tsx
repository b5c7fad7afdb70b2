/** Tells an agent that the browser had put the page to sleep, and how to keep it awake. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/use-live";
import { Notice } from "@/shared/ui/notice";
import { useWakefulness } from "./use-wakefulness";

export function SleptHint() {
  const { t } = useTranslation();
  const me = useMe();
  const { sleptS, forget } = useWakefulness();
  if (me?.phone.kind !== "browser" || sleptS === null) return null;
  return (
    <Notice tone="pause" action={<Button onClick={forget}>{t("sound.slept_seen")}</Button>}>
      <strong>{t("sound.slept_title", { count: Math.max(1, Math.round(sleptS / 60)) })}</strong>{" "}
      {t("sound.slept")}
    </Notice>
  );
}
