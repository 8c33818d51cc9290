import assert from "node:assert/strict";
import type { NormaliseOptions } from "../../functions/loader/normalised-object";
import { sources } from "../../functions/loader/registry.generated";
import { s3Faults, sqsFaults } from "./aws-faults";
import { bundledLoader, ChildLoader } from "./child-loader";
import { Lane } from "./lane";
import { assertAccounted, assertWhereabouts, expectedOf, whereaboutsOf } from "./outcome";
import { searchFaults } from "./search-faults";
import { prepareKills, prepareSequence, type Sequence } from "./sequence";
import { sharedStage } from "./shared-stage";

/** Another one, or one that failed, to run again: `SIEM_FAULT_SEED=... SIEM_FAULT_SEQUENCES=1 npx mocha ...`. */
const firstSeed = Number(process.env.SIEM_FAULT_SEED ?? 1);
const sequences = Number(process.env.SIEM_FAULT_SEQUENCES ?? 1000);
/** Sends the events of a sequence, lets the loader work them off, and looks where the records are. */
async function runSequence(lane: Lane, sequence: Sequence, options: Omit<NormaliseOptions, "now">): Promise<void> {
  const { objects, removed, waves, unknown, isPoison } = sequence;
  for (const wave of waves) {
    await lane.send(wave);
    await lane.drain();
  }
  const kept = objects.filter((object) => !removed.has(object));
  const expected = await Promise.all(kept.map((object) => expectedOf(object, options)));
  const ids = expected.flatMap((object) => object.ids);
  const found = await whereaboutsOf(lane.stage, objects);
  assertWhereabouts(found, {
    indexed: ids.filter((id) => !isPoison(id)),
    rejected: ids.filter(isPoison),
    quarantined: kept.filter((_, n) => expected[n]?.damaged === true),
  });
  assert.deepEqual(await lane.deadLetters(), unknown);
  assertAccounted(lane);
}

describe("random sequences of faults", function () {
  this.timeout(600_000);
  const stage = sharedStage();

  /** Runs so many sequences on some lanes at once; says of each that fails its seed, its faults and what is wrong. */
  async function runAll(
    name: string,
    count: number,
    lanes: number,
    open: (lane: Lane) => (seed: string) => Promise<{ sequence: Sequence; options: Omit<NormaliseOptions, "now"> }>,
  ): Promise<string[]> {
    const seeds = Array.from({ length: count }, (_, n) => `${name}${firstSeed + n}`);
    const failures: string[] = [];
    const work = async (laneName: string): Promise<void> => {
      const lane = await Lane.open(stage(), laneName);
      const prepare = open(lane);
      for (let seed = seeds.shift(); seed !== undefined && failures.length < 5; seed = seeds.shift()) {
        lane.reset();
        const { sequence, options } = await prepare(seed);
        await runSequence(lane, sequence, options).catch((error: unknown) => {
          failures.push(`${String(seed)} (${sequence.happened.join("; ")}): ${String(error)}`);
        });
        for (const { values } of lane.log.lines) met.add(String(values.outcome));
        for (const fault of sequence.happened) met.add(fault.replace(/ \d+:/, ":"));
      }
      await lane.close();
    };
    await Promise.all(Array.from({ length: lanes }, (_, n) => work(`${name}-${n}`)));
    return failures;
  }

  /** What became of objects, and which faults happened. */
  const met = new Set<string>();

  it("end with each record indexed once or rejected, each damaged object in quarantine, and nothing else", async () => {
    // They wait for the servers most of the time.
    const failures = await runAll("sequence", sequences, 4, (lane) => async (seed) => ({
      sequence: await prepareSequence(lane, seed),
      options: lane.ports.normalise,
    }));
    assert.deepEqual(failures, []);
    if (sequences < 1_000) return;
    const faults = Object.entries({ OpenSearch: searchFaults, S3: s3Faults, SQS: sqsFaults }).flatMap(
      ([server, table]) => Object.keys(table).map((name) => `${server}: ${name}`),
    );
    const wanted = [...faults, "read", "missing", "quarantined", "failed", "parked", "continued"];
    assert.deepEqual(
      wanted.filter((name) => !met.has(name)),
      [],
    );
  });

  it("do so too where the loader's process is killed", async () => {
    const codeFolder = bundledLoader(stage());
    let kills = 0;
    const count = Math.ceil(sequences / 25);
    const failures = await runAll("kill", count, 2, (lane) => {
      const child = new ChildLoader(lane, codeFolder);
      return async (seed) => {
        lane.load = (messages) => child.load(messages);
        const sequence = await prepareKills(lane, seed, async () => {
          kills += 1;
          await child.kill();
        });
        return { sequence, options: { sources } };
      };
    });
    assert.deepEqual(failures, []);
    if (sequences >= 1_000) assert.ok(kills >= count / 2, `${kills} kills`);
  });
});
