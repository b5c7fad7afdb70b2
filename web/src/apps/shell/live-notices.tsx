/** Says when the picture is old, and when the page itself is. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmergencyBanner } from "@/features/emergency/emergency-banner";
import { OwnNotices } from "@/features/notices/own-notices";
import { SkillsNotice } from "@/features/notices/skills-notice";
import { useEntities, useLiveStatus } from "@/shared/live/use-live";
import { useSession } from "@/shared/session/session";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";

export function LiveNotices() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  const { version } = useSession();
  const [loaded] = useState(version);
  const isBusy = Object.keys(useEntities("work")).length > 0;
  return (
    <>
      <EmergencyBanner />
      <OwnNotices />
      <SkillsNotice />
      {status === "reconnecting" && (
        <Notice tone="pause" icon="reload">
          {t("live.reconnecting")}
        </Notice>
      )}
      {version !== loaded && (
        <Notice
          tone="info"
          action={
            <Button
              icon={<Icon name="reload" size={17} />}
              disabled={isBusy}
              onClick={() => location.reload()}
            >
              {t("page.reload")}
            </Button>
          }
        >
          {t(isBusy ? "live.new_version_busy" : "live.new_version")}
        </Notice>
      )}
    </>
  );
}
