/** Tells agents that somebody gave them other queues, while they work. */
import { App } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { listOf } from "@/shared/i18n/list-of";
import type { QueueFigures } from "@/shared/live/floor-entities";

export function useToldOfChange(queues: readonly QueueFigures[], areServed: boolean): void {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const told = useRef<string | null>(null);
  const ids = queues.map(({ id }) => id).join();
  const names = listOf(queues.map(({ name }) => name));
  useEffect(() => {
    if (!areServed) return;
    const isChanged = told.current !== null && told.current !== ids;
    told.current = ids;
    if (!isChanged) return;
    notification.info({
      key: "queues-changed",
      title: t("queues.changed"),
      description: ids ? t("queues.now", { names }) : t("queues.now_none"),
      placement: "bottomRight",
    });
  }, [ids, names, areServed, notification, t]);
}
