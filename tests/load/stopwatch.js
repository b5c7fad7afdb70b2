// How long it takes from the click on Accept until the page is given the customer's voice, in ms.
(() => {
  const VOICE = 0.01;
  let clicked = null;
  let heard = null;

  // Only at the customer's own frequency: an open line rings before the click.
  function loudness(frame) {
    const samples = new Float32Array(frame.allocationSize({ planeIndex: 0, format: "f32-planar" }) / 4);
    frame.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    const turn = (2 * Math.PI * window.customersTone) / frame.sampleRate;
    const along = samples.reduce((sum, one, index) => sum + one * Math.cos(turn * index), 0);
    const across = samples.reduce((sum, one, index) => sum + one * Math.sin(turn * index), 0);
    return (2 * Math.hypot(along, across)) / samples.length;
  }

  async function listen(track) {
    const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      if (clicked !== null && heard === null && loudness(frame) > VOICE) heard = performance.now();
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
