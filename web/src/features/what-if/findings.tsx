/** What came out: each figure as it was, as it would have been, and the change with its doubt. */
import { useTranslation } from "react-i18next";
import type { GetWhatIfResponse } from "@/shared/api/generated/types.gen";
import { useWhen } from "@/shared/time/use-when";
import { Panel } from "@/shared/ui/panel";
import { HalfHours } from "./half-hours";
import type { Unit } from "./model/course";
import { type Interval, isClear } from "./model/plan";
import { useSay } from "./use-say";
import styles from "./what-if.module.css";

type Found = NonNullable<GetWhatIfResponse["findings"]>;
const FIGURES = [
  { key: "service_level", unit: "share", isGoodUp: true },
  { key: "mean_wait_s", unit: "seconds", isGoodUp: false },
  { key: "p90_wait_s", unit: "seconds", isGoodUp: false },
  { key: "longest_wait_s", unit: "seconds", isGoodUp: false },
  { key: "answered", unit: "count", isGoodUp: true },
  { key: "abandoned", unit: "count", isGoodUp: false },
  { key: "occupancy", unit: "share", isGoodUp: null },
] as const;
// There is one of it for all queues together.
const OF_THE_CENTRE = "occupancy";

export function Findings({ id, begins, found }: { id: string; begins: string; found: Found }) {
  const { t } = useTranslation();
  const when = useWhen();
  const { decisions, same } = found.reproduction;
  return (
    <>
      <p className={styles["soft"]}>
        {t("what_if.basis", { day: when.day(begins), contacts: found.contacts, seeds: found.seeds })}{" "}
        {t("what_if.reproduced", { same, decisions })}
      </p>
      <HalfHours id={id} comparisons={found.comparisons} />
      {found.comparisons.filter(isWorthATable).map((one) => (
        <Panel key={one.queue_id ?? "all"} title={one.queue_id === null ? t("what_if.all") : one.name}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th scope="col">{t("what_if.figure")}</th>
                <th scope="col">{t("what_if.before")}</th>
                <th scope="col">{t("what_if.after")}</th>
                <th scope="col">{t("what_if.change")}</th>
              </tr>
            </thead>
            <tbody>
              {FIGURES.filter(({ key }) => one.queue_id === null || key !== OF_THE_CENTRE).map(
                ({ key, unit, isGoodUp }) => (
                  <tr key={key}>
                    <th scope="row">{t(`what_if.figures.${key}`)}</th>
                    <td className="figures">
                      <Figure interval={one.before[key]} unit={unit} />
                    </td>
                    <td className="figures">
                      <Figure interval={one.after[key]} unit={unit} />
                    </td>
                    <td className="figures">
                      <Change interval={one.change[key]} unit={unit} isGoodUp={isGoodUp} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </Panel>
      ))}
    </>
  );
}

/** Nobody waited in the others, neither then nor as it would be. */
function isWorthATable({ queue_id, before, after }: Found["comparisons"][number]): boolean {
  return queue_id === null || before.offered.mean > 0 || after.offered.mean > 0;
}

function Figure({ interval, unit }: { interval: Interval; unit: Unit }) {
  const say = useSay();
  return (
    <>
      {say(interval.mean, unit)}{" "}
      <span className={`${styles["soft"]} ${styles["doubt"]}`}>± {say(interval.within, unit)}</span>
    </>
  );
}

function Change({ interval, unit, isGoodUp }: { interval: Interval; unit: Unit; isGoodUp: boolean | null }) {
  const { t } = useTranslation();
  const say = useSay();
  if (!isClear(interval)) return <span className={styles["soft"]}>{t("what_if.unclear")}</span>;
  const isUp = interval.mean > 0;
  // From 70 % to 80 % is ten points more, and not 10 % more.
  const by = unit === "share" ? "points" : unit;
  const tone = isGoodUp === null ? "" : isUp === isGoodUp ? styles["better"] : styles["worse"];
  return (
    <strong className={tone}>
      {isUp ? "▲ +" : "▼ "}
      {say(interval.mean, by)} <span className={styles["doubt"]}>± {say(interval.within, by)}</span>
    </strong>
  );
}
