/** One's own affairs: language, password, keys, signing out. */
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PasswordForm } from "@/features/sign-in/password-form";
import { changeOwnLanguage, signOut } from "@/shared/api/generated/sdk.gen";
import { showLanguage } from "@/shared/i18n/i18n";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "@/shared/i18n/languages";
import { sendRemovals } from "@/shared/removal/pending-removals";
import { keepSession, queryClient, type Session } from "@/shared/session/session";
import { Icon } from "@/shared/ui/icon";
import { Shortcuts } from "./shortcuts";
import styles from "./user-menu.module.css";

type Opened = "none" | "password" | "shortcuts";

export function UserMenu({ session }: { session: Session }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState<Opened>("none");
  const close = () => setOpened("none");
  const leave = useMutation({
    mutationFn: async () => {
      await sendRemovals();
      return signOut();
    },
    onSettled: () => {
      keepSession(null);
      void navigate({ to: "/sign-in" }).then(() => queryClient.removeQueries({ type: "inactive" }));
    },
  });
  const speak = (language: Language) => {
    void showLanguage(language);
    void changeOwnLanguage({ body: { language } });
  };
  const items = [
    { key: "who", type: "group" as const, label: `${session.user.name} · ${session.user.login}` },
    ...LANGUAGES.map((language) => ({
      key: language,
      label: <span lang={language}>{LANGUAGE_NAMES[language]}</span>,
      icon: <Icon name={i18n.language === language ? "check" : "globe"} size={17} />,
      onClick: () => speak(language),
    })),
    { type: "divider" as const, key: "line" },
    {
      key: "keys",
      label: t("user.shortcuts"),
      icon: <Icon name="keypad" size={17} />,
      onClick: () => setOpened("shortcuts"),
    },
    {
      key: "password",
      label: t("user.password"),
      icon: <Icon name="pen" size={17} />,
      onClick: () => setOpened("password"),
    },
    {
      key: "leave",
      label: t("user.sign_out"),
      icon: <Icon name="power" size={17} />,
      onClick: () => leave.mutate(),
    },
  ];
  return (
    <>
      <Dropdown menu={{ items }} autoFocus trigger={["click"]} placement="bottomRight">
        <Button
          type="text"
          className={styles["user"] ?? ""}
          icon={<Icon name="person" />}
          aria-haspopup="menu"
        >
          <span className={styles["name"]}>{session.user.name}</span>
          <span className="unseen">{t("user.menu")}</span>
        </Button>
      </Dropdown>
      <Modal
        open={opened === "password"}
        title={t("user.password")}
        onCancel={close}
        footer={null}
        destroyOnHidden
      >
        <PasswordForm onDone={close} />
      </Modal>
      <Modal open={opened === "shortcuts"} title={t("user.shortcuts")} onCancel={close} footer={null}>
        <Shortcuts />
      </Modal>
    </>
  );
}
