import { lookup } from "../../functions/shared/lookup";
import { isoTime, text } from "../../functions/shared/values";
import { nanoseconds } from "./common";
import { type LogMapper, outcome } from "./log-mapper";
import { timeOf } from "./record";

/** Whether there was an answer and the connection was made. */
const connectionStates: Readonly<Record<string, boolean>> = {
  S0: false,
  S1: true,
  SF: true,
  REJ: false,
  S2: true,
  S3: true,
  RSTO: true,
  RSTR: true,
  RSTOS0: false,
  RSTRH: false,
  SH: false,
  SHR: false,
};

export const conn: LogMapper = {
  fields: ["duration", "conn_state", "history", "orig_pkts", "resp_pkts", "orig_ip_bytes", "resp_ip_bytes"],
  map: (record) => {
    const start = timeOf(record.ts);
    const duration = nanoseconds(record.duration);
    const end = start === undefined || duration === undefined ? undefined : Date.parse(start) + duration / 1e6;
    return {
      event: {
        category: ["network"],
        type: ["connection", "end"],
        outcome: outcome(lookup(connectionStates, text(record.conn_state))),
        duration,
        start: duration === undefined ? undefined : start,
        end: end === undefined ? undefined : isoTime(new Date(end)),
      },
    };
  },
};
