import assert from "node:assert/strict";
import { FaultStage } from "./fault-stage";
import { Lane } from "./lane";
import { assertAccounted, assertWhereabouts, expectedOf, whereaboutsOf } from "./outcome";
import { prepareSequence } from "./sequence";

/** Another one, or one that failed, to run again: `SIEM_FAULT_SEED=... SIEM_FAULT_SEQUENCES=1 npx mocha ...`. */
const firstSeed = Number(process.env.SIEM_FAULT_SEED ?? 1);
const sequences = Number(process.env.SIEM_FAULT_SEQUENCES ?? 1000);
/** They wait for the servers most of the time. */
const lanes = 4;

async function runSequence(lane: Lane, seed: string): Promise<void> {
  const sequence = await prepareSequence(lane, seed);
  const { objects, removed, waves, unknown, isPoison } = sequence;
  for (const wave of waves) {
    await lane.send(wave);
    await lane.drain();
  }
  const kept = objects.filter((object) => !removed.has(object));
  const expected = await Promise.all(kept.map((object) => expectedOf(lane, object)));
  const ids = expected.flatMap((object) => object.ids);
  const found = await whereaboutsOf(lane.stage, objects);
  assertWhereabouts(found, { indexed: ids.filter((id) => !isPoison(id)), rejected: ids.filter(isPoison) });
  const damaged = kept.filter((_, n) => expected[n]?.damaged === true).map(({ key }) => key);
  assert.deepEqual([...found.quarantined].sort(), [...new Set(damaged)].sort());
  assert.deepEqual(await lane.deadLetters(), unknown);
  assertAccounted(lane);
}

describe("a thousand random sequences of faults", function () {
  this.timeout(600_000);
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.start();
  });
  after(() => stage?.stop());

  it("end with each record indexed once or rejected, each damaged object in quarantine, and nothing else", async () => {
    const seeds = Array.from({ length: sequences }, (_, n) => firstSeed + n);
    const faults: string[] = [];
    const work = async (name: string): Promise<void> => {
      const lane = await Lane.open(stage, name);
      for (let seed = seeds.shift(); seed !== undefined && faults.length < 5; seed = seeds.shift()) {
        lane.reset();
        await runSequence(lane, String(seed)).catch((error: unknown) => {
          faults.push(`seed ${String(seed)}: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
      await lane.close();
    };
    await Promise.all(Array.from({ length: lanes }, (_, n) => work(`sequences-${n}`)));
    assert.deepEqual(faults, []);
  });
});
