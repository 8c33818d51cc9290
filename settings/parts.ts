type Members = Readonly<Record<string, unknown>>;

/** A value among the settings. */
export interface Part {
  /** Where it is, such as `siem:organization.memberLogs[0].vpcIds[1]`. */
  readonly path: string;
  /** The same without numbers: `siem:organization.memberLogs[].vpcIds[]`. */
  readonly kind: string;
  /** Name of the member that it is, or is in the list of. */
  readonly name: string;
  readonly value: unknown;
  /** The objects that it is in, the nearest first. */
  readonly around: readonly { readonly path: string; readonly members: Members }[];
}

/** A value and all values in it. */
export function* partsOf(part: Part): Generator<Part> {
  yield part;
  const { path, kind, name, value, around } = part;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* partsOf({ path: `${path}[${index}]`, kind: `${kind}[]`, name, value: item, around });
    }
  } else if (typeof value === "object" && value !== null) {
    const members: Members = Object.fromEntries(Object.entries(value));
    for (const [member, each] of Object.entries(members)) {
      yield* partsOf({
        ...{ path: `${path}.${member}`, kind: `${kind}.${member}`, name: member, value: each },
        around: [{ path, members }, ...around],
      });
    }
  }
}
