/** Says which side of the conversation is not heard at all, and what to do about it. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "@/shared/ui/notice";
import { usePhoneStore } from "./model/phone-store";
import { SoundSettings } from "./sound-settings";

export function OneWayHint() {
  const { t } = useTranslation();
  const missing = usePhoneStore((phone) => phone.missing);
  const [isOpen, setIsOpen] = useState(false);
  if (!missing && !isOpen) return null;
  return (
    <>
      {missing && (
        <Notice
          tone="danger"
          icon={missing === "agent" ? "microphoneOff" : "volume"}
          action={<Button onClick={() => setIsOpen(true)}>{t("sound.title")}</Button>}
        >
          <strong>{t(`sound.missing.${missing}_title`)}</strong> {t(`sound.missing.${missing}`)}
        </Notice>
      )}
      {isOpen && <SoundSettings onClose={() => setIsOpen(false)} />}
    </>
  );
}
