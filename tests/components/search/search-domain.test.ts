import * as assert from "node:assert/strict";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { SecureBucket } from "../../../components/archive/secure-bucket";
import { SearchDomain, type SearchDomainArgs } from "../../../components/search/search-domain";
import { beijing, ireland, type Registered, register } from "../support";

const args: SearchDomainArgs = {
  shape: {
    instanceType: "r7g.large.search",
    instanceCount: 3,
    zones: 3,
    standby: true,
    masterType: "m7g.large.search",
    volumeGib: 100,
    volumeIops: 3000,
    volumeThroughput: 125,
  },
  engineVersion: "OpenSearch_2.19",
  masterRoleArn: "arn:aws:iam::111122223333:role/configurator",
  accessRoleArns: ["arn:aws:iam::111122223333:role/analyst"],
  bulkRoleArns: ["arn:aws:iam::111122223333:role/loader"],
  operatorRoleArns: ["arn:aws:iam::111122223333:role/operator"],
  network: { subnetIds: ["subnet-00000001", "subnet-00000002", "subnet-00000003"], securityGroupIds: ["sg-00000001"] },
};

const small = {
  instanceType: "t3.small.search",
  instanceCount: 1,
  zones: 1,
  standby: false,
  masterType: undefined,
  volumeGib: 10,
  volumeIops: 3000,
  volumeThroughput: 125,
};

