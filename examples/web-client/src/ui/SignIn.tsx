import { useEffect, useState } from "react";
import { usePhone } from "../phone/hooks";
import { demoPeople, demoUser, hasDemo } from "../phone/demo";
import { Avatar } from "./Avatar";
import { Brand } from "./Brand";
import { TokenForm } from "./TokenForm";

/** Who are you? One click in Development, a token everywhere. */
export function SignIn() {
  const phone = usePhone();
  const [demo, setDemo] = useState<boolean>();
  useEffect(() => {
    let mounted = true;
    void hasDemo().then((found) => mounted && setDemo(found));
    return () => {
      mounted = false;
    };
  }, []);

  return (
    <main className="sign-in">
      <div className="card">
        <Brand />
        <p className="muted">Calls through your own server.</p>
        {demo && (
          <section aria-labelledby="demo-title">
            <h2 id="demo-title">Try it as</h2>
            <ul className="demo-people">
              {demoPeople.map((person) => (
                <li key={person.id}>
                  <button type="button" onClick={() => phone.signIn({ kind: "demo", userId: person.id })}>
                    <Avatar user={demoUser(person)} size="middle" />
                    <span>{person.name}</span>
                  </button>
                </li>
              ))}
            </ul>
            <p className="muted hint">Open a second tab as somebody else, and call.</p>
          </section>
        )}
        {demo === undefined ? null : demo ? (
          <details>
            <summary>Sign in with a token</summary>
            <TokenForm />
          </details>
        ) : (
          <section aria-labelledby="token-title">
            <h2 id="token-title">Sign in with a token</h2>
            <TokenForm />
          </section>
        )}
      </div>
    </main>
  );
}
