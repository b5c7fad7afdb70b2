/** The choice of language, each named in itself. A plain select: it works everywhere. */
import { useTranslation } from "react-i18next";
import { showLanguage } from "@/shared/i18n/i18n";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "@/shared/i18n/languages";
import { Icon } from "./icon";
import styles from "./language-menu.module.css";

interface Props {
  onChosen?: (language: Language) => void;
}

export function LanguageMenu({ onChosen }: Props) {
  const { t, i18n } = useTranslation();
  const choose = (language: Language) => {
    void showLanguage(language);
    onChosen?.(language);
  };
  return (
    <label className={styles["menu"]}>
      <Icon name="globe" size={18} />
      <span className="unseen">{t("language.choose")}</span>
      <select value={i18n.language} onChange={(event) => choose(event.target.value as Language)}>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
    </label>
  );
}
