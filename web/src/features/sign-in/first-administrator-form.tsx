/** The first administrator, made with the one-time link that the centre printed when it started. */
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { answered } from "@/shared/api/client";
import { setUpFirstAdministrator } from "@/shared/api/generated/sdk.gen";
import { explain, explainField, Problem } from "@/shared/api/problems";
import { isLanguage } from "@/shared/i18n/languages";
import { keepSession, type Session } from "@/shared/session/session";
import { Notice } from "@/shared/ui/notice";

interface Values {
  name: string;
  login: string;
  password: string;
  again: string;
}

const SHORTEST_PASSWORD = 10;

interface Props {
  token: string;
  onDone: (session: Session) => void;
}

export function FirstAdministratorForm({ token, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<Values>();
  const setUp = useMutation({
    mutationFn: ({ name, login, password }: Values) => {
      const language = isLanguage(i18n.language) ? i18n.language : "en";
      return answered(setUpFirstAdministrator({ body: { token, name, login, password, language } }));
    },
    onSuccess: (session) => {
      keepSession(session);
      onDone(session);
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      const fields = Object.entries(error.fields);
      form.setFields(
        fields.map(([name, text]) => ({ name: name as keyof Values, errors: [explainField(text)] })),
      );
    },
  });
  const required = { required: true, message: t("form.required") };
  const same = ({ getFieldValue }: { getFieldValue: (name: "password") => string }) => ({
    validator: (_: unknown, value: string) =>
      value === getFieldValue("password")
        ? Promise.resolve()
        : Promise.reject(new Error(t("welcome.not_same"))),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      size="large"
      onFinish={(values) => setUp.mutate(values)}
    >
      <Form.Item name="name" label={t("welcome.name")} rules={[required]}>
        <Input autoComplete="name" autoFocus />
      </Form.Item>
      <Form.Item name="login" label={t("sign_in.login")} rules={[required]}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("welcome.password")}
        extra={t("welcome.password_hint", { count: SHORTEST_PASSWORD })}
        rules={[
          required,
          { min: SHORTEST_PASSWORD, message: t("welcome.password_hint", { count: SHORTEST_PASSWORD }) },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="again" label={t("welcome.again")} dependencies={["password"]} rules={[required, same]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {setUp.error && (
        <Form.Item>
          <Notice tone="danger">{explain(setUp.error)}</Notice>
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={setUp.isPending}>
        {t("welcome.make")}
      </Button>
    </Form>
  );
}
