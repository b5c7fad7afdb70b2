/** Who is calling, when the number does not say: one of several customers, or somebody new. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { addCustomerOfInteraction, chooseCustomer } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import type { Candidate, Work } from "@/shared/live/entities";
import { Icon } from "@/shared/ui/icon";
import styles from "./customer-choice.module.css";

export function CustomerChoice({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { candidates } = work.guide;
  const [isChanging, setChanging] = useState(false);
  const isOpen = work.customer.id === null || isChanging;
  if (candidates.length > 0 && work.actions.includes("choose_customer")) {
    return isOpen ? (
      <Choice work={work} onDone={() => setChanging(false)} />
    ) : (
      <Button type="link" className={styles["change"] ?? ""} onClick={() => setChanging(true)}>
        {t("customer_choice.change")}
      </Button>
    );
  }
  return work.actions.includes("add_customer") ? <NewCustomer work={work} /> : null;
}

function Choice({ work, onDone }: { work: Work; onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { candidates } = work.guide;
  const choose = useMutation({
    mutationFn: (customer_id: string | null) =>
      answered(chooseCustomer({ path: { interaction_id: work.id }, body: { customer_id } })),
    onSuccess: onDone,
    onError: (error) => void message.error(explain(error)),
  });
  return (
    <section className={styles["box"]} aria-label={t("customer_choice.title")}>
      <p className={styles["question"]}>{t("customer_choice.several", { count: candidates.length })}</p>
      <ul className={styles["candidates"]}>
        {candidates.map((one) => (
          <li key={one.id}>
            <Button
              block
              disabled={choose.isPending}
              type={one.id === work.customer.id ? "primary" : "default"}
              icon={<Icon name="person" size={18} />}
              onClick={() => choose.mutate(one.id)}
            >
              <span className={styles["candidate"]}>
                <strong>{one.name}</strong>
                <About candidate={one} />
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {work.customer.id !== null && (
        <Button type="text" disabled={choose.isPending} onClick={() => choose.mutate(null)}>
          {t("customer_choice.none_of_them")}
        </Button>
      )}
      {work.customer.id === null && work.actions.includes("add_customer") && <NewCustomer work={work} />}
    </section>
  );
}

function About({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation();
  const parts = [
    candidate.segment,
    candidate.vip_level > 0 ? t("customer.vip", { level: candidate.vip_level }) : "",
  ].filter(Boolean);
  return parts.length > 0 ? <span className={styles["about"]}>{parts.join(" · ")}</span> : null;
}

function NewCustomer({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [name, setName] = useState(work.customer.name);
  const add = useMutation({
    mutationFn: () =>
      answered(addCustomerOfInteraction({ path: { interaction_id: work.id }, body: { name } })),
    onError: (error) => void message.error(explain(error)),
  });
  return (
    <form
      className={styles["new"]}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Input
        value={name}
        maxLength={200}
        aria-label={t("customer_choice.name")}
        placeholder={t("customer_choice.name")}
        onChange={({ target }) => setName(target.value)}
      />
      <Button
        htmlType="submit"
        loading={add.isPending}
        // Somebody without a number needs a name at least.
        disabled={name.trim() === "" && work.customer.number === ""}
        icon={<Icon name="plus" size={18} />}
      >
        {t("customer_choice.add")}
      </Button>
    </form>
  );
}
