/** antd in the house's colours, in the reader's language, with its styles in a layer below ours. */
import { StyleProvider } from "@ant-design/cssinjs";
import { App, ConfigProvider, type ThemeConfig } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import zhTW from "antd/locale/zh_TW";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "@/shared/i18n/languages";
import { Icon } from "@/shared/ui/icon";

const LOCALES = { en: enUS, "zh-Hans": zhCN, "zh-Hant": zhTW };

const THEME: ThemeConfig = {
  hashed: false,
  cssVar: { key: "antiphon" },
  token: {
    colorPrimary: "#0b5f68",
    colorLink: "#0b5f68",
    colorSuccess: "#1c6b41",
    colorWarning: "#8a4b00",
    colorError: "#a3231b",
    colorInfo: "#1d558f",
    colorText: "#16282a",
    colorTextSecondary: "#47595c",
    colorTextTertiary: "#566769",
    colorTextDescription: "#47595c",
    colorTextPlaceholder: "#5f6f71",
    colorBorder: "#8a9a96",
    colorBorderSecondary: "#d9e0dc",
    colorBgLayout: "#f4f6f4",
    borderRadius: 6,
    controlHeight: 40,
    fontFamily: "var(--font)",
    fontSize: 15,
    fontSizeLG: 16,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.18s",
  },
  components: {
    Button: { fontWeight: 550, primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
    Input: { activeShadow: "none" },
    InputNumber: { activeShadow: "none" },
    Select: { activeOutlineColor: "transparent" },
    Form: { itemMarginBottom: 18, verticalLabelPadding: "0 0 4px" },
  },
};

// antd's own icons are read out by their English names.
const SELECT_ICONS = {
  suffixIcon: <Icon name="chevron" size={18} />,
  menuItemSelectedIcon: <Icon name="check" size={14} />,
};

const calm = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const theme = calm ? { ...THEME, token: { ...THEME.token, motion: false } } : THEME;
  return (
    <StyleProvider layer>
      <ConfigProvider
        theme={theme}
        locale={LOCALES[i18n.language as Language] ?? enUS}
        button={{ autoInsertSpace: false }}
        select={SELECT_ICONS}
      >
        <App notification={{ placement: "bottomRight" }} message={{ top: 64 }}>
          {children}
        </App>
      </ConfigProvider>
    </StyleProvider>
  );
}
