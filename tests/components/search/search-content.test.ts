import * as assert from "node:assert/strict";
import { FunctionRole } from "../../../components/lambda/function-role";
import { SearchContent, type SearchContentArgs } from "../../../components/search/search-content";
import { ireland, type Registered, register } from "../support";

const domainArn = "arn:aws:es:eu-west-1:111122223333:domain/test";
const topicArn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/functions";

const make = (change: Partial<SearchContentArgs> = {}) =>
  register(
    () =>
      new SearchContent("test-content", {
        target: ireland,
        role: new FunctionRole("test-content", { description: "Configures" }),
        kmsKeyArn: keyArn,
        logRetentionDays: 365,
        searchEndpoint: "https://search.example",
        searchDomainArn: domainArn,
        loaderRoleArn: "arn:aws:iam::111122223333:role/loader",
        analystRoleArns: ["arn:aws:iam::111122223333:role/analyst"],
        replicas: 2,
        alarmTopicArn: topicArn,
        retentionDays: 90,
        ...change,
      }),
  );

describe("The content of a search domain", () => {
  let registered: Registered;
  before(async () => {
    registered = await make();
  });
  const input = (from: Registered) => String(from.one("lambda/invocation:Invocation").inputs.input);

  it("is installed by a function that is invoked once it may do its work", () => {
    const invocation = registered.one("lambda/invocation:Invocation");
    assert.equal(invocation.inputs.functionName, registered.one("lambda/function:Function").inputs.name);
    assert.match(input(registered), /^\{"contentHash":"[0-9a-f]{64}"\}$/);
    const dependencies = registered.dependencies(invocation);
    assert.ok(dependencies.includes("aws:iam/rolePolicy:RolePolicy test-content"));
    assert.ok(dependencies.includes("aws:lambda/function:Function test-content"));
  });

  it("is installed anew when what it depends on changes, and only then", async () => {
    assert.equal(input(await make()), input(registered));
    assert.notEqual(input(await make({ retentionDays: 91 })), input(registered));
    assert.notEqual(input(await make({ analystRoleArns: [] })), input(registered));
  });

  it("is told the domain, who loads and who looks, and for how long logs are kept", () => {
    assert.deepEqual(registered.one("lambda/function:Function").inputs.environment, {
      variables: {
        OPENSEARCH_ENDPOINT: "https://search.example",
        LOADER_ROLE_ARN: "arn:aws:iam::111122223333:role/loader",
        ANALYST_ROLE_ARNS: '["arn:aws:iam::111122223333:role/analyst"]',
        ANALYST_GROUPS: "[]",
        OPERATOR_ROLE_ARNS: "[]",
        RETENTION_DAYS: "90",
        REPLICAS: "2",
        KEYWORD_CHARACTERS: "1024",
        POWERTOOLS_SERVICE_NAME: "test-content",
        POWERTOOLS_LOG_LEVEL: "INFO",
      },
    });
  });

  it("may configure its own domain only, and tells the alarm topic when it failed unseen", () => {
    const configure = registered.statement("iam/rolePolicy:RolePolicy", undefined, "ConfigureDomain");
    assert.equal(configure.Resource, `${domainArn}/*`);
    assert.deepEqual(registered.one("lambda/function:Function").inputs.deadLetterConfig, { targetArn: topicArn });
    assert.equal(registered.statement("iam/rolePolicy:RolePolicy", undefined, "TellFailures").Resource, topicArn);
    assert.equal(registered.statement("iam/rolePolicy:RolePolicy", undefined, "EncryptFailures").Resource, keyArn);
  });
});
