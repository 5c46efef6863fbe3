import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Phone } from "./phone";
import type { PhoneState } from "./state";

export const PhoneContext = createContext<Phone | undefined>(undefined);

/** The store, for what a click does. */
export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error("no phone around this component");
  return phone;
}

/** What the store holds, followed. */
export function usePhoneState(): PhoneState {
  const phone = usePhone();
  return useSyncExternalStore(phone.subscribe, phone.snapshot);
}

/** The time, told anew each second while `running`. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

/** Microphones, cameras and loudspeakers, followed as they are plugged in and out. */
export function useDevices(): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    let mounted = true;
    const media = navigator.mediaDevices;
    const look = () =>
      void media?.enumerateDevices().then(
        (found) => mounted && setDevices(found.filter(({ deviceId }) => deviceId !== "")),
        () => undefined,
      );
    look();
    media?.addEventListener("devicechange", look);
    return () => {
      mounted = false;
      media?.removeEventListener("devicechange", look);
    };
  }, []);
  return devices;
}
