/** Whether agents see customers' numbers masked, and how many each may look at in a day. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { getNumberPrivacy, saveNumberPrivacy } from "@/shared/api/generated/sdk.gen";
import type { NumberPrivacyBody } from "@/shared/api/generated/types.gen";
import { explain } from "@/shared/api/problems";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import { Panel } from "@/shared/ui/panel";
import styles from "./privacy.module.css";

const KEY = ["number-privacy"];

export function NumberPrivacyPanel({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const shown = useQuery({ queryKey: KEY, queryFn: () => answered(getNumberPrivacy()) }).data;
  const [edited, setEdited] = useState<NumberPrivacyBody | null>(null);
  const save = useMutation({
    mutationFn: (body: NumberPrivacyBody) => answered(saveNumberPrivacy({ body })),
    onSuccess: (next, sent) => {
      queries.setQueryData(KEY, next);
      setEdited((now) => (now === sent ? null : now));
    },
  });
  if (!shown) return null;
  const privacy = edited ?? shown;
  return (
    <Panel className={styles["panel"]} title={t("privacy.numbers")}>
      <p className={styles["lead"]}>{t("privacy.numbers_lead")}</p>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
      <label className={styles["switch"]}>
        <Switch
          checked={privacy.is_masked}
          disabled={!mayEdit}
          onChange={(is_masked) => setEdited({ ...privacy, is_masked })}
        />
        {t("privacy.mask")}
      </label>
      <div className={styles["fields"]}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("privacy.reveals")}
          <NumberInput
            min={0}
            max={1000}
            precision={0}
            disabled={!(mayEdit && privacy.is_masked)}
            value={privacy.reveals_a_day}
            onChange={(value) => setEdited({ ...privacy, reveals_a_day: value ?? 0 })}
          />
        </label>
      </div>
      {save.error && <Notice tone="danger">{explain(save.error)}</Notice>}
      {edited && (
        <div className={styles["row"]}>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate(edited)}>
            {t("form.save")}
          </Button>
          <Button onClick={() => setEdited(null)}>{t("admission.discard")}</Button>
        </div>
      )}
    </Panel>
  );
}
