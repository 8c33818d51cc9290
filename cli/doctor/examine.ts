import { searchServiceOf } from "../../functions/shared/aws/search-service";
import type { Places } from "../rescue/places";
import { error, type Finding, unknown, warning } from "./findings";
import type { DeployedStage } from "./ports";
import {
  checkBacklog,
  checkDeadLetters,
  checkMapping,
  checkNotification,
  checkQueueKey,
  checkQueuePolicy,
  checkRedrive,
} from "./queue-checks";
import {
  checkDomain,
  checkHealth,
  checkLastEvents,
  checkRoleMapping,
  checkTemplates,
  type LastEvent,
  lastEvents,
} from "./search-checks";

/** A finding, and what was looked at. */
export interface Examined extends Finding {
  readonly check: string;
}

export interface Examination {
  readonly findings: readonly Examined[];
  readonly lastEvents: readonly LastEvent[];
}

/** Looks at all parts of a stage. What cannot be looked at is a finding too: one fault hides no other. */
export async function examine(places: Places, stage: DeployedStage): Promise<Examination> {
  const findings: Examined[] = [];
  const check = async (name: string, look: () => Promise<Finding>): Promise<void> => {
    findings.push({ check: name, ...(await look().catch(cannotLook)) });
  };
  const { queueUrl, deadLetterQueueUrl, loaderFunction, searchDomain, logBuckets, searchEndpoint } = places;
  const isServerless = searchEndpoint !== undefined && searchServiceOf(searchEndpoint) === "aoss";

  await check("queue", async () => {
    if (queueUrl === undefined) return notKnown("the loader's queue", "--queue");
    return checkBacklog(await stage.queue(queueUrl));
  });
  if (queueUrl !== undefined) {
    const queue = () => stage.queue(queueUrl);
    for (const bucket of logBuckets) {
      await check("notifications", async () =>
        checkNotification(bucket, await stage.notifications(bucket), (await queue()).arn),
      );
    }
    await check("queue policy", async () => checkQueuePolicy(await queue(), logBuckets));
    await check("key", async () => {
      const { keyId } = await queue();
      if (keyId === undefined)
        return error("the queue is not encrypted with a key of yours", "Deploy again: pulumi up");
      return checkQueueKey(keyId, await stage.key(keyId), logBuckets);
    });
    await check("dead letters", async () => {
      if (deadLetterQueueUrl === undefined) return notKnown("the dead-letter queue", "--dead-letter-queue");
      const deadLetters = await stage.queue(deadLetterQueueUrl);
      const redrive = checkRedrive(await queue(), deadLetters);
      return redrive.level === "ok" ? checkDeadLetters(deadLetters) : redrive;
    });
    await check("loader", async () => {
      if (loaderFunction === undefined) return notKnown("the loader's function", "--loader");
      const { state, lastUpdate, reservedConcurrency } = await stage.loader(loaderFunction);
      if (state !== "Active" || lastUpdate === "Failed") {
        return error(`the loader is ${state}, its last update ${lastUpdate}`, "Deploy again: pulumi up");
      }
      return checkMapping(await stage.mappings(loaderFunction, (await queue()).arn), reservedConcurrency);
    });
  }
  // A collection has no nodes, and its data access policy says who is let in.
  if (!isServerless) {
    await check("search domain", async () => {
      if (searchDomain === undefined) return notKnown("the search domain", "--domain");
      return checkDomain(searchDomain, await stage.domain(searchDomain));
    });
    await check("cluster", () => checkHealth(stage.cluster));
  }
  await check("templates", () => checkTemplates(stage.cluster, isServerless));
  if (!isServerless) {
    await check("roles", async () => {
      if (loaderFunction === undefined) return notKnown("the loader's function", "--loader");
      return checkRoleMapping(stage.cluster, (await stage.loader(loaderFunction)).roleArn);
    });
  }
  let events: readonly LastEvent[] = [];
  await check("last events", async () => {
    events = await lastEvents(stage.cluster, stage.now());
    return checkLastEvents(events);
  });
  await check("alarms", async () => {
    if (loaderFunction === undefined)
      return notKnown("the loader's function, whose name alarms start like", "--loader");
    const names = await stage.alarmsGoingOff(loaderFunction.replace(/loader$/, ""));
    if (names.length === 0) return { level: "ok", says: "no alarm goes off" };
    return warning(`alarms go off: ${names.join(", ")}`, "docs/monitoring.md says what each means");
  });
  return { findings, lastEvents: events };
}

function notKnown(what: string, option: string): Finding {
  return unknown(`${what} is not known`, `Name it with ${option}, or the whole stage with --stage`);
}

const denied = new Set(["AccessDenied", "AccessDeniedException", "AuthorizationErrorException"]);
const gone = /^(?:NoSuch|ResourceNotFound|NotFound|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)/;

function cannotLook(cause: unknown): Finding {
  const { name, message } = cause instanceof Error ? cause : { name: "", message: String(cause) };
  if (denied.has(name)) return unknown(`it may not be looked at: ${message}`, "Run the doctor with a role that may");
  if (gone.test(name)) return error(`it is gone: ${message}`, "Deploy again: pulumi up");
  return error(`it cannot be looked at: ${message}`, "Look at your AWS settings (region, profile), then at this part");
}
