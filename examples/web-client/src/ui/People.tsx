import { demoPeople, demoUser } from "../phone/demo";
import { PersonRow } from "./PersonRow";

/** The demo's other people: a list to call from without knowing an id. */
export function People({ self }: { self: string }) {
  const others = demoPeople.filter(({ id }) => id !== self);
  return (
    <section aria-labelledby="people-title">
      <h2 id="people-title">People</h2>
      <ul className="rows">
        {others.map((person) => (
          <PersonRow key={person.id} user={demoUser(person)} line={person.id} />
        ))}
      </ul>
    </section>
  );
}
