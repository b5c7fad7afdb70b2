/** All wallboards: open, edit, show on a screen, remove. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Popconfirm } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { listDisplays, removeWallboard, revokeDisplay } from "@/shared/api/generated/sdk.gen";
import { recordsQuery, useRecords } from "@/shared/api/records";
import { useWhen } from "@/shared/time/use-when";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Panel } from "@/shared/ui/panel";
import { NewDisplay } from "./new-display";
import { useBoardAct } from "./use-board-act";
import styles from "./wallboard-list.module.css";

/** `add` stands where the first one is missing. */
export function WallboardList({ mayEdit, add }: { mayEdit: boolean; add: ReactNode }) {
  const { t } = useTranslation();
  const found = useQuery(recordsQuery("/v1/wallboards"));
  const boards = found.data ?? [];
  const queries = useQueryClient();
  const remove = useBoardAct(async (id: string) => {
    await answered(removeWallboard({ path: { id } }));
    await queries.invalidateQueries({ queryKey: ["catalogue"] });
  });
  return (
    <Panel title={t("wallboard.all")} headIsUnseen>
      {found.data?.length === 0 && (
        <EmptyHint title={t("wallboard.none")}>
          {mayEdit && <p>{t("wallboard.none_hint")}</p>}
          {add}
        </EmptyHint>
      )}
      <ul className={styles["list"]}>
        {boards.map(({ id, name }) => (
          <li key={id}>
            <Link to="/wallboards/$id" params={{ id }} className={styles["name"] ?? ""}>
              {name}
            </Link>
            {mayEdit && (
              <span className={styles["acts"]}>
                <Link to="/wallboards/$id/edit" params={{ id }}>
                  {t("wallboard.edit")}
                </Link>
                <NewDisplay wallboardId={id} wallboardName={name} />
                <Popconfirm
                  title={t("wallboard.remove_sure", { name })}
                  okText={t("wallboard.remove")}
                  cancelText={t("form.cancel")}
                  onConfirm={() => remove.mutate(id)}
                >
                  <Button size="small">{t("wallboard.remove")}</Button>
                </Popconfirm>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function DisplayList({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const when = useWhen();
  const boards = new Map(useRecords("/v1/wallboards").map(({ id, name }) => [id, name]));
  const queries = useQueryClient();
  const displays = useQuery({ queryKey: ["displays"], queryFn: () => answered(listDisplays()) }).data?.items;
  const revoke = useBoardAct(async (id: string) => {
    await answered(revokeDisplay({ path: { display_id: id } }));
    await queries.invalidateQueries({ queryKey: ["displays"] });
  });
  return (
    <Panel title={t("wallboard.displays")}>
      <p className={styles["lead"]}>{t("wallboard.displays_lead")}</p>
      {displays?.length === 0 && <EmptyHint title={t("wallboard.no_displays")} />}
      <ul className={styles["list"]}>
        {displays?.map(({ id, name, wallboard_id, added_at }) => (
          <li key={id}>
            <span className={styles["name"]}>{name}</span>
            <span>{boards.get(wallboard_id)}</span>
            <span>{t("wallboard.added", { at: when.exact(added_at) })}</span>
            {mayEdit && (
              <Popconfirm
                title={t("wallboard.revoke_sure", { name })}
                okText={t("wallboard.revoke")}
                cancelText={t("form.cancel")}
                onConfirm={() => revoke.mutate(id)}
              >
                <Button size="small" danger>
                  {t("wallboard.revoke")}
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
