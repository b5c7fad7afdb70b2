/** The pages on which wallboards and floor maps are composed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { FloorMapEditor, type MapDraft } from "@/features/floor-map/floor-map-editor";
import { type Draft, WallboardEditor } from "@/features/wallboard/wallboard-editor";
import { answered } from "@/shared/api/client";
import { changeFloorMap, changeWallboard, getFloorMap, getWallboard } from "@/shared/api/generated/sdk.gen";
import type { ChangeWallboardData } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Notice } from "@/shared/ui/notice";
import styles from "./boards.module.css";

function useSaving<T>(save: (draft: T) => Promise<unknown>, whenSaved: () => void) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["catalogue"] });
      await queries.invalidateQueries({ queryKey: ["composed"] });
      whenSaved();
    },
    onError: (error) => void message.error(explain(error)),
  });
}

function Unknown({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  return error ? <Notice tone="danger">{explain(error)}</Notice> : <EmptyHint title={t("page.loading")} />;
}

export function WallboardEditorPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/inside/wallboards/$id/edit" });
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ["composed", "wallboard", id],
    queryFn: () => answered(getWallboard({ path: { id } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const save = useSaving(
    ({ name, tiles }: Draft) => {
      const body = { name, tiles, version: found.data?.version ?? 0 } as ChangeWallboardData["body"];
      return answered(changeWallboard({ path: { id }, body }));
    },
    () => void navigate({ to: "/wallboards/$id", params: { id } }),
  );
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{t("wallboard.compose")}</h1>
        <Link to="/wallboards/$id" params={{ id }} ignoreBlocker>
          {t("wallboard.leave")}
        </Link>
      </header>
      {found.data ? (
        <WallboardEditor wallboard={found.data} isSaving={save.isPending} onSave={save.mutate} />
      ) : (
        <Unknown error={found.error} />
      )}
    </div>
  );
}

export function FloorMapEditorPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/inside/floor/$id/edit" });
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ["composed", "floor-map", id],
    queryFn: () => answered(getFloorMap({ path: { id } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const save = useSaving(
    (draft: MapDraft) =>
      answered(changeFloorMap({ path: { id }, body: { ...draft, version: found.data?.version ?? 0 } })),
    () => void navigate({ to: "/floor", search: { map: id } }),
  );
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{t("floor_map.draw")}</h1>
        <Link to="/floor" search={{ map: id }} ignoreBlocker>
          {t("floor_map.leave")}
        </Link>
      </header>
      {found.data ? (
        <FloorMapEditor map={found.data} isSaving={save.isPending} onSave={save.mutate} />
      ) : (
        <Unknown error={found.error} />
      )}
    </div>
  );
}
