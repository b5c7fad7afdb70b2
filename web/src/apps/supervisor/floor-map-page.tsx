/** The floor maps, live: who sits where, in which state; a click on a desk opens what can be done. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { App, Button, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FloorPlan } from "@/features/floor-map/floor-plan";
import { answered } from "@/shared/api/client";
import { listFloorMaps, removeFloorMap } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { may, useSession } from "@/shared/session/session";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { AgentDrawer, type AskedAgent } from "./agent-drawer";
import { BackToBoard } from "./back-to-board";
import styles from "./boards.module.css";
import { NewRecord } from "./new-record";

export function FloorMapPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const { map: wanted } = useSearch({ from: "/inside/floor" });
  const [asked, setAsked] = useState<AskedAgent | null>(null);
  const maps = useQuery({
    queryKey: ["catalogue", "/v1/floor-maps"],
    queryFn: async () => (await answered(listFloorMaps())).items,
  });
  const map = maps.data?.find(({ id }) => id === wanted) ?? maps.data?.[0];
  const mayEdit = may(session, "supervision.floor_map.edit");
  const isNone = maps.data?.length === 0;
  const add = mayEdit && (
    <NewRecord
      path="/v1/floor-maps"
      text="floor_map.new"
      fresh={{ columns: 30, rows: 16, places: [] }}
      isFirst={isNone}
      onMade={(id) => void navigate({ to: "/floor/$id/edit", params: { id } })}
    />
  );
  return (
    <div className={styles["page"]}>
      <BackToBoard />
      <header className={styles["head"]}>
        <h1>{t("floor_map.title")}</h1>
        {map && (maps.data?.length ?? 0) > 1 && (
          <Select
            aria-label={t("floor_map.which")}
            value={map.id}
            options={maps.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            onChange={(id) => void navigate({ to: "/floor", search: { map: id } })}
          />
        )}
        {map && mayEdit && (
          <>
            <Link to="/floor/$id/edit" params={{ id: map.id }}>
              {t("floor_map.edit")}
            </Link>
            <RemoveMap id={map.id} name={map.name} />
          </>
        )}
        {!isNone && add}
      </header>
      {isNone && (
        <EmptyHint title={t("floor_map.none")}>
          <p>{t(mayEdit ? "floor_map.none_hint" : "floor_map.ask_admin")}</p>
          {add}
        </EmptyHint>
      )}
      {map && <FloorPlan map={map} onOpen={(id, name) => setAsked({ id, name })} />}
      <AgentDrawer agent={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

function RemoveMap({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => answered(removeFloorMap({ path: { id } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["catalogue"] });
      void navigate({ to: "/floor", search: {} });
    },
    onError: (error) => void message.error(explain(error)),
  });
  return (
    <Popconfirm
      title={t("floor_map.remove_sure", { name })}
      okText={t("floor_map.remove")}
      cancelText={t("form.cancel")}
      onConfirm={() => remove.mutate()}
    >
      <Button loading={remove.isPending}>{t("floor_map.remove")}</Button>
    </Popconfirm>
  );
}
