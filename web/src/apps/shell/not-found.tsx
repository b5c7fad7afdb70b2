/** No such page. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Outermost } from "./outermost";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Outermost>
      <EmptyHint title={t("page.not_found")} isPage>
        <Link to="/">{t("page.home")}</Link>
      </EmptyHint>
    </Outermost>
  );
}
