/** The way back from a page that the board leads to. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Icon } from "@/shared/ui/icon";
import styles from "./back-to-board.module.css";

export function BackToBoard() {
  const { t } = useTranslation();
  return (
    <Link to="/board" className={styles["back"] ?? ""}>
      <Icon name="back" size={18} /> {t("board.title")}
    </Link>
  );
}
