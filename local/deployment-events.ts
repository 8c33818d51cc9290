import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Progress } from "./progress";
import { parseUrn } from "./provider/naming";

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  "create-replacement": "created",
  delete: "deleted",
  "delete-replaced": "deleted",
  "discard-replaced": "forgot",
  update: "updated",
};

/** Turns the events of the Pulumi engine into lines for a waiting person, and keeps the errors. */
export class DeploymentEvents {
  /** Error messages of the program, the provider and the engine, in order, each once. */
  readonly errors: string[] = [];
  private done = 0;

  /** @param expected resources that the operation will touch, where known */
  constructor(
    private readonly progress: Progress,
    private readonly operation: string,
    private readonly expected: number | undefined,
  ) {}

  take({ resOutputsEvent, diagnosticEvent }: EngineEvent): void {
    if (diagnosticEvent?.severity === "error") this.keepError(diagnosticEvent.urn, diagnosticEvent.message);
    if (resOutputsEvent === undefined || this.operation === "preview") return;
    const { op, urn, type } = resOutputsEvent.metadata;
    const verb = DONE[op];
    if (verb === undefined || !isOfProvider(type)) return;
    this.done += 1;
    const total = this.expected === undefined ? "" : ` of ${this.expected}`;
    this.progress(`${verb} ${this.done}${total}: ${shortType(type)} ${parseUrn(urn).name}`);
  }

  private keepError(urn: string | undefined, message: string): void {
    const text = message.trim();
    // "update failed" follows every error and adds nothing.
    if (text === "" || /^\w+ failed$/.test(text) || this.errors.some((known) => known.includes(text))) return;
    const isOfResource = urn !== undefined && urn !== "" && !urn.includes("pulumi:pulumi:Stack");
    this.errors.push(isOfResource ? `${parseUrn(urn).name}: ${text}` : text);
  }
}

/** Whether a provider makes it; components, the stack and the providers themselves exist in the program only. */
export function isOfProvider(type: string): boolean {
  return type.startsWith("aws:");
}

/** `aws:s3/bucketPolicy:BucketPolicy` -> `s3.BucketPolicy`; any other token stays as it is. */
function shortType(type: string): string {
  const [, module, name] = /^aws:([^/:]+)[^:]*:(.+)$/.exec(type) ?? [];
  return module === undefined || name === undefined ? type : `${module}.${name}`;
}
