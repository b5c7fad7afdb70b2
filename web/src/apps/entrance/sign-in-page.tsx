/** Sign in. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { SignInForm } from "@/features/sign-in/sign-in-form";
import { answered } from "@/shared/api/client";
import { changeOwnLanguage, getSetup } from "@/shared/api/generated/sdk.gen";
import { showOwnLanguage } from "@/shared/i18n/i18n";
import type { Language } from "@/shared/i18n/languages";
import type { Session } from "@/shared/session/session";
import { Notice } from "@/shared/ui/notice";
import { Entrance } from "./entrance";

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/sign-in" });
  const chosen = useRef<Language | undefined>(undefined);
  const setup = useQuery({ queryKey: ["setup"], queryFn: () => answered(getSetup()) });

  const enter = async (session: Session) => {
    // A language chosen here, just now, is a wish, and kept before anything else is asked for; else
    // the account's own language holds.
    if (chosen.current)
      await changeOwnLanguage({ body: { language: chosen.current } }).catch(() => undefined);
    else await showOwnLanguage(session.user.language);
    await navigate({ to: next ?? "/" });
  };
  const note = (language: Language) => {
    chosen.current = language;
  };
  return (
    <Entrance title={t("sign_in.title")} lead={t("sign_in.lead")} onLanguage={note}>
      {setup.data?.needs_first_administrator && <Notice tone="info">{t("sign_in.needs_setup")}</Notice>}
      <SignInForm onSignedIn={(session) => void enter(session)} />
    </Entrance>
  );
}
