/** No such page. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyHint } from "@/shared/ui/empty-hint";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyHint title={t("page.not_found")}>
        <Link to="/">{t("page.home")}</Link>
      </EmptyHint>
    </main>
  );
}
