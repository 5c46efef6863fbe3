/** Tones made by the browser itself, so that there is no file to load. */
export type Tone = "ring" | "ringback";

/** Each tone: notes as [frequency in Hz, start, length in seconds], and after how long they begin again. */
const TONES: Record<Tone, { notes: [number, number, number][]; every: number }> = {
  ring: {
    notes: [
      [587, 0, 0.5],
      [740, 0.18, 0.5],
      [880, 0.36, 0.9],
      [740, 1.0, 0.5],
      [880, 1.18, 1.1],
    ],
    every: 3,
  },
  ringback: { notes: [[425, 0, 1]], every: 4 },
};

const LOUDNESS: Record<Tone, number> = { ring: 0.16, ringback: 0.05 };

let context: AudioContext | undefined;

/** Browsers let a page sound only after the user has touched it: call this from such a touch. */
export function allowTones(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

/** Plays a tone over and over. The returned function stops it. Silent as long as the page may not sound. */
export function play(tone: Tone): () => void {
  const { notes, every } = TONES[tone];
  let sounding: GainNode | undefined;
  const round = () => {
    if (context?.state !== "running") return;
    const audio = context;
    sounding = audio.createGain();
    sounding.gain.value = LOUDNESS[tone];
    sounding.connect(audio.destination);
    for (const [frequency, start, length] of notes) note(audio, sounding, frequency, audio.currentTime + start, length);
  };
  round();
  const timer = setInterval(round, every * 1000);
  return () => {
    clearInterval(timer);
    sounding?.disconnect();
  };
}

/** One note, which swells and dies away like a bell. */
function note(audio: AudioContext, out: AudioNode, frequency: number, at: number, length: number): void {
  const oscillator = audio.createOscillator();
  const envelope = audio.createGain();
  oscillator.frequency.value = frequency;
  envelope.gain.setValueAtTime(0, at);
  envelope.gain.linearRampToValueAtTime(1, at + 0.02);
  envelope.gain.exponentialRampToValueAtTime(0.001, at + length);
  oscillator.connect(envelope).connect(out);
  oscillator.start(at);
  oscillator.stop(at + length);
}
