/** What calls to the outside cost by the minute, and may cost within 24 hours. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { listOf } from "@/shared/i18n/list-of";
import { Box, Part } from "@/shared/ui/faults";
import { Icon } from "@/shared/ui/icon";
import { Notice } from "@/shared/ui/notice";
import { NumberInput } from "@/shared/ui/number-input";
import styles from "./admission.module.css";
import { amountOf, amountTold, hundredthsOf } from "./model/money";
import { isPrefix, sameTwice, tidyPrefixes } from "./model/prefixes";

const MOST_RATES = 200;
const MOST_PRICE = 100_000;
const MOST_SPENT = 1_000_000_000;

/** While it is edited: an emptied price is sent so, and the server says that it is wanted. */
export interface RateDraft {
  prefix: string;
  price: number | null;
}

export interface Spend {
  rates: RateDraft[];
  other_rate: number | null;
  /** Null sets no limit. */
  daily_spend_limit: number | null;
}

interface Props {
  spend: Spend;
  spent: number;
  /** Of the priced prefixes, those that are never called, and those that no prefix allows. */
  never: readonly string[];
  seldom: readonly string[];
  mayEdit: boolean;
  onChange: (part: Partial<Spend>) => void;
}

export function SpendFields({ spend, spent, never, seldom, mayEdit, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { rates, other_rate, daily_spend_limit } = spend;
  const told = (hundredths: number) => amountTold(hundredths, i18n.language);
  const set = (at: number, part: Partial<RateDraft>) =>
    onChange({ rates: rates.map((rate, index) => (index === at ? { ...rate, ...part } : rate)) });
  return (
    <fieldset className={styles["group"]}>
      <legend>{t("dial_rules.cost")}</legend>
      <p className={styles["lead"]}>{t("dial_rules.cost_lead")}</p>
      <div className={styles["fields"]}>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t("dial_rules.daily_spend_limit")}
          <Box name="daily_spend_limit">
            <Amount
              most={MOST_SPENT}
              disabled={!mayEdit}
              placeholder={t("admission.no_limit")}
              value={daily_spend_limit}
              onChange={(value) => onChange({ daily_spend_limit: value })}
            />
          </Box>
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className={styles["field"]}>
          {t(rates.length > 0 ? "dial_rules.other_rate" : "dial_rules.any_rate")}
          <Box name="other_rate">
            <Amount
              most={MOST_PRICE}
              disabled={!mayEdit}
              value={other_rate}
              onChange={(value) => onChange({ other_rate: value })}
            />
          </Box>
        </label>
      </div>
      <Part name="rates">
        {rates.map((rate, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a price has no id; all state is in `rates`
          <Part key={index} name={index}>
            <div className={styles["pair"]}>
              <div>
                <Box name="prefix">
                  <Input
                    aria-label={t("dial_rules.rate_prefix", { number: index + 1 })}
                    placeholder={t("dial_rules.rate_example", { prefix: "+852" })}
                    disabled={!mayEdit}
                    value={rate.prefix}
                    onChange={({ target }) => set(index, { prefix: target.value })}
                    onBlur={() => {
                      const prefix = tidyPrefixes([rate.prefix])[0] ?? "";
                      if (prefix !== rate.prefix) set(index, { prefix });
                    }}
                    {...(isPrefix(rate.prefix) || rate.prefix === "" ? {} : { status: "error" as const })}
                  />
                </Box>
              </div>
              <div>
                <Box name="price">
                  <Amount
                    label={t("dial_rules.rate_price", { number: index + 1 })}
                    most={MOST_PRICE}
                    disabled={!mayEdit}
                    suffix={t("dial_rules.a_minute")}
                    value={rate.price}
                    onChange={(price) => set(index, { price })}
                  />
                </Box>
              </div>
              {mayEdit && (
                <Button
                  type="text"
                  icon={<Icon name="cross" size={17} />}
                  aria-label={`${t("form.remove")} ${rate.prefix || index + 1}`}
                  onClick={() => onChange({ rates: rates.toSpliced(index, 1) })}
                />
              )}
            </div>
          </Part>
        ))}
      </Part>
      <WrongRates rates={rates} />
      {never.length > 0 && (
        <Notice tone="pause">{t("dial_rules.rate_never", { text: listOf(never) })}</Notice>
      )}
      {seldom.length > 0 && (
        <Notice tone="pause">{t("dial_rules.rate_seldom", { text: listOf(seldom) })}</Notice>
      )}
      {mayEdit && rates.length < MOST_RATES && (
        <span>
          <Button
            icon={<Icon name="plus" size={17} />}
            onClick={() => onChange({ rates: [...rates, { prefix: "", price: null }] })}
          >
            {t("dial_rules.add_rate")}
          </Button>
        </span>
      )}
      {daily_spend_limit === null ? (
        <p className={styles["soft"]}>{t("dial_rules.spent", { amount: told(spent) })}</p>
      ) : (
        <SpentOf spent={spent} limit={daily_spend_limit} />
      )}
    </fieldset>
  );
}

/** A limit of 0 is reached from the beginning. */
function SpentOf({ spent, limit }: { spent: number; limit: number }) {
  const { t, i18n } = useTranslation();
  const [amount, most] = [spent, limit].map((one) => amountTold(one, i18n.language));
  const said = t("dial_rules.spent_of", { amount, limit: most });
  const share = limit === 0 ? 1 : Math.min(1, spent / limit);
  return (
    <p className={`${styles["soft"]} ${styles["spent"]} figures`}>
      <progress value={share} aria-label={said} {...(share === 1 ? { className: styles["full"] } : {})} />
      <span>{said}</span>
    </p>
  );
}

interface AmountProps {
  value: number | null;
  onChange: (hundredths: number | null) => void;
  most: number;
  disabled: boolean;
  label?: string;
  placeholder?: string;
  suffix?: string;
}

/** Hundredths, written with two decimals; what a `Box` says of it is handed on. */
function Amount({ value, onChange, most, label, ...props }: AmountProps) {
  return (
    <NumberInput
      {...props}
      {...(label ? { "aria-label": label } : {})}
      className={styles["number"] ?? ""}
      min={0}
      max={most / 100}
      precision={2}
      value={amountOf(value)}
      onChange={(amount) => onChange(hundredthsOf(amount))}
    />
  );
}

function WrongRates({ rates }: { rates: readonly RateDraft[] }) {
  const { t } = useTranslation();
  const twice = sameTwice(rates.map(({ prefix }) => prefix));
  const wrong = rates.map(({ prefix }) => prefix).filter((one) => one !== "" && !isPrefix(one));
  return (
    <>
      {wrong.length > 0 && (
        <span className={styles["wrong"]} role="status">
          {t("dial_rules.wrong", { text: wrong.join(" ") })}
        </span>
      )}
      {twice !== undefined && (
        <span className={styles["wrong"]} role="status">
          {t("dial_rules.rate_twice", { prefix: twice })}
        </span>
      )}
    </>
  );
}
