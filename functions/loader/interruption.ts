/** Ends the reading of an object though it is not read to its end: there is no time for the rest, or no use in it. */
export class Interruption extends Error {}

/**
 * Says whether to stop. Asked whenever some bytes of an object are read, be they stored or decompressed: an object may give
 * no record for as long as it likes.
 */
export type Interrupt = () => Interruption | undefined;
