import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import { SecureBucket } from "../../../components/archive/secure-bucket";
import { argumentForm, readElsewhere } from "../../../components/arguments/argument-forms";
import { refuseWrongArguments } from "../../../components/arguments/refusal";
import { definitions } from "../../../settings";
import { regions } from "../../../settings/region";
import { register } from "../support";

const root = resolve(__dirname, "../../..");

describe("Arguments of the components", function () {
  this.timeout(120_000);

  it("that are texts, numbers, choices or flags each have a form, or a reader of their own", () => {
    assert.deepEqual(
      scalarArguments().filter(([holder, name]) => argumentForm(holder, name) === undefined),
      [],
    );
  });

  it("are refused wherever they are, with their place, and all at once", () => {
    assert.throws(
      () =>
        refuseWrongArguments("siem:organization:OrganizationLogs", "siem", {
          organization: {
            id: "o-exampleorg1",
            memberLogs: [
              { account: "111122223333", vpcIds: [] },
              { account: "1", vpcIds: ["main"], flowLogFields: "al" },
            ],
          },
          logRetentionDays: 31,
        }),
      /"siem" cannot be made: organization\.memberLogs\[1\]\.account is "1"; allowed: .*; organization\.memberLogs\[1\]\.vpcIds\[0\] is "main"; allowed: the id of a VPC.*; organization\.memberLogs\[1\]\.flowLogFields is "al": did you mean all\?; allowed: default, all; logRetentionDays is 31; allowed: 1, 3, 5,/,
    );
  });

  it("are refused in an object where a text would do as well", () => {
    const refused = (announcedBy: unknown) => () =>
      refuseWrongArguments("siem:ingest:LogLoading", "loading", { announcedBy });
    assert.throws(refused("s3"), /announcedBy is "s3"; allowed: eventbridge, or an object with topicArn/);
    assert.throws(refused({ topicArn: "new-logs" }), /announcedBy\.topicArn is "new-logs"; allowed: the ARN of an SNS/);
    assert.doesNotThrow(refused({ topicArn: "arn:aws:sns:eu-west-1:111122223333:new-logs" }));
    assert.doesNotThrow(refused("eventbridge"));
  });

  it("are taken as they are where they are outputs, functions or resources, or left out", async () => {
    await register(() => {
      const bucket = new SecureBucket("bucket", { bucketPrefix: "bucket-" });
      const later = pulumi.output("nobody's business");
      refuseWrongArguments("siem:archive:ArchiveReplication", "copy", {
        bucket,
        keyArn: later,
        retentionDays: undefined,
      });
      refuseWrongArguments("siem:search:SearchDomain", "search", { masterRoleArn: later, accessRoleArns: [later] });
      refuseWrongArguments("siem:organization:SecurityServices", "all", { rootId: () => later });
    });
  });

  it("are of a component whose functions and roles can bear its name", () => {
    const named = (type: string, name: string) => () => refuseWrongArguments(type, name, {});
    const [loading, masking] = ["siem:ingest:LogLoading", "siem:archive:RedactingAccessPoint"] as const;
    assert.throws(named(loading, "x".repeat(49)), /its name is "x+"; allowed: 1 to 48 letters, digits, _ and -/);
    assert.throws(named(loading, "logs of the shop"), /its name is "logs of the shop"/);
    assert.throws(named(masking, "x".repeat(57)), /its name is "x+"; allowed: 1 to 56 letters/);
    for (const [type, length] of [
      [loading, 48],
      [masking, 56],
    ] as const)
      assert.doesNotThrow(named(type, `Logs_${"x".repeat(length - 5)}`));
  });

  it("are what there is, of a domain or a VPC that somebody else has made", () => {
    const form = (holder: string, name: string) => argumentForm(holder, name)?.form;
    assert.equal(form("existing", "instanceCount"), "a whole number from 1 to 1000");
    assert.equal(form("existing", "volumeGib"), "a whole number from 1 to 1000000");
    for (const component of ["SiemNetwork", "ModelStorage"])
      assert.equal(argumentForm(component, "zones")?.allows(5), true, component);
  });

  it("are all regions that the AWS provider has", () => {
    for (const region of regions) assert.equal(argumentForm("any", "region")?.allows(region), true, region);
  });

  it("mean the same as the settings that they come from", () => {
    const same = {
      archiveRetentionDays: ["archive", "retentionDays"],
      archiveLock: ["archive", "lock"],
      deliveries: ["archive", "deliveries"],
      archiveInventory: ["reports", "inventory"],
      accounts: ["senders", "accounts"],
      backfillConcurrency: ["Siem", "backfillConcurrency"],
      retentionDays: ["search", "retentionDays"],
      warmAfterDays: ["search", "warmAfterDays"],
      coldAfterDays: ["search", "coldAfterDays"],
      engineVersion: ["search", "engineVersion"],
      maintenanceHour: ["search", "maintenanceHour"],
      searchInstanceType: ["shape", "instanceType"],
      searchInstanceCount: ["shape", "instanceCount"],
      searchZones: ["shape", "zones"],
      searchMasterType: ["shape", "masterType"],
      searchWarmType: ["shape", "warmType"],
      searchWarmCount: ["shape", "warmCount"],
      searchVolumeGib: ["shape", "volumeGib"],
      searchVolumeIops: ["shape", "volumeIops"],
      searchVolumeThroughput: ["shape", "volumeThroughput"],
      analystRoleArns: ["search", "analystRoleArns"],
      operatorRoleArns: ["search", "operatorRoleArns"],
      modelWriterRoleArns: ["modelStorage", "writerRoleArns"],
      loaderMemory: ["loader", "memorySize"],
      loaderTimeout: ["loader", "timeout"],
      loaderConcurrency: ["loader", "concurrency"],
      loaderObjectsAtOnce: ["loader", "objectsAtOnce"],
      loaderBatchSize: ["loader", "batchSize"],
      loaderBatchWindow: ["loader", "batchWindow"],
      loaderStorage: ["loader", "storageSize"],
      vpcCidr: ["network", "cidrBlock"],
      vpcId: ["network", "vpcId"],
      subnetIds: ["network", "subnetIds"],
      natGateways: ["network", "natGateways"],
      vpcEndpoints: ["network", "endpoints"],
      logRetentionDays: ["operations", "logRetentionDays"],
      alarmEmail: ["operations", "alarmEmail"],
      monthlyBudgetUsd: ["operations", "monthlyBudgetUsd"],
    } as const satisfies Partial<Record<keyof typeof definitions, readonly [string, string]>>;
    const forms = Object.entries(same).map(([setting, [holder, name]]) => [setting, argumentForm(holder, name)?.form]);
    const allowed = Object.keys(same).map((setting) => [setting, definitions[setting as keyof typeof same].allowed]);
    assert.deepEqual(Object.fromEntries(forms), Object.fromEntries(allowed));
  });
});

