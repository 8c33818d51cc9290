import { type Day, sessionAt } from "../day";
import type { Random } from "../random";
import { type Session, temporaryKey } from "../records/cloudtrail";
import { HOUR, MINUTE } from "../time";
import { type Instance, type Role, SHOP_ACCOUNT } from "../world";

/** Who attacks what, with which addresses and names; drawn from the seed alone, so `events` does not change it. */
export interface IntrusionPlan {
  /** The instance whose credentials are stolen, and the session they belong to. */
  readonly victim: Instance;
  readonly stolen: Session;
  /** Finds the hole in the shop. A customer comes from the same address. */
  readonly webAddress: string;
  /** Uses the stolen credentials. A developer's VPN comes from the same address in the morning. */
  readonly apiAddress: string;
  /** Uses the backdoor user's key. */
  readonly backdoorAddress: string;
  readonly commandAddress: string;
  readonly commandDomain: string;
  readonly backdoorUser: string;
  readonly backdoorUserId: string;
  readonly backdoorKey: string;
  /** The role that the backdoor user assumes to read the data, and that session's key. */
  readonly exportRole: Role;
  readonly exportKey: string;
  readonly findingId: string;
  readonly times: {
    readonly probe: number;
    /** The response with the credentials. */
    readonly theft: number;
    readonly firstUse: number;
    readonly command: number;
    readonly persistence: number;
    readonly backdoorUse: number;
    readonly collection: number;
    readonly end: number;
  };
}

export function planIntrusion(day: Day, seed: Random): IntrusionPlan {
  const random = seed.fork("intrusion-plan");
  const { world, start } = day;
  const victim = random.pick(world.shop.instances.filter(({ from }) => from === 0));
  const probe = start + 13 * HOUR + random.integer(0, 20) * MINUTE + random.integer(0, 59) * 1000;
  const theft = probe + 4 * MINUTE + random.integer(0, 50) * 1000;
  const firstUse = theft + 6 * MINUTE;
  const address = addresses(random);
  return {
    victim,
    stolen: sessionAt(day, victim, theft),
    webAddress: address(),
    apiAddress: address(),
    backdoorAddress: address(),
    commandAddress: address(),
    commandDomain: `${random.pick(["cdn", "static", "update", "metrics"])}-${random.hex(6)}.example`,
    backdoorUser: random.pick(["svc-backup-sync", "terraform-state", "cloudwatch-agent-sync", "ses-smtp-relay"]),
    backdoorUserId: `AIDA${random.base32(17)}`,
    backdoorKey: `AKIA${random.base32(16)}`,
    exportRole: world.exportRole,
    exportKey: temporaryKey(random),
    findingId: random.hex(32),
    times: {
      probe,
      theft,
      firstUse,
      command: firstUse + 21 * MINUTE,
      persistence: firstUse + 32 * MINUTE,
      backdoorUse: firstUse + 41 * MINUTE,
      collection: firstUse + 52 * MINUTE,
      end: firstUse + 105 * MINUTE,
    },
  };
}

/** The customer exports that the bucket holds; the nightly job writes some of them again. */
export function exportObjects(day: Day, seed: Random): string[] {
  const random = seed.fork("export-objects");
  const date = new Date(day.start).toISOString().slice(0, 7);
  return Array.from(
    { length: 56 },
    (_, index) => `exports/${date}/customers-${String(index).padStart(4, "0")}-${random.hex(6)}.csv.gz`,
  );
}

/** Different addresses of the hosting provider's network, away from those of the scanners. */
function addresses(random: Random): () => string {
  const used = new Set<number>();
  return () => {
    let last = random.integer(10, 190);
    while (used.has(last)) {
      last = random.integer(10, 190);
    }
    used.add(last);
    return `198.51.100.${last}`;
  };
}

export const VICTIM_ACCOUNT = SHOP_ACCOUNT;
