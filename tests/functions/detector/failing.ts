import { DependencyError } from "../../../functions/shared/errors";

/** Fails one of the calls of a port, before or after it does what it is asked for; the others pass. */
export class Outage {
  private calls = 0;

  constructor(
    private readonly failing: number,
    private readonly when: "before" | "after",
  ) {}

  /** Whether the call that was to fail was made. */
  get happened(): boolean {
    return this.calls > this.failing;
  }

  of<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...args: readonly unknown[]) => this.call(() => Reflect.apply(method, target, args) as unknown);
      },
    });
  }

  private call(method: () => unknown): unknown {
    const fails = this.calls === this.failing;
    this.calls += 1;
    if (fails && this.when === "before") return failure();
    const result = method();
    if (!fails) return result;
    return result instanceof Promise ? result.then(failure) : failure();
  }
}

/** A promise and an iteration that fail. */
function failure(): unknown {
  const error = new DependencyError("an outage that the test makes");
  const promise = Promise.reject(error);
  promise.catch(() => undefined);
  return Object.assign(promise, {
    // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
    async *[Symbol.asyncIterator]() {
      throw error;
    },
  });
}
