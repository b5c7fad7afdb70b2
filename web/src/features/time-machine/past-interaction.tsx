/** An interaction of then by its customer, leading to its page for those who may open it. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { GetPastBoardResponse } from "@/shared/api/generated/types.gen";
import { may, useSession } from "@/shared/session/session";

interface Props {
  id: string;
  /** Unknown to the past once the interaction was over. */
  customer: GetPastBoardResponse["events"][number]["customer"];
}

export function PastInteraction({ id, customer }: Props) {
  const { t } = useTranslation();
  const mayOpen = may(useSession(), "interactions.interaction.read");
  const name = customer && (customer.name || customer.number || t("customer.unknown"));
  if (!mayOpen) return name;
  return (
    <Link to="/interactions/$id" params={{ id }}>
      {name ?? t("past.open")}
    </Link>
  );
}
