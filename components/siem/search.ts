import type * as pulumi from "@pulumi/pulumi";
import type { SearchService } from "../../functions/shared/aws/search-service";
import type { Limits } from "../../functions/shared/limits";
import { type DetectionRoles, detectionPaths, detectionRoles } from "../detection/detection";
import { FunctionRole } from "../lambda/function-role";
import type { FunctionSettings } from "../lambda/secure-function";
import type { SiemNetwork } from "../network/siem-network";
import { silenceWatchPaths } from "../operations/silence-watch";
import { type SearchBackend, searchBackend } from "../search/search-backend";
import { SearchContent } from "../search/search-content";
import type { Foundation } from "./foundation";
import type { LogStorage } from "./log-storage";

/** What functions that use the search domain have in common. */
export interface SearchingFunctions extends Omit<FunctionSettings, "role" | "fileSystem"> {
  readonly searchEndpoint: pulumi.Output<string>;
  readonly searchDomainArn: pulumi.Output<string>;
  readonly searchService: SearchService;
  readonly sourceModules: readonly string[];
  readonly limits?: Limits;
}

/** What logs are searched with, and who uses it. */
export interface Search {
  readonly backend: SearchBackend;
  readonly content: SearchContent;
  readonly watchRole: FunctionRole | undefined;
  readonly detectors: DetectionRoles | undefined;
  readonly functions: SearchingFunctions;
}

export function makeSearch(
  { name, args, parent, target, protect, silence, key, alarmTopic }: Foundation,
  { archive, loaderRole }: LogStorage,
  network: SiemNetwork | undefined,
): Search {
  const { search, detection } = args;
  const { logRetentionDays } = args.operations;
  const contentRole = new FunctionRole(`${name}-content`, { description: "Configures the search domain" }, { parent });
  const watchRole = silence.enabled
    ? new FunctionRole(`${name}-silence`, { description: "Looks who has stopped sending logs" }, { parent })
    : undefined;
  const detectors = detection && detectionRoles(name, detection.settings, parent);
  const users = {
    loaderRoleArn: loaderRole.roleArn,
    watcherRoleArn: watchRole?.roleArn,
    detectorRoleArn: detectors?.detector.roleArn,
    fastLaneRoleArn: detectors?.fastLane?.roleArn,
  };
  const backend = searchBackend(
    name,
    {
      ...{ target, search, network, logRetentionDays, protect, ...users },
      masterRoleArn: contentRole.roleArn,
      accessLogBucket: archive.accessLogBucket,
      postRoles: [
        ...(watchRole ? [{ sid: "SilenceWatch", roleArns: [watchRole.roleArn], paths: silenceWatchPaths }] : []),
        ...(detectors ? detectionPaths(detectors) : []),
      ],
    },
    parent,
  );
  const functions: SearchingFunctions = {
    target,
    kmsKeyArn: key.keyArn,
    logRetentionDays,
    network: network && {
      subnetIds: network.subnetIds,
      securityGroupIds: [network.functionSecurityGroupId],
    },
    searchEndpoint: backend.endpoint,
    searchDomainArn: backend.arn,
    searchService: backend.service,
    sourceModules: args.sourceModules ?? [],
    ...(args.limits === undefined ? {} : { limits: args.limits }),
  };
  const content = new SearchContent(
    `${name}-content`,
    {
      ...functions,
      ...backend.content,
      ...users,
      role: contentRole,
      retentionDays: search.retentionDays,
      analystRoleArns: search.analystRoleArns,
      analystGroups: search.analystGroups ?? [],
      operatorRoleArns: search.operatorRoleArns ?? [],
      alarmTopicArn: alarmTopic.topicArn,
    },
    { parent },
  );
  return { backend, content, watchRole, detectors, functions };
}
