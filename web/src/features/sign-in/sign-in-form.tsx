/** Sign in with login and password; says plainly why it did not work. */
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { signIn } from "@/shared/api/generated/sdk.gen";
import { explain } from "@/shared/api/problems";
import { keepSession, type Session } from "@/shared/session/session";
import { Notice } from "@/shared/ui/notice";

interface Credentials {
  login: string;
  password: string;
}

export function SignInForm({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation();
  const enter = useMutation({
    mutationFn: (body: Credentials) => answered(signIn({ body })),
    onSuccess: (session) => {
      keepSession(session);
      onSignedIn(session);
    },
  });
  const required = [{ required: true, message: t("form.required") }];
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      size="large"
      onFinish={(values) => enter.mutate(values)}
    >
      <Form.Item name="login" label={t("sign_in.login")} rules={required}>
        <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t("sign_in.password")} rules={required}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {enter.error && (
        <Form.Item>
          <Notice tone="danger">{explain(enter.error)}</Notice>
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={enter.isPending}>
        {t("sign_in.enter")}
      </Button>
    </Form>
  );
}
