import * as assert from "node:assert/strict";
import { MemberLogging, type MemberLoggingArgs, type MemberLogs, MemberProviders } from "../../../components";
import { headerColumns, vpcFlowFields } from "../../../sources/aws-vpc-flow/columns";
import { beijing, ireland, register } from "../support";
import { archive, archiveAccount, made, member } from "./support";

const [region, account, bucket] = ["us-east-1", member, "arn:aws:s3:::aws-waf-logs-siem-test-1234567"];
const destination = `arn:aws:logs:${region}:${archiveAccount}:destination:siem-test-log-groups`;
const deliveryDestination = `arn:aws:logs:${region}:${archiveAccount}:delivery-destination:siem-test-deliveries`;
const name = "siem-test-logs";

const make = (logs: Partial<MemberLogs>, changed: Partial<MemberLoggingArgs> = {}, target = ireland) =>
  register(() => {
    const providers = new MemberProviders("siem-test", {
      ...{ target, ownAccount: archiveAccount, accounts: [member], role: { name: "siem-deployment" } },
    });
    const args = { target, archive, logs: { account, region, ...logs } };
    const destinations = { logDestinationArn: destination, deliveryDestinationArn: deliveryDestination };
    new MemberLogging(name, { ...args, ...destinations, ...changed }, providers.in(member));
  }, target);

