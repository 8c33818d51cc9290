import assert from "node:assert/strict";
import { awsStage } from "../../../cli/doctor/aws-stage";
import { type Examined, examine } from "../../../cli/doctor/examine";
import type { DeployedStage, DomainFacts, FunctionFacts, MappingFacts, QueueFacts } from "../../../cli/doctor/ports";
import type { Places } from "../../../cli/rescue/places";
import type { ClusterResponse } from "../../../functions/configurator/cluster";
import { buildTemplates } from "../../../functions/configurator/templates";
import { sources } from "../../../functions/loader/registry.generated";

const queueArn = "arn:aws:sqs:eu-west-1:111122223333:objects";
const deadLetterArn = "arn:aws:sqs:eu-west-1:111122223333:dead-letters";
const loaderRole = "arn:aws:iam::111122223333:role/loader";
const fromBuckets = (actions: readonly string[], sources = ["arn:aws:s3:::archive", "arn:aws:s3:::access-*"]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: actions,
        Resource: "*",
        Condition: { ArnLike: { "aws:SourceArn": sources } },
      },
    ],
  });

const places: Places = {
  logBuckets: ["archive", "access-logs"],
  queueUrl: "https://queue",
  deadLetterQueueUrl: "https://dead-letters",
  loaderFunction: "siem-test-loader",
  searchDomain: "siem-test",
};

/** A stage in which all is well; tests break one part of it. */
class Stage implements DeployedStage {
  queueFacts: QueueFacts = {
    arn: queueArn,
    waiting: 3,
    inFlight: 1,
    retention: 864_000,
    visibilityTimeout: 1_802,
    keyId: "key",
    policy: fromBuckets(["sqs:SendMessage"]),
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: 10 }),
  };
  deadLetterFacts: QueueFacts = {
    ...this.queueFacts,
    arn: deadLetterArn,
    waiting: 0,
    inFlight: 0,
    retention: 1_209_600,
  };
  keyFacts = { state: "Enabled", policy: fromBuckets(["kms:Decrypt", "kms:GenerateDataKey"]) };
  loaderFacts: FunctionFacts = {
    roleArn: loaderRole,
    state: "Active",
    lastUpdate: "Successful",
    timeout: 300,
    reservedConcurrency: 10,
  };
  mappingFacts: readonly MappingFacts[] = [
    { state: "Enabled", responseTypes: ["ReportBatchItemFailures"], maximumConcurrency: 10 },
  ];
  domainFacts: DomainFacts | undefined = {
    created: true,
    deleted: false,
    processing: false,
    upgrading: false,
    engineVersion: "OpenSearch_2.19",
    updateAvailable: false,
    updateStatus: undefined,
  };
  announced = [{ queueArn, events: ["s3:ObjectCreated:*"], filtered: false }];
  goingOff: readonly string[] = [];
  answers: Record<string, ClusterResponse> = {
    "/_cluster/health": { status: 200, body: { status: "green", unassigned_shards: 0 } },
    "/_ingest/pipeline/siem-create-only": { status: 200, body: {} },
    "/_index_template/siem*": {
      status: 200,
      body: { index_templates: buildTemplates(sources, { replicas: 1 }).map(({ name }) => ({ name })) },
    },
    "/_plugins/_security/api/rolesmapping/siem_loader": {
      status: 200,
      body: { siem_loader: { backend_roles: [loaderRole] } },
    },
    "/siem-*/_search": {
      status: 200,
      body: {
        _shards: { failed: 0 },
        aggregations: {
          senders: {
            buckets: ["111122223333", "444455556666"].map((account, index) => ({
              key: { dataset: "aws.cloudtrail", account, region: "eu-west-1" },
              last: { value: Date.parse("2026-01-02T03:00:00Z") + index * 60_000 },
            })),
          },
        },
      },
    },
  };
  cluster = ({ path }: { path: string }) => {
    const answer = this.answers[path.split("?")[0] ?? ""];
    return answer === undefined ? Promise.reject(new Error(`unexpected ${path}`)) : Promise.resolve(answer);
  };
  notifications = () => Promise.resolve(this.announced);
  queue = (url: string) => Promise.resolve(url === places.queueUrl ? this.queueFacts : this.deadLetterFacts);
  key = () => Promise.resolve(this.keyFacts);
  loader = () => Promise.resolve(this.loaderFacts);
  mappings = () => Promise.resolve(this.mappingFacts);
  domain = () => Promise.resolve(this.domainFacts);
  alarmsGoingOff = () => Promise.resolve(this.goingOff);
  now = () => Date.parse("2026-01-02T04:00:00Z");
}

