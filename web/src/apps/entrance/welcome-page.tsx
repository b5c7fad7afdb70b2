/** The first minute of a new centre: make the first administrator. */
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FirstAdministratorForm } from "@/features/sign-in/first-administrator-form";
import { Notice } from "@/shared/ui/notice";
import { Entrance } from "./entrance";

export function WelcomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  // The token must not stay in the address bar, in the history or on a shared screen.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return (
    <Entrance title={t("welcome.title")} lead={t("welcome.lead")}>
      {token ? (
        <FirstAdministratorForm token={token} onDone={() => void navigate({ to: "/" })} />
      ) : (
        <Notice tone="danger">{t("welcome.no_token")}</Notice>
      )}
    </Entrance>
  );
}
