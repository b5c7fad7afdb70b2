// How long it takes from the click on Accept until the page is given the customer's voice, in ms.
(() => {
  const VOICE = 0.01;
  let clicked = null;
  let heard = null;

  function loudest(frame) {
    const samples = new Float32Array(frame.allocationSize({ planeIndex: 0, format: "f32-planar" }) / 4);
    frame.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    return samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  }

  async function listen(track) {
    const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      if (clicked !== null && heard === null && loudest(frame) > VOICE) heard = performance.now();
      frame.close();
    }
  }

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("track", (event) => listen(event.track));
    }
  };

  window.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest("button")?.innerText.includes("Accept")) return;
      clicked = performance.now();
      heard = null;
    },
    true,
  );

  window.answerToVoice = () => (heard === null ? null : heard - clicked);
})();
