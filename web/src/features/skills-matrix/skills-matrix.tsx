/** Agents by skills: each level is changed where it stands, is saved at once, and can be undone. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { recordsQuery } from "@/shared/api/records";
import { clearing } from "@/shared/ui/clearing";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { LevelCell } from "./level-cell";
import { levelsOf } from "./model/levels";
import { useLevels } from "./model/use-levels";
import styles from "./skills-matrix.module.css";

const SHOWN_AT_FIRST = 50;

export function SkillsMatrix({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const agents = useQuery(recordsQuery("/v1/agents"));
  const skills = useQuery(recordsQuery("/v1/skills"));
  const { change, undo, last } = useLevels();
  const [wanted, setWanted] = useState("");
  const [most, setMost] = useState(SHOWN_AT_FIRST);
  const found = useMemo(() => {
    const part = wanted.trim().toLocaleLowerCase();
    return (agents.data ?? [])
      .filter(({ name }) => name.toLocaleLowerCase().includes(part))
      .sort((one, other) => one.name.localeCompare(other.name));
  }, [agents.data, wanted]);
  const columns = useMemo(
    () => [...(skills.data ?? [])].sort((one, other) => one.name.localeCompare(other.name)),
    [skills.data],
  );
  const take = useCallback(
    (agent: string, skill: string, from: number | null, to: number | null) =>
      change({ agent, skill, from, to }),
    [change],
  );
  const error = agents.error ?? skills.error;
  if (error) return <Notice tone="danger">{explain(error)}</Notice>;
  if (!agents.data || !skills.data) return <EmptyHint title={t("page.loading")} />;
  if (columns.length === 0 || agents.data.length === 0)
    return (
      <EmptyHint title={t(columns.length === 0 ? "kind.skills.none" : "kind.agents.none")}>
        <p>{t(columns.length === 0 ? "matrix.next_skills" : "kind.agents.next")}</p>
      </EmptyHint>
    );
  const nameOf = (list: typeof columns, id: string) => list.find((one) => one.id === id)?.name ?? "…";
  const level = (value: number | null) => value ?? "–";
  return (
    <>
      <div className={styles["bar"]}>
        <Input
          allowClear={clearing()}
          className={styles["find"] ?? ""}
          prefix={<Icon name="search" size={17} />}
          aria-label={t("board.find_agent")}
          placeholder={t("board.find_agent")}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        {last && (
          <Button icon={<Icon name="back" size={17} />} onClick={undo}>
            {t("matrix.undo", {
              agent: nameOf(agents.data, last.agent),
              skill: nameOf(columns, last.skill),
              from: level(last.from),
              to: level(last.to),
            })}
          </Button>
        )}
      </div>
      {found.length === 0 && <EmptyHint title={t("catalogue.nothing_found")} />}
      {found.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles["scroll"]} aria-label={t("matrix.table")} tabIndex={0}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th scope="col">{t("board.agent")}</th>
                {columns.map((skill) => (
                  <th key={skill.id} scope="col">
                    {skill.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.slice(0, most).map((agent, row) => (
                <tr key={agent.id}>
                  <th scope="row">{agent.name}</th>
                  {columns.map((skill, column) => (
                    <td key={skill.id}>
                      <LevelCell
                        label={t("matrix.level_of", { agent: agent.name, skill: skill.name })}
                        agent={agent.id}
                        skill={skill.id}
                        level={levelsOf(agent)[skill.id] ?? null}
                        row={row}
                        column={column}
                        isFixed={!mayEdit}
                        onChange={take}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {found.length > most && (
        <Button block onClick={() => setMost(most + SHOWN_AT_FIRST)}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}
