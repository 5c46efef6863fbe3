import { useSyncExternalStore } from "react";

/** The page's address as the client reads it: the name of the room, or nothing at the front page. */
export function roomIn(path: string): string | undefined {
  const name = /^\/room\/([^/]+)$/.exec(path)?.[1];
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

const moved = new EventTarget();

/** Goes to an address of the client without loading the page anew. */
export function go(path: string): void {
  if (path === location.pathname) return;
  history.pushState(null, "", path);
  moved.dispatchEvent(new Event("moved"));
}

export function goToRoom(name: string): void {
  go(`/room/${encodeURIComponent(name)}`);
}

export function useRoomInAddress(): string | undefined {
  return roomIn(useSyncExternalStore(subscribe, () => location.pathname));
}

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  moved.addEventListener("moved", listener);
  return () => {
    removeEventListener("popstate", listener);
    moved.removeEventListener("moved", listener);
  };
}
