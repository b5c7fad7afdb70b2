/** The page's SIP stack: it registers over our own origin's WebSocket, and comes back by itself. */
import type { UA } from "jssip";
import type { IncomingRTCSessionEvent, RTCSessionEvent } from "jssip/lib/UA";

export interface PhoneCredentials {
  uri: string;
  websocket: string;
  username: string;
  secret: string;
  display_name: string;
  ice_servers: unknown[];
}

export interface UserAgentListener {
  registered(): void;
  /** `isRefused`: the server answered, and did not want it. */
  unregistered(isRefused: boolean): void;
  /** What is on its way over the connection does not arrive. */
  disconnected(): void;
  arrived(call: IncomingRTCSessionEvent): void;
}

const REGISTER_S = 60;

/** Only pages with a phone in them pay for the SIP stack. */
export async function makeUserAgent(credentials: PhoneCredentials, listener: UserAgentListener): Promise<UA> {
  const { UA, WebSocketInterface } = await import("jssip");
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const ua = new UA({
    sockets: [new WebSocketInterface(`${scheme}://${location.host}${credentials.websocket}`)],
    uri: credentials.uri,
    authorization_user: credentials.username,
    password: credentials.secret,
    display_name: credentials.display_name,
    register: true,
    register_expires: REGISTER_S,
    session_timers: false,
    no_answer_timeout: 300,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 8,
  });
  ua.on("registered", () => listener.registered());
  ua.on("unregistered", () => listener.unregistered(false));
  ua.on("registrationFailed", () => listener.unregistered(ua.isConnected()));
  ua.on("disconnected", () => listener.disconnected());
  ua.on("newRTCSession", (event: RTCSessionEvent) => {
    if (event.originator === "remote") listener.arrived(event as IncomingRTCSessionEvent);
  });
  return ua;
}
