/** A ticket number of another system; a link where its address is known. */
import { useTranslation } from "react-i18next";
import { Icon } from "./icon";

interface Props {
  ticket: string;
  address: string | null;
}

export function TicketLink({ ticket, address }: Props) {
  const { t } = useTranslation();
  if (address === null) return <span className="figures">{ticket}</span>;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      className="figures"
      title={t("ticket.leads_to", { host: new URL(address).host })}
      // In a list, the row opens the interaction.
      onClick={(event) => event.stopPropagation()}
    >
      <Icon name="outside" size={16} /> {ticket}
      <span className="unseen">{t("ticket.new_page")}</span>
    </a>
  );
}
