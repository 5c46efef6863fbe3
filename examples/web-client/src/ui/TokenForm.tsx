import { type FormEvent, useState } from "react";
import { usePhone } from "../phone/hooks";
import { ownServer, serverUrl } from "../phone/identity";
import { readToken } from "../phone/token";

type Field = "server" | "token";

/** A server's address and a token from one's own backend. What is wrong with them is said beside them. */
export function TokenForm() {
  const phone = usePhone();
  const [wrong, setWrong] = useState<Partial<Record<Field, string>>>({});

  const signIn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const token = String(data.get("token")).trim();
    const url = serverUrl(String(data.get("server")));
    const reading = readToken(token, Date.now());
    const found: typeof wrong = {};
    if (!url) found.server = "That is no address of a server. It looks like wss://calls.example/ws.";
    if ("wrong" in reading) found.token = reading.wrong;
    setWrong(found);
    const first = (["server", "token"] as const).find((field) => found[field]);
    if (first) form.querySelector<HTMLElement>(`#${first}`)?.focus();
    else phone.signIn({ kind: "token", token, url: url! });
  };

  const told = (field: Field) => ({
    "aria-invalid": wrong[field] ? true : undefined,
    "aria-describedby": wrong[field] ? `${field}-wrong` : undefined,
  });

  return (
    <form className="stack" noValidate onSubmit={signIn}>
      <label htmlFor="server">Server</label>
      <input id="server" name="server" type="url" spellCheck={false} autoComplete="url" defaultValue={ownServer(location)} {...told("server")} />
      <FieldError id="server-wrong" text={wrong.server} />
      <label htmlFor="token">Token</label>
      <textarea id="token" name="token" rows={4} spellCheck={false} autoComplete="off" placeholder="eyJhbGciOi…" {...told("token")} />
      <FieldError id="token-wrong" text={wrong.token} />
      <button type="submit" className="primary">
        Sign in
      </button>
    </form>
  );
}

function FieldError({ id, text }: { id: string; text: string | undefined }) {
  return text ? (
    <p id={id} className="field-error" role="alert">
      {text}
    </p>
  ) : null;
}
