import { flag, nonEmpty, text } from "../../functions/shared/values";
import { type LogMapper, outcome } from "./log-mapper";

export const ssh: LogMapper = {
  fields: ["auth_success"],
  map: (record) => ({
    event: {
      category: ["network", "authentication"],
      type: ["connection", "start"],
      outcome: outcome(flag(record.auth_success)),
    },
    network: { protocol: "ssh" },
  }),
};

/** Logs in which somebody signs in: the field of the user, that of the domain, that of the success. */
export function signIn(
  user: string,
  { domain, success }: { readonly domain?: string; readonly success?: string } = {},
): LogMapper {
  return {
    fields: [user, domain, success].filter((name) => name !== undefined),
    map: (record) => ({
      event: {
        category: ["network", "authentication"],
        type: ["connection", "info"],
        outcome: outcome(success === undefined ? undefined : flag(record[success])),
      },
      user: nonEmpty({ name: text(record[user]), domain: domain === undefined ? undefined : text(record[domain]) }),
    }),
  };
}
