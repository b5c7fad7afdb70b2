/** Says plainly that a ready agent cannot be called, and what to do about it. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/use-live";
import { Notice } from "@/shared/ui/notice";
import { type LineState, usePhoneStore } from "./model/phone-store";

// A phone that has just connected is known to the centre a moment later.
const PATIENCE_MS = 4_000;
const CURED_BY_RELOADING: readonly LineState[] = ["off", "connecting", "registered", "lost", "elsewhere"];

export function PhoneAwayHint() {
  const { t } = useTranslation();
  const me = useMe();
  const line = usePhoneStore((phone) => phone.line);
  const isAway = me?.presence === "ready" && !me.phone.is_reachable;
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLasting(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isAway]);
  if (!isAway || !isLasting) return null;
  const isInPage = me.phone.kind === "browser";
  const why = isInPage ? line : me.phone.kind === "outside" ? "outside" : "desk";
  const reload = <Button onClick={() => window.location.reload()}>{t("page.reload")}</Button>;
  return (
    <Notice
      tone="danger"
      icon="phone"
      action={isInPage && CURED_BY_RELOADING.includes(line) ? reload : undefined}
    >
      <strong>{t("phone.away.title")}</strong> {t(`phone.away.${why}`)}
    </Notice>
  );
}
