/** A what-if through its day: four figures by half-hours, as it was and as it would be, and as a table. */
import { useQuery } from "@tanstack/react-query";
import { Select, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getWhatIfHalfHours } from "@/shared/api/generated/sdk.gen";
import type { GetWhatIfResponse } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Chart } from "@/shared/charts/chart";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import { Panel } from "@/shared/ui/panel";
import styles from "./half-hours.module.css";
import {
  COURSES,
  courseOption,
  type Figure,
  type HalfHour,
  livelyPart,
  SIDES,
  type Side,
  type Unit,
} from "./model/course";
import type { Interval } from "./model/plan";
import { useSay } from "./use-say";

type Comparisons = NonNullable<GetWhatIfResponse["findings"]>["comparisons"];
const ALL = "";

export function HalfHours({ id, comparisons }: { id: string; comparisons: Comparisons }) {
  const { t } = useTranslation();
  const [queue, setQueue] = useState(ALL);
  const course = useQuery({
    queryKey: ["what-if", id, queue],
    queryFn: () =>
      answered(getWhatIfHalfHours({ path: { what_if_id: id }, query: queue ? { queue_id: queue } : {} })),
    // What came out does not change any more.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const items = useMemo(() => livelyPart(course.data?.items ?? []), [course.data]);
  // Queues in which nobody waited have no half-hours.
  const queues = comparisons.filter(({ queue_id, before }) => queue_id !== null && before.offered.mean > 0);
  return (
    <Panel title={t("what_if.course")}>
      <div className={styles["head"]}>
        <p className={styles["legend"]}>
          {SIDES.map((side) => (
            <span key={side}>
              <i className={styles[side]} />
              {t(`what_if.${side}`)}
            </span>
          ))}
        </p>
        {queues.length > 1 && (
          <Select
            className={styles["queue"] ?? ""}
            aria-label={t("what_if.course_of")}
            value={queue}
            onChange={setQueue}
            options={[
              { value: ALL, label: t("what_if.all") },
              ...queues.map(({ queue_id, name }) => ({ value: queue_id ?? ALL, label: name })),
            ]}
          />
        )}
      </div>
      {course.error && <Notice tone="danger">{explain(course.error)}</Notice>}
      {course.isPending && <Skeleton active />}
      {course.isSuccess && items.length === 0 && (
        <EmptyHint title={t("what_if.course_empty")}>
          <p>{t("what_if.course_empty_hint")}</p>
        </EmptyHint>
      )}
      {items.length > 0 && (
        <>
          <div className={styles["charts"]}>
            {COURSES.map(({ key, unit }) => (
              <Course key={key} items={items} figure={key} unit={unit} />
            ))}
          </div>
          <p className={styles["soft"]}>{t("what_if.course_hint")}</p>
          <details className={styles["numbers"]}>
            <summary>{t("what_if.course_table")}</summary>
            <Numbers items={items} />
          </details>
        </>
      )}
    </Panel>
  );
}

function useValue() {
  const say = useSay();
  return (interval: Interval | null, unit: Unit) =>
    interval ? `${say(interval.mean, unit)} ± ${say(interval.within, unit)}` : "–";
}

function Course({ items, figure, unit }: { items: HalfHour[]; figure: Figure; unit: Unit }) {
  const { t } = useTranslation();
  const say = useSay();
  const when = useWhen();
  const name = t(`what_if.courses.${figure}`);
  const option = useMemo(
    () =>
      courseOption(items, figure, unit, {
        time: (iso) => when.exact(iso).slice(0, 5),
        side: (side) => t(`what_if.${side}`),
        value: ({ mean, within }) => `${say(mean, unit)} ± ${say(within, unit)}`,
      }),
    [items, figure, unit, when, say, t],
  );
  const span = (side: Side) => {
    const means = items.flatMap((item) => item[side][figure]?.mean ?? []);
    return means.length ? `${say(Math.min(...means), unit)} – ${say(Math.max(...means), unit)}` : "–";
  };
  const label = t("what_if.course_label", { name, before: span("before"), after: span("after") });
  return (
    <section aria-label={name}>
      <h3 className={styles["name"]}>
        {name} <span className={styles["soft"]}>{t(`what_if.units.${unit}`)}</span>
      </h3>
      <Chart label={label} option={option} />
    </section>
  );
}

function Numbers({ items }: { items: HalfHour[] }) {
  const { t } = useTranslation();
  const when = useWhen();
  const value = useValue();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className={styles["scroll"]} tabIndex={0} aria-label={t("what_if.course_table")}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("what_if.half_hour")}</th>
            {COURSES.flatMap(({ key }) =>
              SIDES.map((side) => (
                <th key={`${key}-${side}`} scope="col">
                  {t(`what_if.courses.${key}`)}
                  <span className={styles["soft"]}>{t(`what_if.${side}`)}</span>
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.begins}>
              <th scope="row">{when.exact(item.begins).slice(0, 5)}</th>
              {COURSES.flatMap(({ key, unit }) =>
                SIDES.map((side) => (
                  <td key={`${key}-${side}`} className="figures">
                    {value(item[side][key], unit)}
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
