import * as assert from "node:assert/strict";
import { type GraphResource, runWithMocks } from "../../cli/graph";
import type { MockTarget } from "../../cli/mock-aws";

export const ireland: MockTarget = { partition: "aws", region: "eu-west-1", accountId: "111122223333" };
export const beijing: MockTarget = { partition: "aws-cn", region: "cn-north-1", accountId: "111122223333" };
export const govWest: MockTarget = { partition: "aws-us-gov", region: "us-gov-west-1", accountId: "111122223333" };

/** One statement of a policy document, as IAM reads it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The resources that a program registered. */
export class Registered {
  constructor(readonly resources: readonly GraphResource[]) {}

  /** The one resource of a type (`s3/bucket:Bucket` or `siem:...`), and of a name if one is given. */
  one(type: string, name?: string): GraphResource {
    const found = this.all(type).filter((resource) => name === undefined || resource.name === name);
    assert.equal(found.length, 1, `${found.length} resources of type ${type} ${name ?? ""}`);
    return found[0]!;
  }

  all(type: string): GraphResource[] {
    return this.resources.filter((resource) => resource.type === type || resource.type === `aws:${type}`);
  }

  /** Types and names of what a resource waits for. */
  dependencies(resource: GraphResource): string[] {
    return resource.deps.map((urn) => {
      const found = this.resources.find((each) => each.urn === urn);
      return `${found?.type} ${found?.name}`;
    });
  }

  /** A policy document among a resource's inputs. */
  statements(type: string, name?: string, input = "policy"): Statement[] {
    const json = this.one(type, name).inputs[input];
    assert.equal(typeof json, "string", `${input} of ${type}`);
    const document = JSON.parse(String(json)) as { Version: string; Statement: Statement[] };
    assert.equal(document.Version, "2012-10-17");
    return document.Statement;
  }

  statement(type: string, name: string | undefined, sid: string, input = "policy"): Statement {
    const found = this.statements(type, name, input).filter(({ Sid }) => Sid === sid);
    assert.equal(found.length, 1, `${found.length} statements ${sid}`);
    return found[0]!;
  }
}

/** Runs a program with AWS mocked; calls of unknown functions fail it. */
export async function register(program: () => unknown, target: MockTarget = ireland): Promise<Registered> {
  return new Registered(await runWithMocks(program, { stack: "test", config: {}, target }));
}
