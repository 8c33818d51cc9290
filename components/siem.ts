import type * as pulumi from "@pulumi/pulumi";
import type { ArchiveReports } from "./archive/archive-reports";
import type { BatchLoading } from "./archive/batch-loading";
import type { LogArchive } from "./archive/log-archive";
import type { AwsTarget } from "./aws/target";
import type { Detection } from "./detection/detection";
import type { LogLoader } from "./ingest/log-loader";
import type { LogQueue } from "./ingest/log-queue";
import type { AlarmTopic } from "./operations/alarm-topic";
import type { OrganizationLogs } from "./organization/organization-logs";
import type { SearchBackend } from "./search/search-backend";
import type { SearchContent } from "./search/search-content";
import { makeArchiveUse } from "./siem/archive-use";
import type { SiemArgs } from "./siem/args";
import { layFoundation } from "./siem/foundation";
import { makeLoader } from "./siem/loading";
import { makeLogOrigins } from "./siem/log-origins";
import { makeLogStorage } from "./siem/log-storage";
import { makeNetwork } from "./siem/network";
import { makeSearch } from "./siem/search";
import { makeWatching } from "./siem/watching";
import { SiemComponent } from "./siem-component";
import type { StateTable } from "./storage/state-table";

/** The whole SIEM: archive, queue, loader, search domain with its content, network, dashboard and alarms. */
export class Siem extends SiemComponent {
  readonly target: AwsTarget;
  readonly archive: LogArchive;
  readonly organizationLogs: OrganizationLogs | undefined;
  readonly queue: LogQueue;
  readonly loader: LogLoader;
  readonly reports: ArchiveReports;
  readonly batchLoading: BatchLoading | undefined;
  readonly detection: Detection | undefined;
  /** Where alerts are kept, and what functions remember, with a collection of OpenSearch Serverless, which cannot. */
  readonly stateTable: StateTable | undefined;
  /** What logs are searched with. */
  readonly search: SearchBackend;
  readonly content: SearchContent;
  readonly alarmTopic: AlarmTopic;

  /** `name` starts the names of all parts: 3 to 20 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SiemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:Siem", name, args, opts);
    const foundation = layFoundation(name, args, this);
    const storage = makeLogStorage(foundation);
    const origins = makeLogOrigins(foundation, storage);
    const network = makeNetwork(foundation, storage, origins);
    const search = makeSearch(foundation, storage, network);
    const loader = makeLoader(foundation, storage, origins, network, search);
    const { reports, batchLoading } = makeArchiveUse(foundation, storage, loader, search.functions);

    this.detection = makeWatching(foundation, storage, search, loader);
    this.target = foundation.target;
    this.archive = storage.archive;
    this.organizationLogs = origins.organizationLogs;
    this.queue = storage.queue;
    this.loader = loader;
    this.reports = reports;
    this.batchLoading = batchLoading;
    this.stateTable = foundation.stateTable;
    this.search = search.backend;
    this.content = search.content;
    this.alarmTopic = foundation.alarmTopic;
    this.registerOutputs({});
  }
}
