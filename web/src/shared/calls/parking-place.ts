/** What a parking place is called: by its queue's name for it, or by its number alone. */
import i18next from "i18next";

export function placeText(place: number, name: string): string {
  return name ? i18next.t("parking.named_place", { name, place }) : i18next.t("parking.place", { place });
}
