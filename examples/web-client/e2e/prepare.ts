import { Goring } from "./support/goring";

/** Before all tests: the program, and the built client beside it. */
export default Goring.prepare;
