/** What a file would change, and what is wrong with its lines. */
import { useTranslation } from "react-i18next";
import type { PlanPreview } from "@/shared/api/generated/types.gen";
import { Notice } from "@/shared/ui/notice";
import styles from "./import-plan.module.css";
import { clockOf, dayOfWall } from "./model/week";

export function Preview({ preview }: { preview: PlanPreview }) {
  const { t, i18n } = useTranslation();
  const why = (code: string) =>
    i18n.exists(`plan.problem.${code}`) ? t(`plan.problem.${code}` as "plan.reading") : code;
  const { added, changed, removed, unchanged, agent_count: agents } = preview;
  const count = added + changed + removed;
  const hidden = count - preview.differences.length;
  return (
    <>
      {preview.problem_count > 0 && (
        <>
          <Notice tone="danger">{t("plan.problems", { count: preview.problem_count })}</Notice>
          <table className={styles["table"]} aria-label={t("plan.problems_label")}>
            <thead>
              <tr>
                <th scope="col">{t("plan.line")}</th>
                <th scope="col">{t("plan.why")}</th>
                <th scope="col">{t("plan.reads")}</th>
              </tr>
            </thead>
            <tbody>
              {preview.problems.map((problem) => (
                <tr key={`${problem.line}-${problem.code}`}>
                  <td className="figures">{problem.line}</td>
                  <td>{why(problem.code)}</td>
                  <td className={styles["reads"]}>{problem.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {preview.problem_count === 0 && count === 0 && <Notice tone="info">{t("plan.nothing_new")}</Notice>}
      {count > 0 && (
        <>
          <p role="status">{t("plan.would", { added, changed, removed, unchanged, agents })}</p>
          <table className={styles["table"]} aria-label={t("plan.differences")}>
            <thead>
              <tr>
                <th scope="col">{t("board.agent")}</th>
                <th scope="col">{t("plan.shift")}</th>
                <th scope="col">{t("plan.what")}</th>
              </tr>
            </thead>
            <tbody>
              {preview.differences.map((one) => (
                <tr key={`${one.agent_name}-${one.starts_clock}-${one.what}`}>
                  <td>{one.agent_name}</td>
                  <td className="figures">
                    {dayOfWall(one.starts_clock)} {clockOf(one.starts_clock)}–{clockOf(one.ends_clock)}
                    {one.activity_count > 0 && (
                      <span className={styles["soft"]}>
                        {" "}
                        {t("plan.with_activities", { count: one.activity_count })}
                      </span>
                    )}
                  </td>
                  <td>{t(`plan.difference.${one.what as "added"}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {hidden > 0 && <p className={styles["soft"]}>{t("plan.and_more", { count: hidden })}</p>}
        </>
      )}
    </>
  );
}
