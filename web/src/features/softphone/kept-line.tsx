/** The line that is kept open between calls: whether it is, and where to open it or to choose. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { openOwnLine, setOwnLine } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { OwnPhone } from "@/shared/live/entities";
import type { IconName } from "@/shared/ui/icon";
import { StateTag, type Tone } from "@/shared/ui/state-tag";
import { useAwaited } from "@/shared/ui/use-awaited";
import styles from "./phone-status.module.css";

const LOOK: Record<NonNullable<OwnPhone["line"]>, [Tone, IconName]> = {
  none: ["quiet", "phone"],
  closed: ["danger", "warning"],
  opening: ["quiet", "reload"],
  open: ["ready", "phone"],
};

export function KeptLine({ phone }: { phone: OwnPhone }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const line = phone.line ?? "none";
  if (line === "none" && !phone.may_keep_line) return null;
  const [tone, icon] = LOOK[line];
  return (
    <>
      <button
        type="button"
        className={styles["open"]}
        title={t("phone.kept.title")}
        onClick={() => setIsOpen(true)}
      >
        <StateTag tone={tone} icon={icon}>
          {t(`phone.kept.${line}`)}
        </StateTag>
      </button>
      {isOpen && <LineDialog phone={phone} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function LineDialog({ phone, onClose }: { phone: OwnPhone; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const onError = (error: unknown) => void message.error(explain(error));
  const keep = useMutation({
    mutationFn: (isKept: boolean) => answered(setOwnLine({ body: { is_kept: isKept } })),
    onError,
  });
  const open = useMutation({ mutationFn: () => answered(openOwnLine()), onError });
  const line = phone.line ?? "none";
  const isKept = phone.keeps_line === true;
  const isAwaited = useAwaited(keep, isKept);
  return (
    <Modal open title={t("phone.kept.title")} footer={null} onCancel={onClose} width={440}>
      <p>{t("phone.kept.what")}</p>
      {phone.may_keep_line && (
        <p className={styles["kept"]}>
          <Switch
            checked={isKept}
            loading={isAwaited}
            aria-label={t("phone.kept.keep")}
            onChange={(shallBeKept) => keep.mutate(shallBeKept)}
          />
          {t("phone.kept.keep")}
        </p>
      )}
      {line === "closed" && (
        <p>
          <Button
            type="primary"
            disabled={!phone.may_open_line}
            loading={open.isPending}
            onClick={() => open.mutate()}
          >
            {t("phone.kept.open_it")}
          </Button>
          {phone.is_reachable && !phone.may_open_line && ` ${t("phone.kept.after_call")}`}
        </p>
      )}
    </Modal>
  );
}
