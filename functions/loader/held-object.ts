import { DependencyError } from "../shared/errors";

/** What a key holds, and what tells it from what it will hold later. */
export interface HeldObject {
  readonly body: string;
  readonly etag: string | undefined;
}

/** Objects that several may change at the same time. `Body` is undefined where they may be removed. */
export interface HeldObjects<Body extends string | undefined> {
  /** Undefined if there is none (any more). */
  read(key: string): Promise<HeldObject | undefined>;
  /** Replaces what the key holds, or removes it (undefined), if it is still the same as `held`; false if it is not. */
  replace(key: string, body: Body, held: HeldObject | undefined): Promise<boolean>;
}

/** Two deliveries of the same object, or the loader and a person, may write the same key; hardly more. */
const maximumAttempts = 10;

/**
 * Replaces what the key holds by what `change` makes of it (of undefined where there is nothing). What others write
 * meanwhile is not lost: `change` is then asked again, with that.
 */
export async function updateHeld<Body extends string | undefined>(
  objects: HeldObjects<Body>,
  key: string,
  change: (held: string | undefined) => Body,
): Promise<void> {
  // Mostly there is nothing yet: not looking first saves a request, unless there must be something.
  let held: HeldObject | undefined;
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const body = change(held?.body);
    if (held !== undefined && body === held.body) return;
    const isNothing = held === undefined && body === undefined;
    if (!isNothing && (await objects.replace(key, body, held))) return;
    held = await objects.read(key);
    if (isNothing && held === undefined) return;
  }
  throw new DependencyError(`${key} is changed by others all the time; try again when they have less to do`);
}
