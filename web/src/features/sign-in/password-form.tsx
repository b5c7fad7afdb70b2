/** Change one's own password. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { changeOwnPassword } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { queryClient, sessionQuery } from "@/shared/session/session";
import { Notice } from "@/shared/ui/notice";

interface Values {
  current: string;
  new: string;
}

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: (body: Values) => answered(changeOwnPassword({ body })),
    onSuccess: async () => {
      // The change begins a new session: fetch its token before the next write.
      await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
      void message.success(t("user.password_changed"));
      onDone();
    },
  });
  const rules = [{ required: true, message: t("form.required") }];
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
      <Form.Item name="current" label={t("user.password_current")} rules={rules}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={t("user.password_new")} rules={rules}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {change.error && (
        <Form.Item>
          <Notice tone="danger">{explain(change.error)}</Notice>
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t("form.save")}
      </Button>
    </Form>
  );
}
