import type { ResourceKind } from "../kind";
import { bucketKinds } from "./buckets";
import { eventSourceMappingKinds } from "./event-source-mappings";
import { functionKinds } from "./functions";
import { identityKinds } from "./identity";
import { invocationKinds } from "./invocations";
import { keyKinds } from "./keys";
import { monitoringKinds } from "./monitoring";
import { queueKinds } from "./queues";
import { recordedKind } from "./recorded";
import { scheduleKinds } from "./schedules";
import { recordedSearchKinds, searchKinds } from "./search";
import { topicKinds } from "./topics";

/** The resource types that exist for real in the AWS emulator (or, for an invocation, that really run). */
export const realKinds: Readonly<Record<string, ResourceKind>> = {
  ...bucketKinds,
  ...eventSourceMappingKinds,
  ...functionKinds,
  ...identityKinds,
  ...invocationKinds,
  ...keyKinds,
  ...monitoringKinds,
  ...queueKinds,
  ...scheduleKinds,
  ...searchKinds,
  ...topicKinds,
};

/** The kind of a resource type; a type outside `realKinds` is only recorded. */
export function kindOf(type: string): ResourceKind {
  return realKinds[type] ?? recordedSearchKinds[type] ?? recordedKind(type);
}
