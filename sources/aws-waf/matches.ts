import { records } from "../../functions/shared/records";
import { asArray, asRecord, type JsonObject, list } from "../../functions/shared/values";

/** The rules that matched and what they matched. */
export interface Matches {
  readonly fields: {
    /** Rule groups that evaluated the request. */
    readonly rule_groups: string[] | undefined;
    /** The rule inside a rule group that ended the evaluation. */
    readonly terminating_rule_in_group: string[] | undefined;
    readonly non_terminating_rules: string[] | undefined;
    readonly excluded_rules: string[] | undefined;
    readonly rate_based_rules: string[] | undefined;
    /** Where it matched: `HEADER`, `ALL_QUERY_ARGS`, ... and what: `SQL_INJECTION`, `XSS`. */
    readonly match_location: string[] | undefined;
    readonly match_condition: string[] | undefined;
  };
  /** The details, as logged; `matchedData` is a list of fragments, in older records one text. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Reads the match lists of a record; groups in which nothing matched are left out of the details. */
export function matches(record: JsonObject): Matches {
  const groups = records(record.ruleGroupList);
  const matchedGroups = groups.filter(hasMatch);
  const rateBased = records(record.rateBasedRuleList);
  const nonTerminating = [
    ...records(record.nonTerminatingMatchingRules),
    ...groups.flatMap((group) => records(group.nonTerminatingMatchingRules)),
  ];
  const terminating = records(groups.map((group) => group.terminatingRule));
  const details = [
    ...records(record.terminatingRuleMatchDetails),
    ...[...terminating, ...nonTerminating].flatMap((rule) => records(rule.ruleMatchDetails)),
  ];
  return {
    fields: {
      rule_groups: list(...groups.map((group) => group.ruleGroupId)),
      terminating_rule_in_group: list(...terminating.map((rule) => rule.ruleId)),
      non_terminating_rules: list(...nonTerminating.map((rule) => rule.ruleId)),
      excluded_rules: list(...groups.flatMap((group) => records(group.excludedRules).map((rule) => rule.ruleId))),
      rate_based_rules: list(...rateBased.map((rule) => rule.rateBasedRuleName ?? rule.rateBasedRuleId)),
      match_location: list(...details.map((detail) => detail.location)),
      match_condition: list(...details.map((detail) => detail.conditionType)),
    },
    details: {
      terminating: record.terminatingRuleMatchDetails,
      non_terminating: record.nonTerminatingMatchingRules,
      groups: matchedGroups,
      rate_based: rateBased,
    },
  };
}

function hasMatch(group: JsonObject): boolean {
  return (
    asRecord(group.terminatingRule) !== undefined ||
    asArray(group.nonTerminatingMatchingRules).length > 0 ||
    asArray(group.excludedRules).length > 0
  );
}