describe("The logging of a member account", () => {
  it("sends flows of its VPCs, in the default format, and their DNS queries to the archive", async () => {
    const registered = await make({ vpcIds: ["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"] });
    const vpcs = ["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"];
    assert.deepEqual(
      made(registered, "ec2/flowLog:FlowLog"),
      Object.fromEntries(
        vpcs.map((vpcId) => [
          `${name}-${vpcId}`,
          { account, region, vpcId, trafficType: "ALL", logDestinationType: "s3", logDestination: bucket },
        ]),
      ),
    );
    assert.deepEqual(made(registered, "route53/resolverQueryLogConfig:ResolverQueryLogConfig"), {
      [name]: { account, region, name, destinationArn: bucket },
    });
    const resolverQueryLogConfigId = registered.one("route53/resolverQueryLogConfig:ResolverQueryLogConfig").id;
    assert.deepEqual(
      made(registered, "route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"),
      Object.fromEntries(
        vpcs.map((vpcId) => [`${name}-${vpcId}`, { account, region, resolverQueryLogConfigId, resourceId: vpcId }]),
      ),
    );
  });

  it("can have all fields of the flows, in a format whose header the loader knows, and no DNS queries", async () => {
    const registered = await make({
      vpcIds: ["vpc-0123456789abcdef0"],
      flowLogFields: "all",
      resolverQueryLogs: false,
    });
    const format = String(registered.one("ec2/flowLog:FlowLog").inputs.logFormat);
    assert.match(format, /^\$\{version} \$\{account-id} .*\$\{encryption-status}$/);
    assert.deepEqual(headerColumns(format.replace(/\$\{([^}]+)}/g, "$1")), vpcFlowFields);
    assert.deepEqual(registered.all("route53/resolverQueryLogConfig:ResolverQueryLogConfig"), []);
  });

  it("has WAF and Network Firewall deliver to the archive", async () => {
    const webAcl = `arn:aws:wafv2:${region}:${member}:regional/webacl/shop/473e64fd-f30b-4765-81a0-62ad96dd167a`;
    const firewall = `arn:aws:network-firewall:${region}:${member}:firewall/edge`;
    const registered = await make({ webAclArns: [webAcl], networkFirewallArns: [firewall] });
    assert.deepEqual(made(registered, "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"), {
      [`${name}-473e64fd-f30b-4765-81a0-62ad96dd167a`]: {
        ...{ account, region, resourceArn: webAcl, logDestinationConfigs: [bucket] },
      },
    });
    assert.deepEqual(made(registered, "networkfirewall/loggingConfiguration:LoggingConfiguration"), {
      [`${name}-edge`]: {
        ...{ account, region, firewallArn: firewall },
        loggingConfiguration: {
          logDestinationConfigs: ["ALERT", "FLOW", "TLS"].map((logType) => ({
            ...{ logType, logDestinationType: "S3", logDestination: { bucketName: archive.bucketName } },
          })),
        },
      },
    });
  });

  it("tells resources of one name apart, as their services do", async () => {
    const workflows = ["idmappingworkflow", "matchingworkflow"].map(
      (kind) => `arn:aws:entityresolution:${region}:${member}:${kind}/people`,
    );
    const registered = await make({
      logDeliveries: workflows.map((resourceArn) => ({ resourceArn, logType: "WORKFLOW_LOGS" })),
    });
    const sources = registered.all("cloudwatch/logDeliverySource:LogDeliverySource");
    assert.deepEqual(sources.map(({ inputs }) => inputs.resourceArn).sort(), workflows);
    assert.equal(new Set(sources.map(({ name: each }) => each)).size, 2);
    assert.equal(new Set(sources.map(({ inputs }) => inputs.name)).size, 2);
    assert.ok(sources.some(({ name: each }) => each === `${name}-people-workflow-logs`));
  });

  it("tells resources with long names of one end apart, by names that are no longer than AWS takes", async () => {
    const bases = ["blue", "green"].map(
      (colour) => `arn:aws:bedrock:${region}:${member}:knowledge-base/${colour}-${"x".repeat(55)}`,
    );
    const registered = await make({
      logDeliveries: bases.map((resourceArn) => ({ resourceArn, logType: "APPLICATION_LOGS" })),
    });
    const sources = registered.all("cloudwatch/logDeliverySource:LogDeliverySource");
    const names = sources.map(({ inputs }) => String(inputs.name));
    assert.equal(new Set(names).size, 2);
    assert.deepEqual(
      names.map(({ length }) => length),
      [60, 60],
    );
  });

  it("connects what CloudWatch delivers, such as CloudFront and load balancers, with the archive's destination", async () => {
    const distribution = `arn:aws:cloudfront::${member}:distribution/E2EXAMPLE`;
    const balancer = `arn:aws:elasticloadbalancing:${region}:${member}:loadbalancer/net/shop/50dc6c495c0c9188`;
    const registered = await make({
      logDeliveries: [
        { resourceArn: distribution, logType: "ACCESS_LOGS" },
        { resourceArn: balancer, logType: "NLB_ACCESS_LOGS" },
      ],
    });
    const names = [`${name}-E2EXAMPLE-access-logs`, `${name}-50dc6c495c0c9188-nlb-access-logs`] as const;
    assert.deepEqual(made(registered, "cloudwatch/logDeliverySource:LogDeliverySource"), {
      [names[0]]: { account, region, name: names[0], resourceArn: distribution, logType: "ACCESS_LOGS" },
      [names[1]]: { account, region, name: names[1], resourceArn: balancer, logType: "NLB_ACCESS_LOGS" },
    });
    assert.deepEqual(
      made(registered, "cloudwatch/logDelivery:LogDelivery"),
      Object.fromEntries(
        names.map((each) => [
          each,
          { account, region, deliverySourceName: each, deliveryDestinationArn: deliveryDestination },
        ]),
      ),
    );
  });

  it("sends log groups that are named, with a role that may send these and no others", async () => {
    const registered = await make({ logGroups: ["/aws/eks/shop/cluster", "/aws/lambda/checkout"] });
    const roleArn = registered.one("iam/role:Role").arn;
    const common = { account, region, name: "siem", filterPattern: "", destinationArn: destination, roleArn };
    assert.deepEqual(made(registered, "cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"), {
      [`${name}-aws-eks-shop-cluster`]: { ...common, logGroup: "/aws/eks/shop/cluster" },
      [`${name}-aws-lambda-checkout`]: { ...common, logGroup: "/aws/lambda/checkout" },
    });
    assert.deepEqual(registered.statements("iam/rolePolicy:RolePolicy"), [
      {
        ...{ Sid: "SendLogEvents", Effect: "Allow", Action: "logs:PutLogEvents" },
        Resource: ["/aws/eks/shop/cluster", "/aws/lambda/checkout"].map(
          (group) => `arn:aws:logs:${region}:${member}:log-group:${group}:*`,
        ),
      },
    ]);
    assert.deepEqual(registered.statement("iam/role:Role", undefined, "Service", "assumeRolePolicy").Condition, {
      StringEquals: { "aws:SourceAccount": member },
      ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${member}:*` },
    });
    for (const filter of registered.all("cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")) {
      // IAM takes a moment to know a role's permissions; CloudWatch Logs checks them at once.
      assert.ok(
        registered.dependencies(filter).some((each) => each.startsWith("aws:iam/rolePolicy:")),
        filter.name,
      );
    }
  });

  it("can send all log groups, those to come too, but for some", async () => {
    const registered = await make({ everyLogGroupExcept: ["/aws/lambda/chatty"] });
    const { policyDocument, ...policy } = made(registered, "cloudwatch/logAccountPolicy:LogAccountPolicy")[name]!;
    assert.deepEqual(policy, {
      ...{ account, region, policyName: name, policyType: "SUBSCRIPTION_FILTER_POLICY", scope: "ALL" },
      selectionCriteria: 'LogGroupName NOT IN ["/aws/lambda/chatty"]',
    });
    assert.deepEqual(JSON.parse(String(policyDocument)), {
      ...{ DestinationArn: destination, RoleArn: registered.one("iam/role:Role").arn, FilterPattern: "" },
    });
    const everything = await make({ everyLogGroupExcept: [] });
    assert.equal(everything.one("cloudwatch/logAccountPolicy:LogAccountPolicy").inputs.selectionCriteria, undefined);
  });

  it("never sends the SIEM's own log groups among all, and says when there are more names than CloudWatch Logs takes", async () => {
    const ownLogGroups = ["/aws/lambda/siem-test-loader", "/aws/kinesisfirehose/siem-test-log-groups"];
    const selection = async (everyLogGroupExcept: readonly string[]) =>
      (await make({ everyLogGroupExcept }, { ownLogGroups })).one("cloudwatch/logAccountPolicy:LogAccountPolicy").inputs
        .selectionCriteria;
    const both = '"/aws/lambda/siem-test-loader","/aws/kinesisfirehose/siem-test-log-groups"';
    assert.equal(await selection([]), `LogGroupName NOT IN [${both}]`);
    assert.equal(
      await selection(["/aws/lambda/chatty", "/aws/lambda/siem-test-loader"]),
      `LogGroupName NOT IN ["/aws/lambda/chatty",${both}]`,
    );
    await assert.rejects(
      selection(Array.from({ length: 50 }, (_, index) => `${index}`.padStart(512, "x"))),
      new RegExp(
        `The 52 log groups that everyLogGroupExcept of ${member} in us-east-1 leaves out have names of more than 25 KB`,
      ),
    );
  });

  it("refuses to send what the SIEM writes itself, by name", async () => {
    const ownLogGroups = ["/aws/lambda/siem-test-loader"];
    await assert.rejects(make({ logGroups: ["/x", "/aws/lambda/siem-test-loader"] }, { ownLogGroups }), {
      name: "ConfigurationError",
      message:
        /^logGroups of 123456789012 in us-east-1 names \/aws\/lambda\/siem-test-loader, .* without end; remove it\.$/,
    });
    await make({ logGroups: ["/aws/lambda/siem-test-loader"] });
  });

  it("sends log groups whose names differ in their separators only", async () => {
    const registered = await make({ logGroups: ["/a/b", "/a.b", "/a#b"] });
    const filters = registered.all("cloudwatch/logSubscriptionFilter:LogSubscriptionFilter");
    assert.deepEqual(
      filters.map(({ inputs }) => inputs.logGroup),
      ["/a/b", "/a.b", "/a#b"],
    );
    assert.equal(new Set(filters.map(({ urn }) => urn)).size, 3);
    assert.equal(filters[0]?.name, `${name}-a-b`);
  });

  it("makes nothing of what is not named", async () => {
    const registered = await make({}, { logDestinationArn: undefined, deliveryDestinationArn: undefined });
    assert.deepEqual(
      registered.resources.filter(({ type }) => type.startsWith("aws:")).map(({ type }) => type),
      [],
    );
  });

  it("says what is missing where there is no destination", async () => {
    await assert.rejects(
      make({ logGroups: ["/x"] }, { logDestinationArn: undefined }),
      /Log groups need a logDestinationArn/,
    );
    const logDeliveries = [{ resourceArn: bucket, logType: "ACCESS_LOGS" }];
    await assert.rejects(
      make({ logDeliveries }, { deliveryDestinationArn: undefined }),
      /logDeliveries need a deliveryDestinationArn/,
    );
  });

  it("names log groups in the partition that they are in", async () => {
    const registered = await make({ region: "cn-north-1", logGroups: ["/aws/lambda/checkout"] }, {}, beijing);
    assert.deepEqual(registered.statements("iam/rolePolicy:RolePolicy")[0]?.Resource, [
      `arn:aws-cn:logs:cn-north-1:${member}:log-group:/aws/lambda/checkout:*`,
    ]);
  });
});
