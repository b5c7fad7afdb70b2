/** Hear oneself back through the telephone engine, with a plain verdict on the network. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import type { LineTestResult, LineTestStep } from "./model/line-test";
import { usePhoneStore } from "./model/phone-store";
import styles from "./sound-settings.module.css";
import { softphone } from "./use-softphone";

const LOOKS = {
  good: { tone: "info", icon: "check" },
  fair: { tone: "pause", icon: "warning" },
  poor: { tone: "danger", icon: "warning" },
} as const;

export function LineTest() {
  const { t } = useTranslation();
  const isFree = usePhoneStore(({ line, call }) => line === "registered" && call === null);
  const [step, setStep] = useState<LineTestStep>("idle");
  const [result, setResult] = useState<LineTestResult | null>(null);
  useEffect(() => () => softphone.stopLineTest(), []);
  const run = async () => {
    setResult(null);
    setResult(await softphone.testLine(setStep));
  };
  const isRunning = step === "calling" || step === "speaking";
  return (
    <section className={styles["line"]} aria-label={t("sound.line.title")}>
      <div className={styles["test"]}>
        <Button
          icon={<Icon name="signal" />}
          loading={isRunning}
          disabled={!isFree && !isRunning}
          onClick={() => void run()}
        >
          {t("sound.line.test")}
        </Button>
        <span role="status">{t(isFree || isRunning ? `sound.line.step.${step}` : "sound.line.busy")}</span>
      </div>
      {result && <Verdict result={result} />}
      {step === "silent" && (
        <Notice tone="danger" icon="warning">
          {t("sound.line.nothing")}
        </Notice>
      )}
    </section>
  );
}

function Verdict({ result }: { result: LineTestResult }) {
  const { t, i18n } = useTranslation();
  const { tone, icon } = LOOKS[result.word];
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const percent = (value: number) => t("sound.line.percent", { value: number.format(value) });
  const figures = [
    ["round_trip", t("sound.line.ms", { value: number.format(result.roundTripMs) })],
    ["jitter", t("sound.line.ms", { value: number.format(result.jitterMs) })],
    ["lost_back", percent(result.lossPercent)],
    ["lost_there", result.sentLossPercent === null ? "–" : percent(result.sentLossPercent)],
  ] as const;
  return (
    <Notice tone={tone} icon={icon}>
      <strong>{t(`sound.line.verdict.${result.word}`)}</strong>
      <dl className={styles["figures"]}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`sound.line.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Notice>
  );
}
