/**
 * Tells when the network may have changed: `true` where it has (the browser is online again, or its way out is another
 * one), `false` where nobody looked for a while (the page is shown again). Outside a browser it never does.
 *
 * @returns What stops it.
 */
export function onNetworkChange(listener: (changed: boolean) => void): () => void {
  const page = globalThis as unknown as {
    addEventListener?: EventTarget["addEventListener"];
    removeEventListener?: EventTarget["removeEventListener"];
    document?: Document;
    navigator?: { connection?: EventTarget };
  };
  const changed = () => listener(true);
  const shown = () => {
    if (page.document?.visibilityState === "visible") listener(false);
  };
  page.addEventListener?.("online", changed);
  page.navigator?.connection?.addEventListener("change", changed);
  page.document?.addEventListener("visibilitychange", shown);
  return () => {
    page.removeEventListener?.("online", changed);
    page.navigator?.connection?.removeEventListener("change", changed);
    page.document?.removeEventListener("visibilitychange", shown);
  };
}
