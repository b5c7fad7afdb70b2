/** A name on the board; where more can be told of it, it opens that. */
import styles from "./board.module.css";

export type Open = ((id: string, name: string) => void) | undefined;

export function OpeningName({ name, onOpen }: { name: string; onOpen: (() => void) | undefined }) {
  if (!onOpen) return <span className={styles["name"]}>{name}</span>;
  return (
    <button type="button" className={`${styles["name"]} ${styles["opens"]}`} onClick={onOpen}>
      {name}
    </button>
  );
}
