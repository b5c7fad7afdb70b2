/** The floor maps, live: who sits where, in which state; a click on a desk opens what can be done. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FloorPlan } from "@/features/floor-map/floor-plan";
import { answered } from "@/shared/api/client";
import { listFloorMaps } from "@/shared/api/generated/sdk.gen";
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
          <Link to="/floor/$id/edit" params={{ id: map.id }}>
            {t("floor_map.edit")}
          </Link>
        )}
        {mayEdit && (
          <NewRecord
            path="/v1/floor-maps"
            text="floor_map.new"
            fresh={{ columns: 30, rows: 16, places: [] }}
            onMade={(id) => void navigate({ to: "/floor/$id/edit", params: { id } })}
          />
        )}
      </header>
      {maps.data?.length === 0 && (
        <EmptyHint title={t("floor_map.none")}>
          <p>{t(mayEdit ? "floor_map.none_hint" : "floor_map.ask_admin")}</p>
        </EmptyHint>
      )}
      {map && <FloorPlan map={map} onOpen={(id, name) => setAsked({ id, name })} />}
      <AgentDrawer agent={asked} onClose={() => setAsked(null)} />
    </div>
  );
}
