/** The name of a reason for not being ready: the system's own are translated here. */
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { serverText } from "@/shared/i18n/server-text";

export function useReasonName(): (id: string | null, name: string | null) => string {
  useTranslation();
  return (id, name) => {
    if (name) return name;
    if (!id?.startsWith("system.")) return "";
    const key = `reason.${id.slice("system.".length)}`;
    return i18next.exists(key) ? serverText(key) : "";
  };
}
