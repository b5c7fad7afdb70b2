/** The frame of the pages before the sign-in. */
import type { ReactNode } from "react";
import type { Language } from "@/shared/i18n/languages";
import { LanguageMenu } from "@/shared/ui/language-menu";
import { Mark } from "@/shared/ui/logo";
import styles from "./entrance.module.css";

interface Props {
  title: string;
  lead: string;
  onLanguage?: (language: Language) => void;
  children: ReactNode;
}

export function Entrance({ title, lead, onLanguage, children }: Props) {
  return (
    <div className={styles["page"]}>
      <header className={styles["bar"]}>
        <LanguageMenu {...(onLanguage ? { onChosen: onLanguage } : {})} />
      </header>
      <main className={styles["main"]}>
        <div className={styles["brand"]}>
          <Mark size={44} />
          <span>Antiphon</span>
        </div>
        <div className={styles["card"]}>
          <h1>{title}</h1>
          <p className={styles["lead"]}>{lead}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
