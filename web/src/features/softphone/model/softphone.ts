/**
 * The phone in the page: SIP over our own origin's WebSocket, one call at a time.
 *
 * It registers (`user-agent.ts`), holds an arriving call until the desk agrees to it
 * (`match-call.ts`), answers, and has the audio asked for again when work is in hand but no call
 * came (`audio-recovery.ts`). Who may talk to whom is the server's affair.
 */
import type { UA } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import type { IncomingRTCSessionEvent } from "jssip/lib/UA";
import { goOnSoon } from "@/shared/calls/candidates";
import { liveConnection } from "@/shared/live/live-connection";
import { AudioRecovery, type PhoneServer } from "./audio-recovery";
import { type DeviceKind, rememberDevice, toChosenSpeaker } from "./devices";
import { type LineTest, type LineTestResult, type LineTestStep, testLine } from "./line-test";
import { LineWatch } from "./line-watch";
import { type ArrivingCall, findWorkWithAudio, isCarried, mayAnswer } from "./match-call";
import { askForMicrophone, closeStream, openMicrophone, stateFromError } from "./microphone";
import { rememberVolume, usePhoneStore } from "./phone-store";
import { makeUserAgent, type PhoneCredentials } from "./user-agent";

const UNTOLD_END_MS = 2_000;
/** How long a call may ring here while we think that another one is up. */
const NEXT_WAITS_MS = 10_000;

const show = usePhoneStore.setState;

interface Line {
  session: RTCSession;
  arriving: ArrivingCall;
  stream?: MediaStream;
  isAnswering: boolean;
  /** The desk showed that this call is wanted: once it shows so no more, the call is over. */
  wasCarried: boolean;
  /** It stays up between calls: the server lets each call's sound through. */
  isKept: boolean;
  isUp?: boolean;
}

export class Softphone {
  private ua: UA | undefined;
  private isWanted = false;
  private line: Line | undefined;
  private iceServers: RTCIceServer[] = [];
  private readonly accepted = new Set<string>();
  private readonly speaker = new Audio();
  private readonly watchLine = new LineWatch();
  private unsubscribe: (() => void) | undefined;
  private lineTest: LineTest | undefined;
  /** A call that came while another one is up, as far as we know. */
  private next: IncomingRTCSessionEvent | undefined;
  /** A call rang here that cannot be answered: nothing of it is on its way. */
  private hasForgotten = false;
  private readonly recovery: AudioRecovery;

  constructor(server: PhoneServer) {
    const canRing = () => !this.line && this.ua?.isRegistered() === true;
    this.recovery = new AudioRecovery(server, canRing, this.accepted);
    this.speaker.autoplay = true;
  }

  async askMicrophone(): Promise<void> {
    show({ microphone: "asking" });
    show({ microphone: await askForMicrophone() });
  }

  async start(credentials: PhoneCredentials): Promise<void> {
    this.stop();
    show({ line: "connecting" });
    this.isWanted = true;
    this.iceServers = credentials.ice_servers as RTCIceServer[];
    const ua = await makeUserAgent(credentials, {
      registered: () => {
        show({ line: "registered" });
        this.recovery.plan(true);
      },
      unregistered: (isRefused) => show({ line: isRefused ? "refused" : "lost" }),
      disconnected: () => {
        show({ line: "lost" });
        this.forgetUnanswered();
      },
      arrived: (event) => this.arrive(event),
    });
    if (!this.isWanted || this.ua) return;
    this.ua = ua;
    this.unsubscribe = liveConnection.subscribe(() => this.review());
    ua.start();
  }

  stop(): void {
    this.isWanted = false;
    this.unsubscribe?.();
    this.recovery.stop();
    const ua = this.ua;
    this.ua = undefined;
    ua?.stop();
    this.drop();
    show({ line: "off" });
  }

  /** The agent agreed to this offer: its call is answered when (or as soon as) it is here. */
  agree(offerId: string): void {
    this.accepted.add(offerId);
    this.review();
  }

  /** The server did not let the offer be accepted after all. */
  disagree(offerId: string): void {
    this.accepted.delete(offerId);
  }

  mute(isMuted: boolean): void {
    if (isMuted) this.line?.session.mute({ audio: true });
    else this.line?.session.unmute({ audio: true });
    show({ isMuted });
  }

