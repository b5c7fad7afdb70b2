/** Saving for later: the fields that were changed in the form come into force at a chosen time. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changedFields } from "@/features/catalogue/model/changed-fields";
import type { Kind } from "@/features/catalogue/model/kind";
import { toBody } from "@/features/catalogue/model/to-body";
import { answered } from "@/shared/api/client";
import { planChange } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { StoredRecord, Values } from "@/shared/api/records";
import { instantOf } from "@/shared/time/wished";
import { MomentInput } from "@/shared/ui/moment-input";
import { PLANS } from "./planned-changes";
import styles from "./planned-changes.module.css";

interface Props {
  kind: Kind;
  stored: StoredRecord;
  /** The values as they stand in the form. */
  read: () => Values;
  onPlanned: () => void;
}

export function PlanLater({ kind, stored, read, onPlanned }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [local, setLocal] = useState("");
  const at = instantOf(local);
  const plan = useMutation({
    mutationFn: (from: string) => {
      const body = toBody(kind, read(), stored);
      const before = toBody(kind, stored, stored);
      const changes = Object.fromEntries(changedFields(kind, before, body).map((key) => [key, body[key]]));
      return answered(
        planChange({ body: { kind: kind.path.slice("/v1/".length), item_id: stored.id, at: from, changes } }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: [PLANS] }),
    onError: (error) => void message.error(explain(error), 6),
  });
  // The popover lies outside of the record's form in the page, but its events go through it: no form here.
  const content = (
    <div className={styles["later"]}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label>
        {t("catalogue.plan_at")}
        <MomentInput value={local} onChange={setLocal} />
      </label>
      <Button
        type="primary"
        disabled={at === null}
        loading={plan.isPending}
        onClick={() => at && plan.mutate(at, { onSuccess: onPlanned })}
      >
        {t("catalogue.plan_do")}
      </Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" open={isOpen} onOpenChange={setIsOpen}>
      <Button>{t("catalogue.plan")}</Button>
    </Popover>
  );
}
