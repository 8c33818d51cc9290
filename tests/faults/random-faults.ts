import type { Random } from "../../local/demo/generator/random";
import { s3Faults, sqsFaults, sqsOperation } from "./aws-faults";
import type { Fault, Forward } from "./faulty-proxy";
import type { Lane } from "./lane";
import { isBulk, refuseItems, searchFaults } from "./search-faults";

/** What may last for some requests in a row. */
const outages = ["503 for the request", "a reset", "429 for all documents", "a block on an index"] as const;

export interface SearchPlan {
  /** Whether OpenSearch refuses a document for good. */
  readonly isPoison: (id: string) => boolean;
  /** Is told of the faults that happen. */
  readonly happened: string[];
  readonly secondsPerRequest: number;
}

/** Has faults befall some of a lane's first bulk requests. */
export function planSearch(lane: Lane, random: Random, { isPoison, happened, secondsPerRequest }: SearchPlan): void {
  const names = Object.keys(searchFaults) as (keyof typeof searchFaults)[];
  const plan = new Map<number, keyof typeof searchFaults>();
  for (let n = random.integer(0, 4); n > 0; n -= 1) plan.set(random.integer(0, 4), random.pick(names));
  if (random.chance(0.1)) {
    const start = random.integer(0, 3);
    const name = random.pick(outages);
    for (let n = random.integer(6, 14); n > 0; n -= 1) plan.set(start + n, name);
  }
  let request = 0;
  const poison = refuseItems(({ id }) =>
    isPoison(id) ? { status: 400, type: "mapper_parsing_exception", reason: "failed to parse" } : undefined,
  );
  lane.search.plan = (seen) => {
    if (!isBulk(seen)) return undefined;
    lane.clock.milliseconds += secondsPerRequest * 1_000;
    const number = request++;
    const name = plan.get(number);
    if (name !== undefined) happened.push(`OpenSearch ${number}: ${name}`);
    // Whatever befalls the request, OpenSearch itself refuses those of its documents that come through.
    return (_, forward) => {
      const send: Forward = async (body = seen.body) => poison({ ...seen, body }, forward);
      return name === undefined ? send() : searchFaults[name](seen, send);
    };
  };
}

/** Has faults befall some of a lane's first requests to S3 and SQS. */
export function planAws(lane: Lane, random: Random, happened: string[]): void {
  const plan = new Map<number, number>();
  for (let n = random.integer(0, 3); n > 0; n -= 1) plan.set(random.integer(0, 11), random.next());
  let request = 0;
  lane.awsPlan = (seen) => {
    const number = request++;
    const place = plan.get(number);
    if (place === undefined) return undefined;
    const [service, faults] = sqsOperation(seen) === undefined ? ["S3", s3Faults] : ["SQS", sqsFaults];
    const [name = "", fault] = faultAt(faults, place);
    happened.push(`${service} ${number}: ${name}`);
    return fault;
  };
}

/** @param place From 0 to 1. */
function faultAt(faults: Readonly<Record<string, Fault>>, place: number): [name?: string, fault?: Fault] {
  const all = Object.entries(faults);
  return all[Math.floor(place * all.length)] ?? [];
}
