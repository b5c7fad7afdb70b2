/**
 * Asks the server for sound that should be in the page and is not: after a reload, or when the
 * connection or the media path died.
 */
import { liveConnection } from "@/shared/live/live-connection";
import { findMissingAudio, findWorkWithAudio } from "./match-call";

/** What the phone asks of the server. */
export interface PhoneServer {
  recoverAudio(interactionId: string): Promise<void>;
  openLine(): Promise<void>;
}

/** How soon something is asked for when no call is on its way, and when one may be. */
const SOON_MS = 700;
const PATIENT_MS = 3 * SOON_MS;
const AGAIN_MS = 4_000;

export class AudioRecovery {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly server: PhoneServer;
  private readonly canRing: () => boolean;
  private readonly acceptedOffers: ReadonlySet<string>;

  /** `canRing`: the phone is registered and has no call; `acceptedOffers` may grow. */
  constructor(server: PhoneServer, canRing: () => boolean, acceptedOffers: ReadonlySet<string>) {
    this.server = server;
    this.canRing = canRing;
    this.acceptedOffers = acceptedOffers;
  }

  /** Look before long what is missing; `isNothingComing`: no call can be on its way. */
  plan(isNothingComing: boolean): void {
    this.planIn(isNothingComing ? SOON_MS : PATIENT_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private planIn(ms: number): void {
    this.timer ??= setTimeout(() => void this.recover(), ms);
  }

  private async recover(): Promise<void> {
    this.timer = undefined;
    if (!this.canRing()) return;
    const { work, me, offer, listening } = liveConnection.read().state.entities;
    const isFree = !findWorkWithAudio(work) && !listening["me"];
    if (isFree && me["me"]?.phone.line === "open") {
      // The server believes it open: this page was loaded anew.
      await this.server.openLine().catch(() => undefined);
      return;
    }
    const picture = { work, offer, listening: listening["me"], acceptedOffers: this.acceptedOffers };
    const missing = findMissingAudio(picture);
    if (missing === undefined) return;
    await this.server.recoverAudio(missing).catch(() => undefined);
    this.planIn(AGAIN_MS);
  }
}
