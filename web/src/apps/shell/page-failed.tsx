/** A page that could not be shown, and the way on. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { explain } from "@/shared/api/problems";
import { EmptyHint } from "@/shared/ui/empty-hint";
import { Outermost } from "./outermost";

export function PageFailed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <Outermost>
      <div role="alert">
        <EmptyHint title={t("page.failed")} isPage>
          <p>{explain(error)}</p>
          <Button type="primary" onClick={() => location.reload()}>
            {t("page.reload")}
          </Button>
        </EmptyHint>
      </div>
    </Outermost>
  );
}