  setVolume(volume: number): void {
    this.speaker.volume = volume;
    rememberVolume(volume);
    show({ volume });
  }

  /** Use this device from now on, in a conversation that goes on too. */
  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    rememberDevice(kind, id);
    if (kind === "speaker") return toChosenSpeaker(this.speaker);
    const line = this.line;
    const sender = line?.session.connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (!line?.stream || !sender) return;
    const stream = await openMicrophone();
    const [track] = stream.getAudioTracks();
    if (this.line !== line || !track) return closeStream(stream);
    track.enabled = !usePhoneStore.getState().isMuted;
    await sender.replaceTrack(track);
    closeStream(line.stream);
    line.stream = stream;
  }

  /** Speak and hear oneself back through the engine; null when there is nothing to tell. */
  async testLine(show: (step: LineTestStep) => void): Promise<LineTestResult | null> {
    let stream: MediaStream | undefined;
    const speaker = new Audio();
    try {
      stream = await openMicrophone();
      const isBusy = this.line && !(this.line.isKept && usePhoneStore.getState().call === null);
      if (!this.ua || isBusy || this.lineTest) throw new Error("the phone is not free");
      await toChosenSpeaker(speaker);
      const target = `sip:echo@${location.hostname}`;
      this.lineTest = testLine(this.ua, { target, stream, speaker, iceServers: this.iceServers }, show);
      return await this.lineTest.finished;
    } catch {
      show("failed");
      return null;
    } finally {
      this.lineTest = undefined;
      speaker.srcObject = null;
      closeStream(stream);
    }
  }

  /** Whoever closes the settings hears no more of it. */
  stopLineTest(): void {
    this.lineTest?.stop();
  }

  private arrive(event: IncomingRTCSessionEvent): void {
    const { session, request } = event;
    const arriving = {
      offerId: request.getHeader("X-Antiphon-Offer") ?? null,
      interactionId: request.getHeader("X-Antiphon-Interaction") ?? null,
      monitorId: request.getHeader("X-Antiphon-Monitor") ?? null,
    };
    this.stopLineTest();
    // A call while one is up is that call's replacement (the old leg is dying), or the old one is over
    // and we were not told, or it is a mistake. An open line that carries none gives way.
    const isKept = request.getHeader("X-Antiphon-Line") !== undefined;
    if (this.line) {
      const isReplacement = this.line.isKept || arriving.interactionId === this.line.arriving.interactionId;
      if (!isReplacement && !this.isOver(this.line)) {
        this.letWait(event);
        return;
      }
      const old = this.line.session;
      this.drop();
      old.terminate();
    }
    this.hasForgotten = false;
    this.line = { session, arriving, isAnswering: false, wasCarried: false, isKept };
    const end = () => {
      if (this.line?.session !== session) return;
      this.drop();
      if (this.next) this.review();
      else this.recovery.plan(true);
    };
    session.on("ended", end);
    session.on("failed", end);
    session.on("confirmed", () => this.confirm(session));
    session.on("peerconnection", ({ peerconnection }) => this.watch(session, peerconnection));
    session.on("icecandidate", goOnSoon);
    if (!isKept) show({ call: { ...arriving, phase: "waiting" } });
    this.review();
  }

  /** The end of the call before may be on its way to us, and slower than this one; else we are busy. */
  private letWait(event: IncomingRTCSessionEvent): void {
    const { session } = event;
    const refuse = () => session.terminate({ status_code: 486 });
    if (this.next) {
      refuse();
      return;
    }
    this.next = event;
    const forget = () => {
      clearTimeout(timer);
      if (this.next === event) this.next = undefined;
    };
    const timer = setTimeout(() => this.next === event && refuse(), NEXT_WAITS_MS);
    session.on("failed", forget);
  }

  /** What rang over a connection that broke cannot be answered over the next one: it is rung for anew. */
  private forgetUnanswered(): void {
    this.next?.session.terminate();
    const { line } = this;
    if (!line || line.isUp) return;
    this.hasForgotten = true;
    this.drop();
    line.session.terminate();
  }

  /** Something changed: let the next call in, answer the call that waits, or fetch the audio that is missing. */
  private review(): void {
    const { next } = this;
    if (next && (!this.line || this.isOver(this.line))) {
      this.next = undefined;
      this.arrive(next);
      return;
    }
    const line = this.line;
    const { work, listening } = liveConnection.read().state.entities;
    if (!line) {
      this.recovery.plan(this.hasForgotten);
      return;
    }
    if (line.isUp && line.isKept) this.showCallOnLine(line);
    const picture = { acceptedOffers: this.accepted, work, listening: listening["me"] };
    if (!line.isKept && isCarried(line.arriving, picture)) line.wasCarried = true;
    else if (line.wasCarried) this.endSoon(line);
    if (line.isAnswering || !(line.isKept || mayAnswer(line.arriving, picture))) return;
    line.isAnswering = true;
    void this.answer(line);
  }

  private isOver(line: Line): boolean {
    const { work, listening } = liveConnection.read().state.entities;
    return line.wasCarried && !isCarried(line.arriving, { work, listening: listening["me"] });
  }

  /** The engine hangs up by itself, but after a break of ours it may know no way to tell us. */
  private endSoon(line: Line): void {
    setTimeout(() => {
      if (this.line === line && this.isOver(line)) line.session.terminate();
    }, UNTOLD_END_MS);
  }

  private async answer(line: Line): Promise<void> {
    if (!line.isKept) show({ call: { ...line.arriving, phase: "answering" } });
    try {
      line.stream = await openMicrophone();
      show({ microphone: "granted" });
    } catch (error) {
      show({ microphone: navigator.mediaDevices ? stateFromError(error) : "insecure" });
      line.session.terminate({ status_code: 480 });
      return;
    }
    if (this.line !== line || line.session.isEnded()) {
      closeStream(line.stream);
      return;
    }
    line.session.answer({ mediaStream: line.stream, pcConfig: { iceServers: this.iceServers } });
  }

  private confirm(session: RTCSession): void {
    const line = this.line;
    if (line?.session !== session) return;
    line.isUp = true;
    if (line.isKept) {
      this.showCallOnLine(line);
      return;
    }
    show({ call: { ...line.arriving, phase: "up" }, isMuted: false });
    this.watchLine.start(
      () => session.connection ?? undefined,
      () => {
        const { work } = liveConnection.read().state.entities;
        return work[line.arriving.interactionId ?? ""]?.state === "talking";
      },
    );
  }

  /** Which call the open line carries now; each begins unmuted. */
  private showCallOnLine(line: Line): void {
    const { work, listening } = liveConnection.read().state.entities;
    const { call } = usePhoneStore.getState();
    const interactionId = findWorkWithAudio(work)?.id ?? null;
    const monitorId = listening["me"]?.monitor_id ?? null;
    if (interactionId === null && monitorId === null) {
      if (call === null) return;
      this.watchLine.stop();
      this.mute(false);
      show({ call: null });
    } else if (call?.interactionId !== interactionId || (call.monitorId ?? null) !== monitorId) {
      show({ call: { offerId: null, interactionId, monitorId, phase: "up" } });
      this.watchLine.stop();
      this.watchLine.start(
        () => line.session.connection ?? undefined,
        () => liveConnection.read().state.entities.work[interactionId ?? ""]?.state === "talking",
      );
    }
  }

  private watch(session: RTCSession, connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ streams, track }) => {
      this.speaker.srcObject = streams[0] ?? new MediaStream([track]);
      this.speaker.volume = usePhoneStore.getState().volume;
      void toChosenSpeaker(this.speaker);
      void this.speaker.play().catch(() => undefined);
    });
    connection.addEventListener("connectionstatechange", () => {
      // A dead media path does not come back by itself; a new leg does (see `audio-recovery.ts`).
      if (connection.connectionState !== "failed" || this.line?.session !== session) return;
      // With its reason: without one it is a person who hung up, and the customer is let go.
      session.terminate({ status_code: 408, reason_phrase: "No sound" });
    });
  }

  private drop(): void {
    this.watchLine.stop();
    closeStream(this.line?.stream);
    this.line = undefined;
    this.speaker.srcObject = null;
    show({ call: null, isMuted: false });
  }
}
