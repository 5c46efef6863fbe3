const ANIMALS = [
  "Badger", "Crane", "Dolphin", "Egret", "Falcon", "Gecko", "Heron", "Ibis", "Jackdaw", "Kestrel", "Lynx", "Marten",
  "Newt", "Otter", "Puffin", "Quail", "Robin", "Seal", "Tern", "Vole", "Wren",
];

/** A name for somebody of whom only an id is known: the same for everybody who sees them. */
export function guestName(id: string): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)!) % 1_000_003;
  return `Guest ${ANIMALS[sum % ANIMALS.length]}`;
}
