import { parseUrl } from "../../functions/shared/network/request-line";
import { asArray, integer, list, nonEmpty, text } from "../../functions/shared/values";
import { type LogMapper, outcome } from "./log-mapper";

export const http: LogMapper = {
  fields: [
    ...["method", "host", "uri", "referrer", "version", "user_agent", "request_body_len", "response_body_len"],
    ...["status_code", "username", "password", "origin", "resp_mime_types"],
  ],
  map: (record) => {
    const status = integer(record.status_code);
    const uri = text(record.uri);
    const host = text(record.host);
    const agent = text(record.user_agent);
    const url = uri === undefined ? undefined : parseUrl(uri);
    const requestBody = integer(record.request_body_len);
    const responseBody = integer(record.response_body_len);
    return {
      event: {
        category: ["network", "web"],
        type: ["access", "connection", "protocol"],
        outcome: outcome(status === undefined ? undefined : status < 400),
      },
      http: nonEmpty({
        version: text(record.version),
        request: nonEmpty({
          method: text(record.method),
          referrer: text(record.referrer),
          body: requestBody === undefined ? undefined : { bytes: requestBody },
        }),
        response: nonEmpty({
          status_code: status,
          mime_type: text(asArray(record.resp_mime_types)[0]),
          body: responseBody === undefined ? undefined : { bytes: responseBody },
        }),
      }),
      url: nonEmpty({ domain: host, ...url }),
      user_agent: agent === undefined ? undefined : { original: agent },
      user: nonEmpty({ name: text(record.username) }),
      network: { protocol: "http" },
    };
  },
};

export const smtp: LogMapper = {
  fields: ["mailfrom", "rcptto", "from", "to", "cc", "reply_to", "subject", "msg_id", "user_agent"],
  map: (record) => {
    const sender = text(record.mailfrom);
    const recipients = list(asArray(record.to), asArray(record.rcptto));
    const copies = list(asArray(record.cc));
    const from = list(text(record.from));
    const reply = list(text(record.reply_to));
    return {
      event: { category: ["email", "network"], type: ["info", "protocol"], outcome: "unknown" },
      email: nonEmpty({
        from: from === undefined ? undefined : { address: from },
        sender: sender === undefined ? undefined : { address: sender },
        to: recipients === undefined ? undefined : { address: recipients },
        cc: copies === undefined ? undefined : { address: copies },
        reply_to: reply === undefined ? undefined : { address: reply },
        subject: text(record.subject),
        message_id: text(record.msg_id),
        x_mailer: text(record.user_agent),
      }),
      network: { protocol: "smtp" },
    };
  },
};
