// What the page's speaker is given, and its microphone's switch: keeps every peer connection, and measures the newest one's sound.
(() => {
  const connections = [];
  const listening = new Map();
  let context;

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...settings) {
      super(...settings);
      connections.push(this);
    }
  };

  function analyserOf(track) {
    if (!listening.has(track.id)) {
      context ??= new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      listening.set(track.id, analyser);
    }
    return listening.get(track.id);
  }

  // The level of one tone in dB below full scale, -100 when nothing is connected.
  window.levelHeardAt = (hertz) => {
    const alive = connections.filter((one) => one.connectionState === "connected");
    const track = alive.at(-1)?.getReceivers()[0]?.track;
    if (track === undefined) return -100;
    const analyser = analyserOf(track);
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const bin = Math.round((hertz * analyser.fftSize) / context.sampleRate);
    return Math.max(-100, ...levels.slice(bin - 2, bin + 3));
  };

  // What a headset does whose own switch is off: the sound goes on, with nothing in it.
  window.silenceMicrophone = () => {
    context ??= new AudioContext();
    const [silence] = context.createMediaStreamDestination().stream.getAudioTracks();
    const alive = connections.filter((one) => one.connectionState === "connected");
    return alive.at(-1).getSenders()[0].replaceTrack(silence);
  };
})();
