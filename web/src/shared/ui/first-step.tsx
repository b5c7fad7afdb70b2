/** In an empty place: the way to where its first record is made, for those who may make it. */
import { Link } from "@tanstack/react-router";
import { may, useSession } from "@/shared/session/session";
import styles from "./first-step.module.css";
import { Icon } from "./icon";

interface Props {
  kind: "queues" | "agents" | "trunks";
  permission: string;
  text: string;
}

export function FirstStep({ kind, permission, text }: Props) {
  if (!may(useSession(), permission)) return null;
  return (
    <Link to="/admin/$kind" params={{ kind }} className={styles["step"] ?? ""}>
      <Icon name="plus" size={16} /> {text}
    </Link>
  );
}
