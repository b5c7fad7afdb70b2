/** Skills with a level each: {skill id: 1-10}. */
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useChoices } from "@/shared/api/records";
import { NumberInput } from "@/shared/ui/number-input";
import { Box } from "./faults";
import { Icon } from "./icon";
import styles from "./levels-input.module.css";

type Levels = Record<string, number>;

const USUAL_LEVEL = 5;

interface Props {
  /** Where the skills are listed. */
  path: string;
  id?: string;
  value?: Levels;
  onChange?: (value: Levels) => void;
  label?: string;
}

export function LevelsInput({ path, id, value = {}, onChange, label }: Props) {
  const { t } = useTranslation();
  const choices = useChoices(path);
  const nameOf = (skill: string) => choices.find((choice) => choice.value === skill)?.label ?? "…";
  const free = choices.filter((choice) => !(choice.value in value));
  const without = (skill: string) =>
    onChange?.(Object.fromEntries(Object.entries(value).filter(([key]) => key !== skill)));
  return (
    <div className={styles["rows"]}>
      {Object.entries(value).map(([skill, level]) => (
        <div key={skill} className={styles["row"]}>
          <span className={styles["grow"]}>{nameOf(skill)}</span>
          <Box name={skill}>
            <NumberInput
              min={1}
              max={10}
              precision={0}
              value={level}
              aria-label={t("catalogue.level_of", { name: nameOf(skill) })}
              onChange={(next) => onChange?.({ ...value, [skill]: next ?? USUAL_LEVEL })}
            />
          </Box>
          <Button
            type="text"
            icon={<Icon name="cross" size={17} />}
            aria-label={`${t("form.remove")} ${nameOf(skill)}`}
            onClick={() => without(skill)}
          />
        </div>
      ))}
      <Box>
        <Select
          {...(id ? { id } : {})}
          {...(label ? { "aria-label": label } : {})}
          value={null}
          options={free}
          showSearch
          optionFilterProp="label"
          placeholder={t("catalogue.add_skill")}
          notFoundContent={t("catalogue.nothing_to_choose")}
          onChange={(skill: string | null) => skill && onChange?.({ ...value, [skill]: USUAL_LEVEL })}
        />
      </Box>
    </div>
  );
}
