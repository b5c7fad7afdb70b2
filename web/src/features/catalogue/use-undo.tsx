/** Saving can be taken back for a while: the notice that says it was saved has the way back. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deleteAt } from "@/shared/api/client";
import { putJson } from "@/shared/api/plain";
import type { StoredRecord } from "@/shared/api/records";
import { useUndoNotice } from "@/shared/ui/use-undo-notice";
import type { Kind } from "./model/kind";
import { toBody } from "./model/to-body";

interface Done {
  saved: StoredRecord;
  /** Null for a record that was added. */
  before: StoredRecord | null;
}

export function useUndo(kind: Kind) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offer = useUndoNotice(() => queries.invalidateQueries({ queryKey: ["catalogue"] }));
  return ({ saved, before }: Done) => {
    const url = `${kind.path}/${encodeURIComponent(saved.id)}`;
    offer({
      title: t("catalogue.saved", { name: saved.name }),
      undo: () =>
        before ? putJson(url, { ...toBody(kind, before, before), version: saved.version }) : deleteAt(url),
    });
  };
}
