/** Gives a user a new password. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { setUserPassword } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import styles from "./extras.module.css";

export function UserPassword({ id }: { id: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ password: string }>();
  const set = useMutation({
    mutationFn: (body: { password: string }) => answered(setUserPassword({ path: { id }, body })),
    onSuccess: () => {
      form.resetFields();
      void message.success(t("user.password_changed"));
    },
    onError: (error) => form.setFields([{ name: "password", errors: [explain(error)] }]),
  });
  return (
    <section className={styles["extra"]} aria-label={t("user_password.title")}>
      <h2>{t("user_password.title")}</h2>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => set.mutate(values)}>
        <Form.Item
          name="password"
          label={t("user.password_new")}
          rules={[{ required: true, message: t("form.required") }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit" loading={set.isPending}>
          {t("user_password.set")}
        </Button>
      </Form>
    </section>
  );
}
