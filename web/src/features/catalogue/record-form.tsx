/** The form of one record: what is wrong stands at the field, a conflict is explained. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { getJson, postJson, putJson } from "@/shared/api/plain";
import { explain, Problem } from "@/shared/api/problems";
import type { StoredRecord, Values } from "@/shared/api/records";
import { serverText } from "@/shared/i18n/server-text";
import { FaultsProvider } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { FormField, type OwnFields } from "./fields/form-field";
import type { Field, Kind } from "./model/kind";
import { isConfiguration } from "./model/kinds";
import { toBody } from "./model/to-body";
import { PlanLater } from "./planned/plan-later";
import styles from "./record-form.module.css";
import { useRefusal } from "./use-refusal";
import { useUndo } from "./use-undo";
import { Versions } from "./versions";

const CHANGED = "catalogue.changed_meanwhile";

/** What another feature shows below a field, by the values as they stand in the form. */
export type Below = Readonly<Record<string, ComponentType<{ id: string | null; body: Values }>>>;

interface Props {
  kind: Kind;
  stored: StoredRecord | null;
  mayEdit: boolean;
  own: OwnFields;
  below?: Below;
  onDone: () => void;
  onRemove: (record: StoredRecord) => void;
}

/** Saving is always at hand, at the foot; why it was refused stands at the end of a long form. */
function intoView(refusal: HTMLElement | null) {
  refusal?.scrollIntoView({ block: "center" });
}

export function RecordForm({ kind, stored, mayEdit, own, below, onDone, onRemove }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo(kind);
  const [form] = Form.useForm<Values>();
  // What this edit began with; after a conflict it is what the other person made of it.
  const [edited, setEdited] = useState(stored);
  const refusal = useRefusal(kind, form);
  const url = stored ? `${kind.path}/${encodeURIComponent(stored.id)}` : kind.path;

  const save = useMutation({
    mutationFn: (values: Values) => {
      const body = toBody(kind, values, edited);
      return edited ? putJson<StoredRecord>(url, body) : postJson<StoredRecord>(url, body);
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ["catalogue"] });
      offerUndo({ saved, before: edited });
    },
    onError: refusal.tell,
  });
  const takeTheirs = async () => {
    const theirs = await getJson<StoredRecord>(url);
    setEdited(theirs);
    form.setFieldsValue(theirs);
    save.reset();
  };
  const keepMine = async () => {
    setEdited(await getJson<StoredRecord>(url));
    save.reset();
  };
  const fields = kind.fields.filter((field) => !(field.input === "password" && field.isNewOnly && edited));

  return (
    <FaultsProvider value={refusal.offered}>
      <Form<Values>
        form={form}
        ref={refusal.ref}
        onValuesChange={refusal.forget}
        layout="vertical"
        className={styles["form"] ?? ""}
        requiredMark={false}
        initialValues={edited ?? { ...kind.fresh }}
        disabled={!mayEdit || save.isPending}
        // Said to who is still here: whoever closed the form may have another one open by now.
        onFinish={(values) => save.mutate(values, { onSuccess: onDone })}
        scrollToFirstError={{ block: "center", focus: true }}
      >
        {!mayEdit && <Notice tone="info">{t("catalogue.read_only")}</Notice>}
        {fields.map((field) => (
          <Belonging key={field.key} field={field}>
            {field.part && <h3 className={styles["part"]}>{serverText(`part.${field.part}`)}</h3>}
            <FormField field={field} isNew={edited === null} own={own} />
            <BelowField
              kind={kind}
              id={stored?.id ?? null}
              shown={mayEdit ? below?.[field.key] : undefined}
            />
          </Belonging>
        ))}
        {save.error && (
          <Refusal
            error={save.error}
            isAtField={refusal.isAtField}
            others={refusal.others}
            onTakeTheirs={() => void takeTheirs()}
            onKeepMine={() => void keepMine()}
          />
        )}
        {mayEdit && stored && isConfiguration(kind) && (
          <Versions kind={kind} record={stored} onTake={(item) => form.setFieldsValue(item)} />
        )}
        {mayEdit && (
          <footer className={styles["foot"]}>
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t("form.save")}
            </Button>
            {edited && isConfiguration(kind) && (
              <PlanLater
                kind={kind}
                stored={edited}
                read={() => form.getFieldsValue(true)}
                onPlanned={onDone}
              />
            )}
            <Button onClick={onDone}>{t("form.cancel")}</Button>
            {stored && (
              <Button
                danger
                type="text"
                className={styles["remove"] ?? ""}
                icon={<Icon name="bin" size={18} />}
                onClick={() => onRemove(stored)}
              >
                {t("catalogue.remove")}
              </Button>
            )}
          </footer>
        )}
      </Form>
    </FaultsProvider>
  );
}

interface RefusalProps {
  error: Error;
  /** What is wrong stands at a field already. */
  isAtField: boolean;
  others: readonly string[];
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

function Refusal({ error, isAtField, others, onTakeTheirs, onKeepMine }: RefusalProps) {
  const { t } = useTranslation();
  const isConflict = error instanceof Problem && error.code === CHANGED;
  return (
    <div ref={isAtField ? null : intoView}>
      {isConflict ? (
        <Notice tone="pause">
          <p>{t("catalogue.conflict")}</p>
          <div className={styles["choices"]}>
            <Button onClick={onTakeTheirs}>{t("catalogue.take_theirs")}</Button>
            <Button onClick={onKeepMine}>{t("catalogue.keep_mine")}</Button>
          </div>
        </Notice>
      ) : (
        <Notice tone="danger">
          {isAtField ? t("problem.input_invalid") : explain(error)}
          {others.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
    </div>
  );
}

interface BelongingProps {
  field: Field;
  children: ReactNode;
}

function Belonging({ field: { when }, children }: BelongingProps) {
  if (when === undefined) return children;
  return <Dependent when={when}>{children}</Dependent>;
}

/** What was typed into a field that goes away comes back with it. */
function Dependent({ when, children }: { when: NonNullable<Field["when"]>; children: ReactNode }) {
  const value: unknown = Form.useWatch(when.key);
  return when.is.includes(String(value)) ? children : null;
}

interface BelowProps {
  kind: Kind;
  id: string | null;
  shown: Below[string] | undefined;
}

function BelowField({ kind, id, shown: Shown }: BelowProps) {
  const values = Form.useWatch([]) as Values | undefined;
  if (!Shown) return null;
  const named = { ...kind.fresh, ...values, name: values?.["name"] || kind.name };
  return <Shown id={id} body={toBody(kind, named, null)} />;
}
