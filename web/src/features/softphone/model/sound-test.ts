/** Records three seconds and plays them back: what one hears is what customers would hear. */
import { toChosenSpeaker } from "./devices";
import { closeStream, openMicrophone } from "./microphone";

export type SoundTestStep = "idle" | "recording" | "playing" | "done" | "failed";

const RECORDED_MS = 3_000;

/** Run the test once; `show` is told each step. */
export async function testSound(show: (step: SoundTestStep) => void): Promise<void> {
  let stream: MediaStream | undefined;
  let address: string | undefined;
  try {
    show("recording");
    stream = await openMicrophone();
    const recorded = await record(stream);
    closeStream(stream);
    show("playing");
    address = URL.createObjectURL(recorded);
    await play(address);
    show("done");
  } catch {
    show("failed");
  } finally {
    closeStream(stream);
    if (address) URL.revokeObjectURL(address);
  }
}

function record(stream: MediaStream): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => resolve(new Blob(parts, { type: recorder.mimeType })));
    recorder.addEventListener("error", reject);
    recorder.start();
    setTimeout(() => recorder.state === "recording" && recorder.stop(), RECORDED_MS);
  });
}

async function play(address: string): Promise<void> {
  const speaker = new Audio(address);
  await toChosenSpeaker(speaker);
  await new Promise((resolve, reject) => {
    speaker.addEventListener("ended", resolve);
    speaker.addEventListener("error", reject);
    speaker.play().catch(reject);
  });
}
