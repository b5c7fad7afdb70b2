/** Choose microphone and loudspeaker, see whether the microphone hears, and hear oneself. */
import { useQuery } from "@tanstack/react-query";
import { Button, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { LineTest } from "./line-test";
import { chosenDevice, type DeviceKind, listDevices } from "./model/devices";
import { type SoundTestStep, testSound } from "./model/sound-test";
import styles from "./sound-settings.module.css";
import { useMicrophoneLevel } from "./use-microphone-level";
import { softphone } from "./use-softphone";

export function SoundSettings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [version, setVersion] = useState(0);
  const devices = useQuery({ queryKey: ["sound-devices"], queryFn: listDevices, staleTime: 0 });
  const choose = async (kind: DeviceKind, id: string) => {
    await softphone.chooseDevice(kind, id);
    setVersion(version + 1);
  };
  return (
    <Modal open title={t("sound.title")} footer={null} onCancel={onClose} width={440}>
      <div className={styles["form"]}>
        {(["microphone", "speaker"] as const).map((kind) => (
          <DeviceChoice key={kind} kind={kind} devices={devices.data?.[kind] ?? []} onChoose={choose} />
        ))}
        <MicrophoneMeter key={version} />
        <SoundTest />
        <LineTest />
      </div>
    </Modal>
  );
}

interface ChoiceProps {
  kind: DeviceKind;
  devices: { id: string; label: string }[];
  onChoose: (kind: DeviceKind, id: string) => Promise<void>;
}

function DeviceChoice({ kind, devices, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  const field = useId();
  const chosen = chosenDevice(kind);
  const isThere = devices.some((device) => device.id === chosen);
  const options = [
    { value: "", label: t("sound.system") },
    ...devices.map((device) => ({ value: device.id, label: device.label || t(`sound.${kind}`) })),
  ];
  return (
    <div className={styles["choice"]}>
      <label htmlFor={field}>{t(`sound.${kind}`)}</label>
      <Select
        id={field}
        value={isThere ? chosen : ""}
        options={options}
        onChange={(id) => void onChoose(kind, id)}
      />
    </div>
  );
}

function MicrophoneMeter() {
  const { t } = useTranslation();
  const level = useMicrophoneLevel();
  if (level === null) return <Notice tone="danger">{t("sound.no_microphone")}</Notice>;
  return (
    <div className={styles["choice"]}>
      <span>{t("sound.level")}</span>
      <meter className={styles["meter"]} aria-label={t("sound.level")} min={0} max={1} value={level} />
      <small>{t("sound.level_hint")}</small>
    </div>
  );
}

function SoundTest() {
  const { t } = useTranslation();
  const [step, setStep] = useState<SoundTestStep>("idle");
  return (
    <div className={styles["test"]}>
      <Button
        icon={<Icon name="microphone" />}
        loading={step === "recording" || step === "playing"}
        onClick={() => void testSound(setStep)}
      >
        {t("sound.test")}
      </Button>
      <span role="status">{t(`sound.step.${step}`)}</span>
    </div>
  );
}
