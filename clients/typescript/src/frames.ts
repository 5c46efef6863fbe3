/** A payload as it came: what is read from it is checked where it is read. */
export type Payload = Record<string, any>;

/** One message of the protocol, either way. */
export interface Frame {
  type: string;
  /** The sender's name for its message; an answer repeats it. */
  id?: string;
  /** Numbers what others caused: 1, 2, 3 … for the life of the session. */
  seq?: number;
  payload: Payload;
}

/** The frame in a message, or undefined where it is none. */
export function parseFrame(data: unknown): Frame | undefined {
  try {
    const frame = JSON.parse(String(data)) as Partial<Frame> | null;
    return typeof frame?.type === "string" ? ({ payload: {}, ...frame } as Frame) : undefined;
  } catch {
    return undefined;
  }
}

/** A name that nobody else has. */
export const randomName = (): string => Math.random().toString(36).slice(2, 12);
