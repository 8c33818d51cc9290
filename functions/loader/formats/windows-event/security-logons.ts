import { nonEmpty } from "../../../shared/values";
import { kerberosReason, logonReason, logonType, spelled } from "./codes";
import type { EventData } from "./event";
import { sourceOf, user } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";
import { securityParts } from "./security-parts";

/** `0x0` and `0` are no error. */
function errorCode(status: string | undefined): string | undefined {
  return status === undefined || /^(?:0x)?0+$/.test(status) ? undefined : status;
}

function logon(data: EventData): EventParts {
  const { document, vendor } = securityParts(data, { targetIs: "user" });
  const status = errorCode(data.take("Status"));
  const reason = logonReason(status, data.peek("SubStatus")) ?? spelled(data.take("FailureReason"));
  return {
    document: {
      ...document,
      error: nonEmpty({ code: status }),
      event: reason === undefined ? undefined : { reason },
    },
    vendor: {
      ...vendor,
      logon_type: logonType(data.take("LogonType")),
      authentication_package: data.take("AuthenticationPackageName"),
    },
  };
}

/** A logon with other credentials than those of the session: who did it, and as whom. */
function explicitLogon(data: EventData): EventParts {
  const { document, vendor } = securityParts(data, { targetIs: "effective" });
  const server = data.take("TargetServerName");
  return { vendor, document: { ...document, destination: server === undefined ? undefined : { domain: server } } };
}

function kerberos(data: EventData): EventParts {
  const { document, vendor } = securityParts(data, { targetIs: "user" });
  const status = errorCode(data.take("Status", "FailureCode"));
  const reason = kerberosReason(status);
  return {
    vendor,
    document: {
      ...document,
      service: nonEmpty({ name: data.take("ServiceName") }),
      error: nonEmpty({ code: status }),
      event: status === undefined ? undefined : { reason, outcome: "failure" },
    },
  };
}

function ntlm(data: EventData): EventParts {
  const status = errorCode(data.take("Status"));
  const { document } = securityParts(data, { targetIs: "user" });
  return {
    document: {
      ...document,
      error: nonEmpty({ code: status }),
      event: status === undefined ? undefined : { reason: logonReason(status), outcome: "failure" },
    },
    vendor: { authentication_package: data.take("PackageName") },
  };
}

/** A session of Remote Desktop. */
function session(data: EventData): EventParts {
  return {
    document: { user: user(data.take("AccountName"), data.take("AccountDomain")), source: sourceOf(data) },
    vendor: { logon_id: data.take("LogonID") },
  };
}

const authentication = (action: string, type: string, map: EventRule["map"], outcome?: "failure"): EventRule => ({
  action,
  category: ["authentication"],
  type: [type],
  map,
  outcome,
});
const sessionRule = (action: string, type: string): EventRule => ({
  action,
  category: ["session"],
  type: [type],
  map: session,
});
const lock = (action: string): EventRule => ({ action, category: ["session"], type: ["info"], map: logon });

export const logonRules: EventRules = {
  4624: authentication("logged-in", "start", logon),
  4625: authentication("logon-failed", "start", logon, "failure"),
  4634: authentication("logged-out", "end", logon),
  4647: authentication("logged-out", "end", logon),
  4648: authentication("logged-in-explicit", "start", explicitLogon),
  4649: authentication("replay-attack-detected", "info", kerberos, "failure"),
  4672: { action: "logged-in-special", category: ["iam"], type: ["admin"] },
  4675: authentication("sids-filtered", "info", logon),
  4768: authentication("kerberos-authentication-ticket-requested", "start", kerberos),
  4769: authentication("kerberos-service-ticket-requested", "start", kerberos),
  4770: authentication("kerberos-service-ticket-renewed", "start", kerberos),
  4771: authentication("kerberos-preauth-failed", "start", kerberos, "failure"),
  4772: authentication("kerberos-authentication-ticket-request-failed", "start", kerberos, "failure"),
  4773: authentication("kerberos-service-ticket-request-failed", "start", kerberos, "failure"),
  4774: authentication("account-mapped-for-logon", "info", ntlm),
  4775: authentication("account-mapping-failed", "info", ntlm, "failure"),
  4776: authentication("credential-validated", "start", ntlm),
  4777: authentication("credential-validation-failed", "start", ntlm, "failure"),
  4778: sessionRule("session-reconnected", "start"),
  4779: sessionRule("session-disconnected", "end"),
  4800: lock("workstation-locked"),
  4801: lock("workstation-unlocked"),
  4802: lock("screensaver-invoked"),
  4803: lock("screensaver-dismissed"),
  4964: { action: "logged-in-special-group", category: ["iam"], type: ["admin"] },
};