/** Arguments of all components that other programs can use, as holder and name, as far as their values are written down. */
function scalarArguments(): [holder: string, name: string][] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const entry = join(root, "components/index.ts");
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!);
  const found: [string, string][] = [];
  const seen = new Set<ts.Type>();
  const isOurs = ({ symbol }: ts.Type) =>
    symbol?.declarations?.some((declaration) => {
      const { fileName } = declaration.getSourceFile();
      return fileName.startsWith(root) && !fileName.includes("node_modules");
    }) && !(symbol.flags & ts.SymbolFlags.Class);
  const visit = (type: ts.Type, holder: string): void => {
    for (const part of type.isIntersection() ? type.types : [type]) {
      if (seen.has(part)) continue;
      seen.add(part);
      for (const property of part.getProperties()) {
        if (readElsewhere.has(property.name)) continue;
        const values = valuesOf(checker, checker.getTypeOfSymbol(property));
        if (values.some(isScalar)) found.push([holder, property.name]);
        for (const value of values)
          if (isOurs(value) && value.getCallSignatures().length === 0) visit(value, property.name);
      }
    }
  };
  for (const exports of exported.filter(({ name }) => name.endsWith("Args"))) {
    visit(checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(exports)), exports.name.replace(/Args$/, ""));
  }
  return found;
}

/** The types that a value may have, also in lists. */
function valuesOf(checker: ts.TypeChecker, type: ts.Type): ts.Type[] {
  const choices = type.isUnion() ? type.types : [type];
  return choices.flatMap((choice) =>
    checker.isArrayType(choice)
      ? valuesOf(checker, checker.getTypeArguments(choice as ts.TypeReference)[0]!)
      : [choice],
  );
}

function isScalar({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) !== 0;
}