describe("A search domain", () => {
  const make = (change: Partial<SearchDomainArgs> = {}, target = ireland) =>
    register(() => new SearchDomain("siem-test", { ...args, ...change }), target);
  let registered: Registered;
  before(async () => {
    registered = await make();
  });

  it("is encrypted at rest, between nodes and to its clients, in a VPC, with access for IAM roles alone", () => {
    const { accessPolicies, logPublishingOptions, ...inputs } = registered.one("opensearch/domain:Domain").inputs;
    assert.deepEqual(inputs, {
      domainName: "siem-test",
      engineVersion: "OpenSearch_2.19",
      clusterConfig: {
        instanceType: "r7g.large.search",
        instanceCount: 3,
        zoneAwarenessEnabled: true,
        zoneAwarenessConfig: { availabilityZoneCount: 3 },
        multiAzWithStandbyEnabled: true,
        dedicatedMasterEnabled: true,
        dedicatedMasterType: "m7g.large.search",
        dedicatedMasterCount: 3,
      },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: 100, iops: 3000, throughput: 125 },
      encryptAtRest: { enabled: true, kmsKeyId: registered.one("kms/key:Key").arn },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      advancedSecurityOptions: {
        enabled: true,
        internalUserDatabaseEnabled: false,
        masterUserOptions: { masterUserArn: args.masterRoleArn },
      },
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
      offPeakWindowOptions: { enabled: true, offPeakWindow: { windowStartTime: { hours: 2, minutes: 0 } } },
      autoTuneOptions: { desiredState: "ENABLED", rollbackOnDisable: "NO_ROLLBACK", useOffPeakWindow: true },
      vpcOptions: args.network,
    });
    assert.equal(registered.one("opensearch/domain:Domain").protect, true);
    assert.equal(typeof accessPolicies, "string");
    assert.ok(Array.isArray(logPublishingOptions));
  });

  it("answers its master and the named roles, nobody else, and those that load with bulk requests to nothing else", () => {
    assert.deepEqual(registered.statements("opensearch/domain:Domain", undefined, "accessPolicies"), [
      {
        Sid: "AnyRequest",
        Effect: "Allow",
        Principal: { AWS: [args.masterRoleArn, ...args.accessRoleArns] },
        Action: ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`),
        Resource: "arn:aws:es:eu-west-1:111122223333:domain/siem-test/*",
      },
      {
        Sid: "BulkRequests",
        Effect: "Allow",
        Principal: { AWS: args.bulkRoleArns },
        Action: "es:ESHttpPost",
        Resource: ["arn:aws:es:eu-west-1:111122223333:domain/siem-test/_bulk"],
      },
      {
        Sid: "OperatorRequests",
        Effect: "Allow",
        Principal: { AWS: args.operatorRoleArns },
        Action: "es:ESHttpPost",
        Resource: ["_bulk", "siem-*/_search"].map(
          (path) => `arn:aws:es:eu-west-1:111122223333:domain/siem-test/${path}`,
        ),
      },
    ]);
  });

  it("publishes application, slow and audit logs to groups that are encrypted and kept for a year", () => {
    const groups = registered.all("cloudwatch/logGroup:LogGroup");
    assert.deepEqual(
      groups.map(({ inputs }) => inputs),
      ["application", "audit", "index-slow", "search-slow"].map((log) => ({
        name: `/aws/OpenSearchService/domains/siem-test/${log}`,
        kmsKeyId: registered.one("kms/key:Key").arn,
        retentionInDays: 365,
      })),
    );
    const groupArn = (log: string) => groups.find(({ name }) => name.endsWith(log))?.arn;
    assert.deepEqual(registered.one("opensearch/domain:Domain").inputs.logPublishingOptions, [
      { enabled: true, logType: "ES_APPLICATION_LOGS", cloudwatchLogGroupArn: groupArn("application") },
      { enabled: true, logType: "SEARCH_SLOW_LOGS", cloudwatchLogGroupArn: groupArn("search-slow") },
      { enabled: true, logType: "INDEX_SLOW_LOGS", cloudwatchLogGroupArn: groupArn("index-slow") },
      { enabled: true, logType: "AUDIT_LOGS", cloudwatchLogGroupArn: groupArn("audit") },
    ]);
  });

  it("needs one of the account's ten log resource policies, for itself only, and waits for it", () => {
    assert.deepEqual(
      registered.statements("cloudwatch/logResourcePolicy:LogResourcePolicy", undefined, "policyDocument"),
      [
        {
          Sid: "SearchDomainLogs",
          Effect: "Allow",
          Principal: { Service: "es.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/OpenSearchService/domains/siem-test/*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:es:eu-west-1:111122223333:domain/siem-test" },
          },
        },
      ],
    );
    const dependencies = registered.dependencies(registered.one("opensearch/domain:Domain"));
    assert.ok(dependencies.includes("aws:cloudwatch/logResourcePolicy:LogResourcePolicy siem-test"));
  });

  it("in a VPC waits for the service-linked role of OpenSearch, unless the account has it", async () => {
    assert.deepEqual(registered.one("iam/serviceLinkedRole:ServiceLinkedRole").inputs, {
      awsServiceName: "opensearchservice.amazonaws.com",
    });
    const dependencies = registered.dependencies(registered.one("opensearch/domain:Domain"));
    assert.ok(dependencies.includes("aws:iam/serviceLinkedRole:ServiceLinkedRole siem-test"));
    const adopting = await make({ createServiceLinkedRole: false });
    assert.deepEqual(adopting.all("iam/serviceLinkedRole:ServiceLinkedRole"), []);
  });

  it("can be small and public: no zones, no masters, no auto-tune on burstable instances", async () => {
    const { inputs, protect } = (await make({ shape: small, network: undefined, protect: false })).one(
      "opensearch/domain:Domain",
    );
    assert.deepEqual(inputs.clusterConfig, {
      instanceType: "t3.small.search",
      instanceCount: 1,
      zoneAwarenessEnabled: false,
      multiAzWithStandbyEnabled: false,
      dedicatedMasterEnabled: false,
    });
    assert.deepEqual(inputs.autoTuneOptions, { desiredState: "DISABLED" });
    assert.equal(inputs.vpcOptions, undefined);
    assert.equal(protect, undefined);
  });

  it("has warm nodes and cold storage where the shape says so", async () => {
    const shape = { ...args.shape, warmType: "ultrawarm1.medium.search", warmCount: 3, coldStorage: true };
    const config = (await make({ shape })).one("opensearch/domain:Domain").inputs.clusterConfig;
    assert.deepEqual(config, {
      ...(registered.one("opensearch/domain:Domain").inputs.clusterConfig as object),
      warmEnabled: true,
      warmType: "ultrawarm1.medium.search",
      warmCount: 3,
      coldStorageOptions: { enabled: true },
    });
  });

  it("has a name of its own where a certificate for it is given, and people are led there", async () => {
    const customEndpoint = {
      hostName: "siem.example.com",
      certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1",
    };
    let url = "";
    const named = await register(() => {
      new SearchDomain("siem-test", { ...args, customEndpoint }).dashboardsUrl.apply((value) => {
        url = value;
      });
    });
    assert.deepEqual(named.one("opensearch/domain:Domain").inputs.domainEndpointOptions, {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
      customEndpointEnabled: true,
      customEndpoint: "siem.example.com",
      customEndpointCertificateArn: customEndpoint.certificateArn,
    });
    assert.equal(url, "https://siem.example.com/_dashboards");
  });

  const everyMethod = ["Get", "Head", "Post", "Put", "Patch", "Delete"].map((method) => `es:ESHttp${method}`);

  it("has people sign in by SAML: their browsers reach the dashboards and nothing else before they have", async () => {
    const signIn = { kind: "saml", entityId: "https://idp.example.com", metadata: "<EntityDescriptor/>" } as const;
    const saml = await make({ signIn: { ...signIn, rolesKey: "groups", sessionMinutes: 480 } });
    const { samlOptions, domainName } = saml.one("opensearch/domainSamlOptions:DomainSamlOptions").inputs;
    assert.equal(domainName, "siem-test");
    // All of it is encrypted in the state, for the sake of the metadata.
    assert.deepEqual(samlOptions, {
      [rpc.specialSigKey]: rpc.specialSecretSig,
      value: {
        enabled: true,
        idp: { entityId: "https://idp.example.com", metadataContent: "<EntityDescriptor/>" },
        rolesKey: "groups",
        sessionTimeoutMinutes: 480,
      },
    });
    assert.deepEqual(saml.statement("opensearch/domain:Domain", undefined, "BrowsersSignIn", "accessPolicies"), {
      Sid: "BrowsersSignIn",
      Effect: "Allow",
      Principal: "*",
      Action: everyMethod,
      Resource: ["_dashboards", "_dashboards/*"].map(
        (path) => `arn:aws:es:eu-west-1:111122223333:domain/siem-test/${path}`,
      ),
    });
    await assert.rejects(make({ signIn, network: undefined }), /browsers sign no requests, .* Put it into a VPC/);
  });

  it("has people sign in by Cognito, with a role for these two pools and for this domain alone", async () => {
    const signIn = {
      kind: "cognito",
      userPoolId: "eu-west-1_Abc",
      identityPoolId: "eu-west-1:12345678-1234-1234-1234-123456789012",
    } as const;
    const cognito = await make({ signIn, network: undefined });
    assert.deepEqual(cognito.one("opensearch/domain:Domain").inputs.cognitoOptions, {
      enabled: true,
      userPoolId: signIn.userPoolId,
      identityPoolId: signIn.identityPoolId,
      roleArn: cognito.one("iam/role:Role", "siem-test-sign-in").arn,
    });
    const [trust] = cognito.statements("iam/role:Role", "siem-test-sign-in", "assumeRolePolicy");
    assert.deepEqual(trust?.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:es:eu-west-1:111122223333:domain/siem-test" },
    });
    assert.deepEqual(
      cognito.statements("iam/rolePolicy:RolePolicy", "siem-test-sign-in").map(({ Resource }) => Resource),
      [
        "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Abc",
        `arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/${signIn.identityPoolId}`,
      ],
    );
    const sids = cognito.statements("opensearch/domain:Domain", undefined, "accessPolicies").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["AnyRequest", "BulkRequests", "OperatorRequests"]);
  });

  it("knows people by IAM Identity Center, by their names and those of their groups", async () => {
    const instanceArn = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
    const { inputs } = (await make({ signIn: { kind: "identity-center", instanceArn } })).one(
      "opensearch/domain:Domain",
    );
    assert.deepEqual(inputs.identityCenterOptions, {
      enabledApiAccess: true,
      identityCenterInstanceArn: instanceArn,
      subjectKey: "UserName",
      rolesKey: "GroupName",
    });
  });

  it("can keep snapshots in a bucket that outlives it, which its role alone writes to", async () => {
    const kept = await register(() => {
      const accessLogs = new SecureBucket("access-logs", { bucketPrefix: "access-logs-", retentionDays: 400 });
      return new SearchDomain("siem-test", { ...args, snapshotAccessLogBucket: accessLogs });
    });
    const { bucket } = kept.one("s3/bucketLogging:BucketLogging").inputs;
    assert.match(String(bucket), /^siem-test-snapshots-/);
    const [rule] = kept.one("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "siem-test-snapshots")
      .inputs.rules as { expiration?: unknown; noncurrentVersionExpiration: unknown }[];
    // OpenSearch removes what no snapshot needs; what it removed is kept for a while.
    assert.deepEqual([rule?.expiration, rule?.noncurrentVersionExpiration], [undefined, { noncurrentDays: 30 }]);
    const arn = `arn:aws:s3:::${String(bucket)}`;
    assert.deepEqual(
      kept
        .statements("iam/rolePolicy:RolePolicy", "siem-test-snapshots")
        .map(({ Action, Resource }) => [Action, Resource]),
      [
        ["s3:ListBucket", arn],
        [["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `${arn}/*`],
        [["kms:Decrypt", "kms:GenerateDataKey"], kept.one("kms/key:Key", "siem-test-search").arn],
      ],
    );
    const [trust] = kept.statements("iam/role:Role", "siem-test-snapshots", "assumeRolePolicy");
    assert.deepEqual(trust?.Principal, { Service: "es.amazonaws.com" });
    assert.equal(kept.one("s3/bucket:Bucket", "siem-test-snapshots").protect, true);
  });

  it("is of the partition that it is in", async () => {
    const chinese = await make({}, beijing);
    const access = chinese.statement("opensearch/domain:Domain", undefined, "AnyRequest", "accessPolicies");
    assert.equal(access.Resource, "arn:aws-cn:es:cn-north-1:111122223333:domain/siem-test/*");
  });

  for (const name of ["Siem", "si", "siem_test", "siem-of-a-very-long-stack-name"]) {
    it(`cannot be called ${name}`, async () => {
      await assert.rejects(
        register(() => new SearchDomain(name, args)),
        new RegExp(`its name is "${name}"; allowed: 3 to 28 of`),
      );
    });
  }
});
