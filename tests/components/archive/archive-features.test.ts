import * as assert from "node:assert/strict";
import { runWithMocks } from "../../../cli/graph";
import { stageConfig } from "../../../cli/stage-config";
import { beijing, ireland, Registered } from "../support";

const policy = "s3/bucketPolicy:BucketPolicy";
const team = "arn:aws:iam::111122223333:role/shop-analysts";
const partner = "arn:aws:iam::444455556666:role/auditors";

describe("What S3 offers for the archive", function () {
  this.timeout(60_000);
  const make = async (settings: Record<string, unknown> = {}, target: typeof ireland = ireland) => {
    const { default: program } = await import("../../../index");
    const texts = Object.entries(settings).map(([key, value]) => [
      `siem:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const config = { ...stageConfig("prod"), "aws:region": target.region, ...Object.fromEntries(texts) };
    return new Registered(await runWithMocks(program, { stack: "prod", config, target }));
  };

  describe("access points", () => {
    let registered: Registered;
    let bucketArn: string;
    const point = "arn:aws:s3:eu-west-1:111122223333:accesspoint";
    before(async () => {
      registered = await make({
        accessPoints: [
          {
            name: "shop",
            roleArns: [team],
            prefixes: ["AWSLogs/111122223333/", "shop/"],
            vpcId: "vpc-0123456789abcdef0",
          },
          { name: "audit-7", roleArns: [partner], prefixes: ["AWSLogs/"] },
          // IAM wants two names where these become a part of one.
          { name: "audit7", roleArns: [partner], prefixes: ["AWSLogs/"] },
        ],
      });
      bucketArn = String(registered.one("s3/bucket:Bucket", "siem-prod").arn);
    });

    it("are private, and one that says so is used from its VPC only", () => {
      const { policy: _, ...inputs } = registered.one("s3/accessPoint:AccessPoint", "siem-prod-shop").inputs;
      assert.deepEqual(inputs, {
        name: "shop",
        bucket: registered.one("s3/bucket:Bucket", "siem-prod").id,
        publicAccessBlockConfiguration: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        vpcConfiguration: { vpcId: "vpc-0123456789abcdef0" },
      });
      assert.equal(
        "vpcConfiguration" in registered.one("s3/accessPoint:AccessPoint", "siem-prod-audit-7").inputs,
        false,
      );
    });

    it("let their roles read and list what lies under their prefixes, and nothing else", () => {
      assert.deepEqual(registered.statements("s3/accessPoint:AccessPoint", "siem-prod-shop"), [
        {
          Sid: "ReadLogs",
          Effect: "Allow",
          Principal: { AWS: [team] },
          Action: ["s3:GetObject", "s3:GetObjectVersion"],
          Resource: [`${point}/shop/object/AWSLogs/111122223333/*`, `${point}/shop/object/shop/*`],
        },
        {
          Sid: "ListLogs",
          Effect: "Allow",
          Principal: { AWS: [team] },
          Action: "s3:ListBucket",
          Resource: `${point}/shop`,
          Condition: { StringLike: { "s3:prefix": ["AWSLogs/111122223333/*", "shop/*"] } },
        },
      ]);
    });

    it("are trusted by the bucket each for its own roles, so that one that somebody makes opens nothing", () => {
      assert.deepEqual(registered.statement(policy, "siem-prod", "AccessPointauditX7"), {
        Sid: "AccessPointauditX7",
        Effect: "Allow",
        Principal: { AWS: [partner] },
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { ArnEquals: { "s3:DataAccessPointArn": `${point}/audit-7` } },
      });
    });

    it("let their roles decrypt, through S3 only", () => {
      const statement = registered.statement("kms/key:Key", "siem-prod-archive", "ReadersOfAccessPoints");
      assert.deepEqual(
        [statement.Principal, statement.Action, statement.Condition],
        [{ AWS: [team, partner] }, "kms:Decrypt", { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }],
      );
    });
  });

  describe("access points that mask", () => {
    const point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/masked-original";
    const masking = "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/masked";
    const through = { "ForAnyValue:StringEquals": { "aws:CalledVia": "s3-object-lambda.amazonaws.com" } };
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:siem/pseudonyms-AbCdEf";
    const redaction = { kinds: ["user", "ip"], keepNetworks: ["10.0.0.0/8"], pseudonymKeySecretArn: secret };
    let registered: Registered;
    let bucketArn: string;
    before(async () => {
      registered = await make({
        accessPoints: [
          { name: "masked", roleArns: [team, partner], prefixes: ["AWSLogs/"], redaction },
          { name: "whole", roleArns: ["arn:aws:iam::111122223333:role/soc"], prefixes: ["AWSLogs/"], redaction: {} },
        ],
      });
      bucketArn = String(registered.one("s3/bucket:Bucket", "siem-prod").arn);
    });

    it("stand before one of the bucket that is used through them alone", () => {
      const { policy: _, ...inputs } = registered.one("s3/accessPoint:AccessPoint", "siem-prod-masked").inputs;
      assert.equal(inputs.name, "masked-original");
      const statements = registered.statements("s3/accessPoint:AccessPoint", "siem-prod-masked");
      assert.deepEqual(
        statements.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition]),
        [
          ["ReadLogs", [`${point}/object/AWSLogs/*`], through],
          ["ListLogs", point, { StringLike: { "s3:prefix": ["AWSLogs/*"] }, ...through }],
        ],
      );
    });

    it("keep their roles from the originals, whatever policies of their own say", () => {
      const allowed = registered.statement(policy, "siem-prod", "AccessPointmasked");
      assert.deepEqual(allowed.Condition, { ArnEquals: { "s3:DataAccessPointArn": point } });
      assert.deepEqual(registered.statement(policy, "siem-prod", "OnlyMaskedmasked"), {
        Sid: "OnlyMaskedmasked",
        Effect: "Deny",
        Principal: { AWS: [team, partner] },
        Resource: [bucketArn, `${bucketArn}/*`],
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Condition: { "ForAllValues:StringNotEquals": { "aws:CalledVia": "s3-object-lambda.amazonaws.com" } },
      });
    });

    it("answer GetObject and HeadObject by a function, and take no ranges", () => {
      const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:siem-prod-masked:masking";
      assert.deepEqual(
        registered.one("s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint", "siem-prod-masked").inputs,
        {
          name: "masked",
          configuration: {
            supportingAccessPoint: point,
            cloudWatchMetricsEnabled: true,
            transformationConfigurations: [
              { actions: ["GetObject", "HeadObject"], contentTransformation: { awsLambda: { functionArn } } },
            ],
          },
        },
      );
      assert.deepEqual(
        registered.statements(
          "s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
          "siem-prod-masked",
        ),
        [
          {
            Sid: "ReadMasked",
            Effect: "Allow",
            Principal: { AWS: [team, partner] },
            Action: ["s3-object-lambda:GetObject", "s3-object-lambda:GetObjectVersion", "s3-object-lambda:ListBucket"],
            Resource: masking,
          },
        ],
      );
      for (const [index, principal] of [team, partner].entries()) {
        assert.deepEqual(registered.one("lambda/permission:Permission", `siem-prod-masked-${index}`).inputs, {
          action: "lambda:InvokeFunction",
          function: "siem-prod-masked",
          qualifier: "masking",
          principal,
        });
      }
    });

    it("have a function that may answer and read the key of its pseudonyms, and nothing of the archive", () => {
      const own = (name: string) =>
        registered
          .statements("iam/rolePolicy:RolePolicy", name)
          .filter(({ Sid }) => !["WriteLog", "WriteTraces"].includes(Sid))
          .map(({ Sid, Action, Resource }) => [Sid, Action, Resource]);
      assert.deepEqual(own("siem-prod-masked"), [
        ["Answer", "s3-object-lambda:WriteGetObjectResponse", masking],
        ["ReadPseudonymKey", "secretsmanager:GetSecretValue", secret],
      ]);
      assert.deepEqual(own("siem-prod-whole"), [
        ["Answer", "s3-object-lambda:WriteGetObjectResponse", masking.replace("masked", "whole")],
      ]);
      const { inputs } = registered.one("lambda/function:Function", "siem-prod-masked");
      assert.deepEqual([inputs.timeout, "vpcConfig" in inputs], [60, false]);
      assert.deepEqual((inputs.environment as { variables: object }).variables, {
        ACCESS_POINT_ARN: masking,
        PSEUDONYM_KEY_SECRET_ARN: secret,
        POWERTOOLS_SERVICE_NAME: "siem-prod-masked",
        POWERTOOLS_LOG_LEVEL: "INFO",
      });
    });

    it("are none by default: AWS has closed S3 Object Lambda to new customers", async () => {
      const types = (await make()).resources.map(({ type }) => type);
      assert.equal(
        types.some((type) => type.includes("objectLambda")),
        false,
      );
    });
  });

  describe("Storage Lens", () => {
    const type = "s3control/storageLensConfiguration:StorageLensConfiguration";
    it("looks at the account for nothing, and exports to the bucket of reports, encrypted", async () => {
      const registered = await make();
      const keyId = registered.one("kms/key:Key", "siem-prod-archive").arn;
      const { arn } = registered.one("s3/bucket:Bucket", "siem-prod-reports");
      const lens = registered.one(type);
      assert.deepEqual(lens.inputs, {
        accountId: "111122223333",
        configId: "siem-prod",
        storageLensConfiguration: {
          enabled: true,
          accountLevel: { bucketLevel: {} },
          dataExport: {
            s3BucketDestination: {
              accountId: "111122223333",
              arn,
              prefix: "storage-lens",
              format: "CSV",
              outputSchemaVersion: "V_1",
              encryption: { sseKms: { keyId } },
            },
          },
        },
      });
      assert.ok(registered.dependencies(lens).includes(`aws:${policy} siem-prod-reports`));
      const source = {
        "aws:SourceAccount": "111122223333",
        "aws:SourceArn": "arn:aws:s3:eu-west-1:111122223333:storage-lens/siem-prod",
      };
      const write = registered.statement(policy, "siem-prod-reports", "StorageLensWrite");
      assert.equal(write.Resource, `${arn}/storage-lens/StorageLens/111122223333/*`);
      assert.deepEqual(write.Condition, {
        StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" },
      });
      assert.deepEqual(registered.statement("kms/key:Key", "siem-prod-archive", "StorageLens").Condition, {
        StringEquals: source,
      });
    });

    it("looks at an organization, and at more for money, if asked; or at nothing", async () => {
      const storageLensOrganization = "arn:aws:organizations::444455556666:organization/o-exampleorg1";
      const advanced = (await make({ storageLens: "advanced", storageLensOrganization })).one(type).inputs;
      const { awsOrg, accountLevel } = advanced.storageLensConfiguration as Record<string, object>;
      assert.deepEqual(awsOrg, { arn: storageLensOrganization });
      const metrics = {
        activityMetrics: { enabled: true },
        advancedCostOptimizationMetrics: { enabled: true },
        advancedDataProtectionMetrics: { enabled: true },
        detailedStatusCodeMetrics: { enabled: true },
      };
      assert.deepEqual(accountLevel, { ...metrics, bucketLevel: metrics });
      const off = await make({ storageLens: "off" });
      assert.deepEqual(off.all(type), []);
      const sids = off.statements("kms/key:Key", "siem-prod-archive").map(({ Sid }) => Sid);
      assert.equal(sids.includes("StorageLens"), false);
    });
  });

  describe("replication", () => {
    const replica = {
      bucketArn: "arn:aws:s3:::their-copy",
      region: "eu-central-1",
      keyArn: "arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-4333-8444-555555555555",
      accountId: "444455556666",
    };
    const type = "s3/bucketReplicationConfig:BucketReplicationConfig";

    it("copies each log, not its deletion, to another account, which then owns the copy under its own key", async () => {
      const registered = await make({ replica });
      const config = registered.one(type);
      assert.deepEqual(config.inputs, {
        bucket: registered.one("s3/bucket:Bucket", "siem-prod").id,
        role: registered.one("iam/role:Role", "siem-prod-replication").arn,
        rules: [
          {
            id: "copy",
            status: "Enabled",
            priority: 0,
            filter: {},
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: replica.bucketArn,
              account: replica.accountId,
              accessControlTranslation: { owner: "Destination" },
              encryptionConfiguration: { replicaKmsKeyId: replica.keyArn },
              storageClass: "GLACIER_IR",
            },
          },
        ],
      });
      assert.ok(registered.dependencies(config).includes("aws:s3/bucketVersioning:BucketVersioning siem-prod"));
    });

    it("has a role that reads this bucket and writes that one, with each its key in its region", async () => {
      const registered = await make({ replica });
      const { arn } = registered.one("s3/bucket:Bucket", "siem-prod");
      const statements = registered.statements("iam/rolePolicy:RolePolicy", "siem-prod-replication");
      assert.deepEqual(
        statements.map(({ Sid, Resource }) => [Sid, Resource]),
        [
          ["FindObjects", arn],
          ["ReadObjects", `${arn}/*`],
          ["WriteCopies", "arn:aws:s3:::their-copy/*"],
          ["Decrypt", registered.one("kms/key:Key", "siem-prod-archive").arn],
          ["EncryptCopies", replica.keyArn],
        ],
      );
      assert.deepEqual(statements.at(-1)?.Condition, {
        StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
      });
      assert.equal(
        statements.some(({ Action }) => JSON.stringify(Action).includes("Delete")),
        false,
      );
    });

    it("within the account leaves the owner as it is, which S3 insists on", async () => {
      const { accountId: _, ...own } = replica;
      const [rule] = (await make({ replica: own })).one(type).inputs.rules as { destination: object }[];
      assert.deepEqual(Object.keys(rule?.destination ?? {}), ["bucket", "encryptionConfiguration", "storageClass"]);
    });

    it("is none by default: it doubles the price of the archive", async () => {
      assert.deepEqual((await make()).all(type), []);
    });
  });

  it("is made in China with ARNs of its partition", async () => {
    const chinese = await make(
      { accessPoints: [{ name: "shop", roleArns: ["arn:aws-cn:iam::111122223333:role/r"], prefixes: ["a"] }] },
      beijing,
    );
    assert.doesNotMatch(JSON.stringify(chinese.resources), /arn:aws:/);
  });
});