const notWell = (findings: readonly Examined[]) =>
  findings.filter(({ level }) => level !== "ok").map(({ check, level, says }) => `${level} ${check}: ${says}`);

describe("siem doctor", () => {
  it("finds nothing where all is well, and says when each log was heard last", async () => {
    const { findings, lastEvents } = await examine(places, new Stage());
    assert.deepEqual(notWell(findings), []);
    assert.deepEqual(
      [...new Set(findings.map(({ check }) => check))],
      [
        "queue",
        "notifications",
        "queue policy",
        "key",
        "dead letters",
        "loader",
        "search domain",
        "cluster",
        "templates",
        "roles",
        "last events",
        "alarms",
      ],
    );
    assert.deepEqual(lastEvents, [
      {
        dataset: "aws.cloudtrail",
        at: "2026-01-02T03:01:00.000Z",
        senders: 2,
        longestSilent: "aws.cloudtrail of account 111122223333 in eu-west-1: 2026-01-02T03:00:00.000Z",
      },
    ]);
  });

  describe("of a stage with OpenSearch Serverless", () => {
    const searchEndpoint = "https://abc123.eu-west-1.aoss.amazonaws.com";
    const { searchDomain: _, ...parts } = places;
    const serverless = { ...parts, searchEndpoint };
    const templates = buildTemplates(sources, { replicas: "auto", service: "aoss" }).flatMap(({ kind, name }) =>
      kind === "index" ? [name] : [],
    );
    const stageWith = (names: readonly string[]) => {
      const stage = new Stage();
      const { "/siem-*/_search": search } = stage.answers;
      const answers = templates.map((name) => [
        `/_index_template/${name}`,
        { status: names.includes(name) ? 200 : 404, body: {} },
      ]);
      // What collections do not have is not asked for: it would throw.
      stage.answers = { ...Object.fromEntries(answers), ...(search && { "/siem-*/_search": search }) };
      return stage;
    };

    it("looks at what a collection has", async () => {
      const { findings } = await examine(serverless, stageWith(templates));
      assert.deepEqual(notWell(findings), []);
      const checks = findings.map(({ check }) => check);
      assert.deepEqual(
        ["search domain", "cluster", "templates", "roles", "last events"].map((check) => checks.includes(check)),
        [false, false, true, false, true],
      );
    });

    it("tells what is missing there", async () => {
      const { findings } = await examine(serverless, stageWith(templates.slice(1)));
      assert.deepEqual(notWell(findings), [`error templates: 1 index templates are missing, such as ${templates[0]}`]);
    });

    for (const [endpoint, service] of [
      [searchEndpoint, "aoss"],
      ["https://search-siem-prod-abc.eu-west-1.es.amazonaws.com", "es"],
    ] as const) {
      it(`signs its requests for ${service} at ${endpoint}`, async () => {
        let signed: unknown;
        const stage = awsStage(
          { ...parts, searchEndpoint: endpoint, region: "eu-west-1" },
          (to, region, _keys, options) => {
            signed = [to, region, options?.service];
            return () => Promise.resolve({ status: 200, body: {} });
          },
        );
        await stage.cluster({ method: "GET", path: "/" });
        assert.deepEqual(signed, [endpoint, "eu-west-1", service]);
      });
    }
  });

  const faults: Readonly<Record<string, readonly [(stage: Stage) => void, RegExp]>> = {
    "a bucket that announces to nobody": [
      (stage) => {
        stage.announced = [];
      },
      /^error notifications: archive announces its objects to nobody/,
    ],
    "a bucket that announces to another queue": [
      (stage) => {
        stage.announced = [{ queueArn: deadLetterArn, events: ["s3:ObjectCreated:*"], filtered: false }];
      },
      /^error notifications: archive announces its objects to arn:.*:dead-letters/,
    ],
    "a bucket that announces some keys only": [
      (stage) => {
        stage.announced = [{ queueArn, events: ["s3:ObjectCreated:*"], filtered: true }];
      },
      /^warning notifications: archive announces only some/,
    ],
    "a queue policy without S3": [
      (stage) => {
        stage.queueFacts = { ...stage.queueFacts, policy: undefined };
      },
      /^error queue policy: .* does not let S3 send for archive, access-logs/,
    ],
    "a queue policy for another bucket": [
      (stage) => {
        const policy = fromBuckets(["sqs:SendMessage"], ["arn:aws:s3:::archive"]);
        stage.queueFacts = { ...stage.queueFacts, policy };
      },
      /^error queue policy: .* does not let S3 send for access-logs:/,
    ],
    "a key that is disabled": [
      (stage) => {
        stage.keyFacts = { ...stage.keyFacts, state: "Disabled" };
      },
      /^error key: the key of archive and queue is Disabled/,
    ],
    "a key that does not let S3 in": [
      (stage) => {
        stage.keyFacts = { ...stage.keyFacts, policy: fromBuckets(["kms:Decrypt"]) };
      },
      /^error key: the key's policy does not let S3 encrypt messages of archive, access-logs/,
    ],
    "a queue without a key": [
      (stage) => {
        stage.queueFacts = { ...stage.queueFacts, keyId: undefined };
      },
      /^error key: the queue is not encrypted/,
    ],
    "dead letters": [
      (stage) => {
        stage.deadLetterFacts = { ...stage.deadLetterFacts, waiting: 7 };
      },
      /^error dead letters: 7 messages are dead letters/,
    ],
    "a queue with another dead-letter queue": [
      (stage) => {
        stage.queueFacts = { ...stage.queueFacts, redrivePolicy: undefined };
      },
      /^error dead letters: the queue has not this dead-letter queue/,
    ],
    "dead letters that are kept too short": [
      (stage) => {
        stage.deadLetterFacts = { ...stage.deadLetterFacts, retention: 864_000 };
      },
      /^warning dead letters: .* not kept longer/,
    ],
    "a backlog": [
      (stage) => {
        stage.queueFacts = { ...stage.queueFacts, waiting: 20_000 };
      },
      /^warning queue: 20000 objects wait/,
    ],
    "a loader that was not deployed whole": [
      (stage) => {
        stage.loaderFacts = { ...stage.loaderFacts, lastUpdate: "Failed" };
      },
      /^error loader: the loader is Active, its last update Failed/,
    ],
    "a loader that may not run": [
      (stage) => {
        stage.loaderFacts = { ...stage.loaderFacts, reservedConcurrency: 0 };
      },
      /^error loader: the loader may not run/,
    ],
    "a mapping that is disabled": [
      (stage) => {
        stage.mappingFacts = [{ state: "Disabled", responseTypes: [], maximumConcurrency: undefined }];
      },
      /^error loader: .* mapping is Disabled/,
    ],
    "no mapping": [
      (stage) => {
        stage.mappingFacts = [];
      },
      /^error loader: nothing gives the queue's messages/,
    ],
    "a mapping without partial answers": [
      (stage) => {
        stage.mappingFacts = [{ state: "Enabled", responseTypes: [], maximumConcurrency: 10 }];
      },
      /^error loader: the mapping does not take partial answers/,
    ],
    "a mapping that starts more than are reserved": [
      (stage) => {
        stage.loaderFacts = { ...stage.loaderFacts, reservedConcurrency: 5 };
      },
      /^warning loader: the mapping starts 10 loaders and 5 are reserved/,
    ],
    "a domain that is gone": [
      (stage) => {
        stage.domainFacts = undefined;
      },
      /^error search domain: there is no search domain siem-test/,
    ],
    "a domain that is being changed": [
      (stage) => {
        if (stage.domainFacts) stage.domainFacts = { ...stage.domainFacts, processing: true };
      },
      /^warning search domain: .* is being changed/,
    ],
    "a domain with an update waiting": [
      (stage) => {
        if (stage.domainFacts)
          stage.domainFacts = { ...stage.domainFacts, updateAvailable: true, updateStatus: "ELIGIBLE" };
      },
      /^warning search domain: .* has a software update waiting \(ELIGIBLE\)/,
    ],
    "a red cluster": [
      (stage) => {
        stage.answers["/_cluster/health"] = { status: 200, body: { status: "red", unassigned_shards: 4 } };
      },
      /^error cluster: the cluster is red: 4 shards/,
    ],
    "a missing template": [
      (stage) => {
        stage.answers["/_index_template/siem*"] = { status: 404, body: {} };
      },
      /^error templates: \d+ index templates are missing, such as siem-/,
    ],
    "a missing pipeline": [
      (stage) => {
        stage.answers["/_ingest/pipeline/siem-create-only"] = { status: 404, body: {} };
      },
      /^error templates: the ingest pipeline siem-create-only is missing/,
    ],
    "a role that is not mapped": [
      (stage) => {
        stage.answers["/_plugins/_security/api/rolesmapping/siem_loader"] = { status: 404, body: {} };
      },
      /^error roles: the loader's role is not mapped/,
    ],
    "another role that is mapped": [
      (stage) => {
        const body = { siem_loader: { backend_roles: ["arn:aws:iam::111122223333:role/old"] } };
        stage.answers["/_plugins/_security/api/rolesmapping/siem_loader"] = { status: 200, body };
      },
      /^error roles: the domain lets \["arn:aws:iam::111122223333:role\/old"\] in/,
    ],
    "no logs at all": [
      (stage) => {
        stage.answers["/siem-*/_search"] = { status: 200, body: { _shards: { failed: 0 } } };
      },
      /^warning last events: no log was indexed in the last 30 days/,
    ],
    "alarms that go off": [
      (stage) => {
        stage.goingOff = ["siem-test-queue-age"];
      },
      /^warning alarms: alarms go off: siem-test-queue-age/,
    ],
    "what may not be read": [
      (stage) => {
        const denied = { status: 403, body: { message: "no permissions" } };
        stage.answers["/_plugins/_security/api/rolesmapping/siem_loader"] = denied;
      },
      /^unknown roles: the mapping of roles may not be read \(HTTP 403: no permissions\)/,
    ],
    "a part that is gone": [
      (stage) => {
        stage.loader = () =>
          Promise.reject(Object.assign(new Error("no such function"), { name: "ResourceNotFoundException" }));
      },
      /^error loader: it is gone: no such function/,
    ],
    "a part that may not be looked at": [
      (stage) => {
        stage.notifications = () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" }));
      },
      /^unknown notifications: it may not be looked at: no/,
    ],
  };
  for (const [what, [breakIt, says]] of Object.entries(faults)) {
    it(`finds ${what}, says what to do, and no other fault`, async () => {
      const stage = new Stage();
      breakIt(stage);
      const { findings } = await examine(places, stage);
      const found = notWell(findings);
      assert.match(found[0] ?? "nothing", says);
      const check = /^\w+ ([^:]+):/.exec(found[0] ?? "")?.[1];
      const others = found.filter((line) => !line.includes(` ${String(check)}:`) && !/ roles: it is gone/.test(line));
      assert.deepEqual(others, []);
      for (const { level, fix } of findings) assert.equal(level === "ok", fix === undefined);
    });
  }

  it("says what it does not know, and looks at the rest", async () => {
    const stage = new Stage();
    stage.answers["/_cluster/health"] = { status: 0, body: "getaddrinfo ENOTFOUND" };
    const { findings } = await examine({ logBuckets: ["archive"], queueUrl: "https://queue" }, stage);
    assert.deepEqual(notWell(findings), [
      "unknown dead letters: the dead-letter queue is not known",
      "unknown loader: the loader's function is not known",
      "unknown search domain: the search domain is not known",
      "unknown cluster: the search domain cannot be reached from here (no connection: getaddrinfo ENOTFOUND)",
      "unknown roles: the loader's function is not known",
      "unknown alarms: the loader's function, whose name alarms start like is not known",
    ]);
  });
});
